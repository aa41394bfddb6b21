"""What the weights of `kuulo weight` are to meet, as the command line says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from kuulo.base.errors import ColumnError, InputError
from kuulo.base.texts import mark as _
from kuulo.measures.weighting import Margin, Numeric
from kuulo.measures.weighting.margins import Level
from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.report.typed_columns import typed_frame
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.names import find_column

_LISTED = re.compile(r"[^:]+:\s*[0-9.]+%?(\s*,\s*[^:]+:\s*[0-9.]+%?)*")


def read_margin(told: str, answers: AnswerFile) -> Margin:
    """Return the margin of ``COLUMN=FILE``, ``COLUMN,COLUMN=FILE`` or ``COLUMN=level:0.6,level:0.4``.

    The file has a column for each of the margin's, under the same name, and one of counts or shares.

    Raises:
        InputError: It is written otherwise.
        ColumnError: A column is missing, or the counts are no numbers.
    """
    name, equals, place = told.rpartition("=")
    if not equals or not name.strip() or not place.strip():
        raise InputError(_("“{told}” is no margin."), _("Write COLUMN=FILE, or COLUMN=level:0.6,level:0.4."), told=told)
    columns = tuple(find_column(answers, part.strip()) for part in name.split(","))
    if _LISTED.fullmatch(place) and not Path(place).exists():
        return Margin(columns, _listed(place))
    return Margin(columns, _from_file(Path(place), [part.strip() for part in name.split(",")]))


def _listed(text: str) -> dict[Level, float]:
    found: dict[Level, float] = {}
    for part in text.split(","):
        level, _colon, number = part.rpartition(":")
        percent = number.strip().endswith("%")
        found[level.strip(),] = float(number.strip().rstrip("%")) / (100 if percent else 1)
    return found


def _from_file(path: Path, names: Sequence[str]) -> dict[Level, float]:
    targets = read_answers(path)
    levels = [find_column(targets, name) for name in names]
    typed = typed_frame(targets)
    counts = [name for name in typed.columns if name not in levels and typed[name].dtype.is_numeric()]
    if len(counts) != 1:
        raise ColumnError(
            _("{file}: one column of counts or shares is wanted beside {levels}, and {count} hold numbers."),
            _("Keep the columns of the levels and one of counts or shares."),
            file=targets.name,
            levels=", ".join(levels),
            count=len(counts),
        )
    keys = as_levels(targets.frame.select(levels))
    found: dict[Level, float] = {}
    for level, count in zip(keys.iter_rows(), typed[counts[0]].to_list(), strict=True):
        if level in found or count is None:
            raise ColumnError(
                _("{file}: {level} has no target, or two."),
                _("Give each level one line with a number."),
                file=targets.name,
                level=", ".join("–" if part is None else str(part) for part in level),
            )
        found[level] = float(count)
    return found


def read_total(told: str, answers: AnswerFile) -> Numeric:
    """Return the number of ``COLUMN=TOTAL``.

    Raises:
        InputError: It is written otherwise.
    """
    name, _equals, total = told.rpartition("=")
    if not name.strip() or re.fullmatch(r"\s*-?[0-9]+(\.[0-9]+)?\s*", total) is None:
        raise InputError(_("“{told}” is no total."), _("Write COLUMN=TOTAL, such as revenue=1250000."), told=told)
    return Numeric(find_column(answers, name.strip()), float(total))


def as_levels(frame: pl.DataFrame) -> pl.DataFrame:
    """Return columns as texts, whole numbers without a decimal point, so that a file of targets can name them."""
    return frame.select(_as_text(series) for series in frame.iter_columns())


def _as_text(series: pl.Series) -> pl.Series:
    if series.dtype == pl.String:
        stripped = series.str.strip_chars()
        return stripped.set(stripped == "", None)
    if series.dtype.is_float() and (series.drop_nulls() == series.drop_nulls().round()).all():
        return series.cast(pl.Int64).cast(pl.String)
    return series.cast(pl.String)

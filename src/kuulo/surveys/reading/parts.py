"""What every kind of reader gives, before it becomes an `AnswerFile`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
import polars.selectors as cs

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.answers import CellValue, FileFacts, MissingRange, Reject

SHOWN = 500
NO_FACTS = FileFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of an `AnswerFile` that depend on its kind; fields as there."""

    frame: pl.DataFrame
    lines: pl.Series
    headers: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[CellValue, str]] = field(default_factory=dict)
    user_missing: Mapping[str, tuple[MissingRange, ...]] = field(default_factory=dict)
    rejects: Sequence[Reject] = ()
    facts: FileFacts = NO_FACTS
    notes: Sequence[Text] = ()


def shorten(raw: str) -> str:
    """Return a row as it stood, cut where it is very long."""
    return raw if len(raw) <= SHOWN else raw[:SHOWN] + "…"


def blank_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with texts of nothing but blanks as nulls, and "not a number", which pandas writes for them."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(cs.float().fill_nan(None)).with_columns(
        pl.when(pl.col(name).str.strip_chars().str.len_bytes() > 0).then(pl.col(name)).alias(name) for name in texts
    )


def durations_to_seconds(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with durations as seconds."""
    return frame.with_columns(cs.duration().dt.total_milliseconds() / 1000)


def note_formulas(frame: pl.DataFrame, lines: pl.Series) -> list[Text]:
    """Return a note where texts look like a spreadsheet's formulas: they stay text and are never computed."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    if not texts:
        return []
    flags = frame.select(pl.any_horizontal(pl.col(texts).str.starts_with("=").fill_null(value=False)).alias("formula"))
    rows = flags["formula"].arg_true()
    if not len(rows):
        return []
    template = _(
        "Rows with a cell that begins with “=”: {count}, the first in line {line}. Kept as text, never computed."
    )
    return [say(template, count=len(rows), line=lines[rows[0]])]


def split_empty_rows(frame: pl.DataFrame, lines: pl.Series) -> tuple[pl.DataFrame, pl.Series, list[Reject]]:
    """Return the rows that hold anything, their lines, and the others as rejects."""
    empty = frame.select(pl.all_horizontal(pl.all().is_null()).alias("empty"))["empty"]
    if not empty.any():
        return frame, lines, []
    reason = say(_("The row is empty."))
    rejects = [Reject(line=line, reason=reason, raw="") for line in lines.filter(empty)]
    return frame.filter(~empty), lines.filter(~empty), rejects

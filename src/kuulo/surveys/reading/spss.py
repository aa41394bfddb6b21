"""Reading SPSS files with their value labels, wordings and declared missing values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
import pyreadstat

from kuulo.base.errors import FileError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.headers import unique_names
from kuulo.surveys.reading.inputs import InputFile
from kuulo.surveys.reading.parts import Parts, blank_to_null
from kuulo.surveys.rules.answers import CellValue, FileFacts, MissingRange


def read_spss(file: InputFile) -> Parts:
    """Return the rows of a .sav or .zsav file; declared missing values stay in the frame and are named beside it.

    Raises:
        FileError: The file is damaged or holds no rows.
    """
    frame, meta = _read(file)
    if not frame.height or not frame.width:
        found = _("{file}: the file describes columns, but holds no rows.")
        raise FileError(found, _("Export it with the answers."), file=file.name)
    names = dict(zip(frame.columns, unique_names(frame.columns), strict=True))
    frame = blank_to_null(frame.rename(names))
    return Parts(
        frame=frame,
        lines=pl.Series("line", range(1, frame.height + 1), dtype=pl.Int64),
        headers={name: header for header, name in names.items()},
        titles={names[column]: title for column, title in meta.column_names_to_labels.items() if title},
        labels={names[column]: _labels(labels) for column, labels in meta.variable_value_labels.items()},
        user_missing={names[column]: _ranges(spans) for column, spans in meta.missing_ranges.items()},
        facts=FileFacts(encoding=meta.file_encoding or "", decimal="."),
        notes=_notes(meta),
    )


def _read(file: InputFile) -> tuple[pl.DataFrame, pyreadstat.metadata_container]:
    try:
        return pyreadstat.read_sav(str(file.path), user_missing=True, output_format="polars")
    except pyreadstat.ReadstatError as first:
        try:
            return pyreadstat.read_sav(str(file.path), user_missing=True, output_format="polars", encoding="cp1252")
        except pyreadstat.ReadstatError:
            found = _("{file}: the SPSS file cannot be read: {error}.")
            mend = _("Export it again; it may have been cut short.")
            raise FileError(found, mend, file=file.name, error=str(first)) from first


def _labels(labels: Mapping[Any, str]) -> dict[CellValue, str]:
    return {float(value) if isinstance(value, int) else value: label for value, label in labels.items()}


def _ranges(spans: Iterable[Any]) -> tuple[MissingRange, ...]:
    return tuple(MissingRange(low=_number(span["lo"]), high=_number(span["hi"])) for span in spans)


def _number(value: CellValue) -> CellValue:
    return float(value) if isinstance(value, int) else value


def _notes(meta: pyreadstat.metadata_container) -> list[Text]:
    sets = getattr(meta, "mr_sets", None) or {}
    template = _("“{name}” is a question with several answers, kept in the columns {columns}.")
    return [say(template, name=key, columns=", ".join(fields["variable_list"])) for key, fields in sets.items()]

"""Reading Parquet, once its own account of its size was looked at."""

from __future__ import annotations

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.headers import unique_names
from kuulo.surveys.reading.inputs import InputFile
from kuulo.surveys.reading.limits import Limits
from kuulo.surveys.reading.parts import Parts, blank_to_null, durations_to_seconds, note_formulas, split_empty_rows
from kuulo.surveys.rules.answers import FileFacts


def read_parquet(file: InputFile, limits: Limits) -> Parts:
    """Return the rows of a Parquet file; lists and structures become text.

    Raises:
        FileError: The file is damaged, too large, or holds no rows.
    """
    try:
        _check_size(file, limits)
        frame = pl.read_parquet(file.path)
    except (pa.ArrowException, OSError, pl.exceptions.PolarsError) as error:
        found = _("{file}: the Parquet file cannot be read: {error}.")
        mend = _("Write it again; it may have been cut short.")
        raise FileError(found, mend, file=file.name, error=str(error).splitlines()[0]) from error
    names = unique_names(frame.columns)
    headers = dict(zip(names, frame.columns, strict=True))
    frame = blank_to_null(_plain_types(frame.rename(dict(zip(frame.columns, names, strict=True)))))
    lines = pl.Series("line", range(1, frame.height + 1), dtype=pl.Int64)
    frame, lines, empty = split_empty_rows(frame, lines)
    if not frame.height:
        raise FileError(_("{file}: the file holds no rows."), _("Export it with the answers."), file=file.name)
    notes = note_formulas(frame, lines)
    return Parts(frame=frame, lines=lines, headers=headers, rejects=empty, facts=FileFacts(decimal="."), notes=notes)


def _check_size(file: InputFile, limits: Limits) -> None:
    about = pq.read_metadata(file.path)
    groups = (about.row_group(place) for place in range(about.num_row_groups))
    unpacked = max(sum(group.total_byte_size for group in groups), about.num_rows * about.num_columns)
    if unpacked > limits.unpacked:
        found = _("{file}: the file unpacks to {size} MB.")
        mend = _("Split it, or raise the limit if you know the file.")
        raise FileError(found, mend, file=file.name, size=unpacked // 1_000_000)


def _plain_types(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(_decoded(frame[name]) for name, kind in frame.schema.items() if kind == pl.Binary)
    changed = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if kind == pl.List(pl.String):
            changed.append(column.list.join("; "))
        elif kind.is_nested():
            changed.append(pl.struct(column.alias("value")).struct.json_encode().alias(name))
        elif isinstance(kind, pl.Categorical | pl.Enum) or kind in {pl.Boolean, pl.Null}:
            changed.append(column.cast(pl.String, strict=False))
        elif kind.is_decimal():
            changed.append(column.cast(pl.Float64))
    return durations_to_seconds(frame.with_columns(changed))


def _decoded(values: pl.Series) -> pl.Series:
    """Return bytes as the text older writers keep in them; bytes that are no text are spelt out."""
    texts = [None if value is None else bytes(value).decode("utf-8", "backslashreplace") for value in values]
    return pl.Series(values.name, texts, dtype=pl.String)

"""Reading CSV and its relatives: polars for what is clean, the careful reader for the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from kuulo.base.errors import FileError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.careful import parse_rows
from kuulo.surveys.reading.dialects import SEPARATOR_LINE, Dialect, find_dialect
from kuulo.surveys.reading.encodings import to_utf8
from kuulo.surveys.reading.headers import unique_names
from kuulo.surveys.reading.parts import Parts, blank_to_null, note_formulas, split_empty_rows
from kuulo.surveys.reading.rows import SortedRows, sort_rows
from kuulo.surveys.rules.answers import FileFacts
from kuulo.surveys.rules.numbers import looks_like_data, uses_decimal_comma


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A text on its way to rows: UTF-8, its last line ended; ``first_line`` is the physical line it begins in."""

    name: str
    data: bytes
    dialect: Dialect
    encoding: str
    first_line: int


def read_delimited(name: str, raw: bytes, encoding: str = "", delimiter: str = "") -> Parts:
    """Return the rows of a delimited text, all cells as text.

    Raises:
        FileError: There is no header, no row under it, or most rows do not fit it.
    """
    source = _prepare(name, raw, encoding, delimiter)
    rows = sort_rows(source.data, source.dialect, source.encoding, source.first_line)
    count = sum(len(lines) for lines in rows.lines)
    _check_rows(source, rows, count)
    frame = _parse_clean(b"".join(rows.clean), len(rows.header), count, source.dialect)
    return _finish(source, rows, frame)


def _prepare(name: str, raw: bytes, encoding: str, delimiter: str) -> _Source:
    decoded = to_utf8(name, raw, encoding)
    data, first_line = decoded.data, 1
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    separator = SEPARATOR_LINE.match(data)
    if separator:
        data, first_line = data[separator.end() :], 2
        delimiter = delimiter or separator.group(1).decode("ascii", "replace")
    if not data.strip():
        raise FileError(_("{file}: the file is empty."), _("Export the answers again."), file=name)
    data = data if data.endswith(b"\n") else data + b"\n"
    dialect = find_dialect(data, _check_delimiter(name, delimiter))
    return _Source(name=name, data=data, dialect=dialect, encoding=decoded.encoding, first_line=first_line)


def _check_delimiter(name: str, delimiter: str) -> str:
    if delimiter and (len(delimiter) > 1 or not delimiter.isascii() or delimiter in "\"'\r\n"):
        found = _("{file}: “{delimiter}” cannot stand between fields.")
        raise FileError(found, _("Say one character, such as ; or ,."), file=name, delimiter=delimiter)
    return delimiter


def _parse_clean(body: bytes, width: int, height: int, dialect: Dialect) -> pl.DataFrame:
    """Return the rows that fit the header as polars reads them; should it see others, as the careful reader does."""
    schema = {str(place): pl.String for place in range(width)}
    if not height:
        return pl.DataFrame(schema=schema)
    try:
        frame = pl.read_csv(
            body, has_header=False, schema=schema, separator=dialect.delimiter, quote_char=dialect.quote
        )
    except pl.exceptions.PolarsError:
        frame = pl.DataFrame(schema=schema)
    if frame.height == height:
        return frame
    cells = (row.fields for row in parse_rows(body.decode(), dialect) if row.fields)
    return pl.DataFrame(dict(zip(schema, map(list, zip(*cells, strict=True)), strict=True)), schema=schema)


def _check_rows(source: _Source, rows: SortedRows, count: int) -> None:
    line = rows.header_line
    if looks_like_data(rows.header):
        found = _("{file}: line {line} holds numbers or dates where the headers should be.")
        raise FileError(found, _("Add a first row that names the columns."), file=source.name, line=line)
    if not count and not rows.rejects:
        found = _("{file}: there is a header in line {line}, but no rows under it.")
        raise FileError(found, _("Check that the export holds answers."), file=source.name, line=line)
    if len(rows.rejects) > count:
        worst = rows.rejects[0]
        found = _("{file}: {bad} of the first {all} rows do not fit the header; the first is line {line}: {reason}")
        mend = _("Check the delimiter and the quotes, or say them with --delimiter and --encoding.")
        total = len(rows.rejects) + count
        raise FileError(
            found, mend, file=source.name, bad=len(rows.rejects), all=total, line=worst.line, reason=worst.reason
        )


def _finish(source: _Source, rows: SortedRows, frame: pl.DataFrame) -> Parts:
    names = unique_names(rows.header)
    frame = blank_to_null(frame.rename(dict(zip(frame.columns, names, strict=True))))
    lines = pl.Series("line", np.concatenate(rows.lines), dtype=pl.Int64)
    titles, dropped = _titles(frame)
    frame, lines = frame.slice(dropped), lines.slice(dropped)
    frame, lines, empty = split_empty_rows(frame, lines)
    rejects = sorted([*rows.rejects, *empty], key=lambda reject: reject.line)
    facts = FileFacts(
        encoding=source.encoding,
        delimiter=source.dialect.delimiter,
        quote=source.dialect.quote,
        decimal="," if uses_decimal_comma(frame, source.dialect.delimiter) else ".",
    )
    return Parts(
        frame=frame,
        lines=lines,
        headers=dict(zip(names, rows.header, strict=True)),
        titles=titles,
        rejects=rejects,
        facts=facts,
        notes=_notes(source, rows, frame, lines),
    )


def _titles(frame: pl.DataFrame) -> tuple[dict[str, str], int]:
    """Return wordings of questions and how many rows they take: Qualtrics puts them and its ids under the header."""
    if frame.height < 2:
        return {}, 0
    wordings, marks = frame.row(0), frame.row(1)
    if not all(mark and mark.startswith("{") and _is_import_id(mark) for mark in marks):
        return {}, 0
    return {name: text for name, text in zip(frame.columns, wordings, strict=True) if text}, 2


def _is_import_id(cell: str) -> bool:
    try:
        return "ImportId" in json.loads(cell)
    except ValueError:
        return False


def _notes(source: _Source, rows: SortedRows, frame: pl.DataFrame, lines: pl.Series) -> Sequence[Text]:
    notes = note_formulas(frame, lines)
    if rows.empty_lines > 0:
        notes.append(say(_("Empty lines passed over between the rows: {count}."), count=rows.empty_lines))
    if source.encoding not in {"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"}:
        notes.append(say(_("The text was read as {encoding}."), encoding=source.encoding))
    repeated = len(rows.header) - len({header.strip().casefold() for header in rows.header})
    if repeated:
        notes.append(say(_("Repeated headers: {count}. Their columns were numbered."), count=repeated))
    return notes

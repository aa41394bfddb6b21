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
from kuulo.surveys.reading.encodings import UNDECODABLE, to_utf8
from kuulo.surveys.reading.headers import unique_names
from kuulo.surveys.reading.parts import Parts, blank_to_null, note_formulas, shorten, split_empty_rows
from kuulo.surveys.reading.structure import Flags, Structure, scan
from kuulo.surveys.rules.answers import FileFacts, Reject
from kuulo.surveys.rules.numbers import looks_like_data, uses_decimal_comma

BROKEN_QUOTES = _("A quote is opened and not closed, or closed in the middle of a field.")
UNDECODABLE_ROW = _("The row holds bytes that are no text in the encoding {encoding}.")
FIELD_COUNT = _("The row has {fields} fields, the header has {expected}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A text on its way to becoming rows; ``first_line`` is the physical line it begins at."""

    name: str
    data: bytes
    dialect: Dialect
    encoding: str
    broken: bool
    first_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Header fields, rows with as many fields, their lines, the others as rejects, and lines passed over as empty."""

    header: list[str]
    frame: pl.DataFrame
    lines: pl.Series
    rejects: list[Reject]
    empty_lines: int


def read_delimited(name: str, raw: bytes, encoding: str = "", delimiter: str = "") -> Parts:
    """Return the rows of a delimited text, all cells as text.

    Raises:
        FileError: There is no header, no row under it, or most rows do not fit it.
    """
    source = _prepare(name, raw, encoding, delimiter)
    structure = scan(source.data, source.dialect.delimiter, source.dialect.quote)
    rows = _read_fast(source, structure) if structure else None
    rows = rows or _read_carefully(source)
    _check_rows(source, rows)
    return _finish(source, rows)


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
    dialect = find_dialect(data, delimiter)
    return _Source(
        name=name, data=data, dialect=dialect, encoding=decoded.encoding, broken=decoded.broken, first_line=first_line
    )


def _read_fast(source: _Source, structure: Structure) -> _Rows | None:
    """Return the rows as polars reads them, or None where it does not see the rows that the structure has."""
    lengths = structure.ends - structure.starts
    filled = lengths > 0
    first = int(np.argmax(filled))
    header = _parse_header(source, structure, first)
    broken = _broken_rows(source, structure)
    after_header = np.arange(len(lengths)) > first
    good = after_header & filled & ~broken & (structure.fields == len(header))
    wrong = after_header & filled & ~good
    body = _cut_out(source.data, structure, good)
    frame = _parse_body(body, len(header), source.dialect) if body else _empty_frame(len(header))
    if frame is None or frame.height != int(good.sum()):
        return None
    lines = pl.Series("line", structure.lines[good] + (source.first_line - 1), dtype=pl.Int64)
    rejects = [_reject(source, structure, int(row), len(header), bool(broken[row])) for row in np.flatnonzero(wrong)]
    empty = int((after_header & ~filled).sum()) - (1 if lengths[-1] == 0 else 0)
    return _Rows(header=header, frame=frame, lines=lines, rejects=rejects, empty_lines=empty)


def _parse_header(source: _Source, structure: Structure, row: int) -> list[str]:
    text = source.data[structure.starts[row] : structure.ends[row]].decode()
    parsed = next(parse_rows(text, source.dialect))
    return parsed.fields or [parsed.raw]


def _broken_rows(source: _Source, structure: Structure) -> Flags:
    flags = np.zeros(len(structure.starts), dtype=np.bool_)
    marker, place = UNDECODABLE.encode(), -1
    while source.broken and (place := source.data.find(marker, place + 1)) >= 0:
        row = int(np.searchsorted(structure.starts, place, side="right")) - 1
        flags[row] = True
        place = int(structure.ends[row])
    return flags


def _cut_out(data: bytes, structure: Structure, good: Flags) -> bytes:
    rows = np.flatnonzero(good)
    if not len(rows):
        return b""
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts = rows[np.concatenate(([0], breaks + 1))]
    lasts = rows[np.concatenate((breaks, [len(rows) - 1]))]
    bounds = np.append(structure.starts, len(data))
    return b"".join(data[bounds[first] : bounds[last + 1]] for first, last in zip(firsts, lasts, strict=True))


def _empty_frame(width: int) -> pl.DataFrame:
    return pl.DataFrame(schema={str(place): pl.String for place in range(width)})


def _parse_body(body: bytes, width: int, dialect: Dialect) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            body,
            has_header=False,
            schema={str(place): pl.String for place in range(width)},
            separator=dialect.delimiter,
            quote_char=dialect.quote,
        )
    except pl.exceptions.PolarsError:
        return None  # the careful reader then says which rows are at fault


def _reject(source: _Source, structure: Structure, row: int, expected: int, undecodable: bool) -> Reject:  # noqa: FBT001 -- private, one caller
    raw = source.data[structure.starts[row] : structure.ends[row]].decode().replace(UNDECODABLE, "\ufffd")
    reason = (
        say(UNDECODABLE_ROW, encoding=source.encoding)
        if undecodable
        else say(FIELD_COUNT, fields=int(structure.fields[row]), expected=expected)
    )
    return Reject(line=int(structure.lines[row]) + source.first_line - 1, reason=reason, raw=shorten(raw))


def _read_carefully(source: _Source) -> _Rows:
    header: list[str] = []
    cells: list[list[str]] = []
    lines: list[int] = []
    rejects: list[Reject] = []
    empty = 0
    for row in parse_rows(source.data.decode(), source.dialect):
        line = row.line + source.first_line - 1
        if not row.raw:
            empty += bool(header)
        elif not header:
            header = row.fields or [row.raw]
        elif reason := _what_is_wrong(row.fields, row.raw, len(header), source.encoding):
            rejects.append(Reject(line=line, reason=reason, raw=shorten(row.raw.replace(UNDECODABLE, "\ufffd"))))
        else:
            cells.append(row.fields or [])
            lines.append(line)
    frame = _empty_frame(len(header))
    if cells:
        columns = zip(*cells, strict=True)
        frame = pl.DataFrame({str(place): pl.Series(column) for place, column in enumerate(columns)})
    return _Rows(
        header=header, frame=frame, lines=pl.Series("line", lines, dtype=pl.Int64), rejects=rejects, empty_lines=empty
    )


def _what_is_wrong(fields: list[str] | None, raw: str, expected: int, encoding: str) -> Text | None:
    if UNDECODABLE in raw:
        return say(UNDECODABLE_ROW, encoding=encoding)
    if fields is None:
        return say(BROKEN_QUOTES)
    if len(fields) != expected:
        return say(FIELD_COUNT, fields=len(fields), expected=expected)
    return None


def _check_rows(source: _Source, rows: _Rows) -> None:
    line = source.first_line
    if looks_like_data(rows.header):
        found = _("{file}: line {line} holds numbers or dates where the headers should be.")
        raise FileError(found, _("Add a first row that names the columns."), file=source.name, line=line)
    if not rows.frame.height and not rows.rejects:
        found = _("{file}: there is a header in line {line}, but no rows under it.")
        raise FileError(found, _("Check that the export holds answers."), file=source.name, line=line)
    if len(rows.rejects) > rows.frame.height:
        worst = rows.rejects[0]
        found = _("{file}: {bad} of {all} rows do not fit the header; the first is line {line}: {reason}")
        mend = _("Check the delimiter and the quotes, or say them with --delimiter and --encoding.")
        total = len(rows.rejects) + rows.frame.height
        raise FileError(
            found, mend, file=source.name, bad=len(rows.rejects), all=total, line=worst.line, reason=worst.reason
        )


def _finish(source: _Source, rows: _Rows) -> Parts:
    names = unique_names(rows.header)
    frame = blank_to_null(rows.frame.rename(dict(zip(rows.frame.columns, names, strict=True))))
    titles, dropped = _titles(frame)
    frame, lines = frame.slice(dropped), rows.lines.slice(dropped)
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


def _notes(source: _Source, rows: _Rows, frame: pl.DataFrame, lines: pl.Series) -> Sequence[Text]:
    notes = note_formulas(frame, lines)
    if rows.empty_lines > 0:
        notes.append(say(_("{count} empty lines between the rows were passed over."), count=rows.empty_lines))
    if source.encoding not in {"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"}:
        notes.append(say(_("The text was read as {encoding}."), encoding=source.encoding))
    repeated = len(rows.header) - len({header.strip().casefold() for header in rows.header})
    if repeated:
        notes.append(say(_("{count} headers are repeated; the columns were numbered."), count=repeated))
    return notes

"""Sorting the rows of a delimited text into those that fit the header and those that do not.

The text is taken in blocks. In a block whose quotes stand as they should, rows are bytes between positions; only blocks
where they do not are parsed row by row. What fits is handed on as one clean text.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

import numpy as np

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.careful import TextRow, parse_rows
from kuulo.surveys.reading.dialects import LONGEST_FIELD, Dialect
from kuulo.surveys.reading.encodings import UNDECODABLE
from kuulo.surveys.reading.parts import shorten
from kuulo.surveys.reading.structure import Flags, Positions, Structure, scan
from kuulo.surveys.rules.answers import Reject

BLOCK = 1 << 22
TOO_MANY = 100_000
MARKER = UNDECODABLE.encode()


@dataclass(slots=True)
class SortedRows:
    """The rows of a text as they are sorted.

    Attributes:
        dialect: How the text is written.
        encoding: For messages.
        header: The first row's fields; empty until it was met.
        header_line: The physical line it stands in.
        clean: The rows that fit, as pieces of a delimited text in the same dialect.
        lines: Their physical lines, an array for each piece.
        rejects: The rows that do not fit.
        empty_lines: Empty lines after the header.
    """

    dialect: Dialect
    encoding: str
    header: list[str] = field(default_factory=list)
    header_line: int = 0
    clean: list[bytes] = field(default_factory=list)
    lines: list[Positions] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    empty_lines: int = 0


def sort_rows(data: bytes, dialect: Dialect, encoding: str, first_line: int) -> SortedRows:
    """Return the rows of a UTF-8 text that ends with a line's end; ``first_line`` is the physical line it begins in."""
    rows = SortedRows(dialect, encoding)
    position, line = 0, first_line
    while position < len(data):
        block = data[position : position + BLOCK]
        structure = scan(block, dialect.delimiter, dialect.quote)
        ends_here = position + len(block) == len(data)
        if structure is None or (ends_here and structure.size < len(block)):
            size = _sort_carefully(rows, data, position, line)
        else:
            size = structure.size
            _sort_block(rows, block, structure, line)
        line += data.count(b"\n", position, position + size)
        position += size
        if len(rows.rejects) > TOO_MANY and len(rows.rejects) > sum(map(len, rows.lines)):
            break  # no file of answers: whoever counts the rows will refuse it
    return rows


def _sort_block(rows: SortedRows, block: bytes, structure: Structure, line: int) -> None:
    filled = structure.ends > structure.starts
    first = 0
    if not rows.header:
        if not filled.any():
            return
        first = int(np.argmax(filled)) + 1
        header = block[structure.starts[first - 1] : structure.ends[first - 1]].decode()
        _take_header(rows, next(parse_rows(header, rows.dialect)), line + int(structure.lines[first - 1]))
    broken = _broken_rows(block, structure)
    below = np.arange(len(filled)) >= first
    good = below & filled & ~broken & (structure.fields == len(rows.header))
    rows.clean += _cut_out(block, structure, good)
    rows.lines.append(structure.lines[good] + line)
    rows.empty_lines += int((below & ~filled).sum())
    for row in np.flatnonzero(below & filled & ~good):
        raw = block[structure.starts[row] : structure.ends[row]].decode()
        _reject(rows, line + int(structure.lines[row]), raw, _wrong_count(rows, int(structure.fields[row])))


def _broken_rows(block: bytes, structure: Structure) -> Flags:
    flags = np.zeros(len(structure.starts), dtype=np.bool_)
    place = block.find(MARKER)
    while 0 <= place < structure.size:
        row = int(np.searchsorted(structure.starts, place, side="right")) - 1
        flags[row] = True
        place = block.find(MARKER, int(structure.ends[row]))
    return flags


def _cut_out(block: bytes, structure: Structure, good: Flags) -> list[bytes]:
    """Return the good rows as few slices of the block."""
    rows = np.flatnonzero(good)
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts = rows[np.concatenate(([0], breaks + 1)).astype(np.int64)]
    lasts = rows[np.concatenate((breaks, [len(rows) - 1])).astype(np.int64)]
    bounds = np.append(structure.starts, structure.size)
    return [block[bounds[first] : bounds[last + 1]] for first, last in zip(firsts, lasts, strict=True)]


def _sort_carefully(rows: SortedRows, data: bytes, position: int, line: int) -> int:
    """Sort the rows that begin in the block at a position one by one; return how many bytes they take."""
    limit = min(position + BLOCK + 4 * LONGEST_FIELD, len(data))
    limit = data.rfind(b"\n", position, limit) + 1 or limit
    clean, lines, size = io.StringIO(), [], 0
    writer = csv.writer(
        clean,
        delimiter=rows.dialect.delimiter,
        quotechar=rows.dialect.quote,
        lineterminator="\n",
        quoting=csv.QUOTE_ALL,
    )
    for row in parse_rows(data[position:limit].decode(), rows.dialect):
        if size >= BLOCK:
            break
        size += row.size
        place = line + row.line - 1
        if not row.raw:
            rows.empty_lines += bool(rows.header)
        elif not rows.header:
            _take_header(rows, row, place)
        elif row.fields is not None and len(row.fields) == len(rows.header) and UNDECODABLE not in row.raw:
            writer.writerow(row.fields)
            lines.append(place)
        else:
            reason = _wrong_count(rows, len(row.fields)) if row.fields else say(BROKEN_QUOTES)
            _reject(rows, place, row.raw, reason)
    rows.clean.append(clean.getvalue().encode())
    rows.lines.append(np.array(lines, dtype=np.int64))
    return size


BROKEN_QUOTES = _("A quote is opened and not closed, or closed in the middle of a field.")


def _take_header(rows: SortedRows, row: TextRow, line: int) -> None:
    rows.header = row.fields or [row.raw]
    rows.header_line = line


def _wrong_count(rows: SortedRows, fields: int) -> Text:
    return say(_("Fields in the row: {fields}; in the header: {expected}."), fields=fields, expected=len(rows.header))


def _reject(rows: SortedRows, line: int, raw: str, reason: Text) -> None:
    if UNDECODABLE in raw:
        reason = say(_("The row holds bytes that are no text in the encoding {encoding}."), encoding=rows.encoding)
    rows.rejects.append(Reject(line=line, reason=reason, raw=shorten(raw.replace(UNDECODABLE, "\ufffd"))))

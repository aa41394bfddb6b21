"""Where the rows of a delimited text begin and end, found in one pass over its bytes.

RFC 4180 read as parity: a byte is inside quotes when an odd number of quotes stands before it. That holds as long as
every opening quote stands at a field's start and every closing one at a field's end; `scan` says whether it does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

CHUNK = 1 << 24
NEWLINE, RETURN = 10, 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The rows of a text: where each starts and ends (its line end left out), its fields, and its physical line."""

    starts: Positions
    ends: Positions
    fields: Positions
    lines: Positions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    row_ends: Positions
    line_ends: Positions
    delimiters: Positions


def scan(data: bytes, delimiter: str, quote: str) -> Structure | None:
    """Return the rows of a text, or None where its quotes do not stand as they should."""
    array = np.frombuffer(data, dtype=np.uint8)
    marks = _find_marks(array, ord(delimiter), ord(quote))
    if marks is None:
        return None
    ends = marks.row_ends
    if not len(ends) or ends[-1] != len(array) - 1:
        ends = np.append(ends, len(array))
    starts = np.concatenate(([0], ends[:-1] + 1)).astype(np.int64)
    delimiters_before = np.searchsorted(marks.delimiters, np.concatenate((starts, ends)))
    fields = delimiters_before[len(starts) :] - delimiters_before[: len(starts)] + 1
    lines = np.searchsorted(marks.line_ends, starts) + 1
    has_return = (ends > starts) & (array[np.maximum(ends - 1, 0)] == RETURN)
    return Structure(starts=starts, ends=ends - has_return, fields=fields, lines=lines)


def _find_marks(array: Bytes, delimiter: int, quote: int) -> _Marks | None:
    rows: list[Positions] = []
    lines: list[Positions] = []
    delimiters: list[Positions] = []
    inside_before = np.uint8(0)
    for offset in range(0, len(array), CHUNK):
        chunk = array[offset : offset + CHUNK]
        quotes = chunk == quote
        inside = np.bitwise_xor.accumulate(quotes.view(np.uint8)) ^ inside_before
        if not _quotes_stand_right(array, np.flatnonzero(quotes) + offset, inside[quotes], (delimiter, quote)):
            return None
        newlines, outside = chunk == NEWLINE, inside == 0
        if _has_lone_return(array, np.flatnonzero((chunk == RETURN) & outside) + offset):
            return None
        lines.append(np.flatnonzero(newlines) + offset)
        rows.append(np.flatnonzero(newlines & outside) + offset)
        delimiters.append(np.flatnonzero((chunk == delimiter) & outside) + offset)
        inside_before = inside[-1]
    if inside_before:
        return None
    return _Marks(row_ends=np.concatenate(rows), line_ends=np.concatenate(lines), delimiters=np.concatenate(delimiters))


def _quotes_stand_right(array: Bytes, quotes: Positions, opens: Bytes, marks: tuple[int, int]) -> bool:
    """Whether each opening quote follows a delimiter, a line's end or a quote, and each closing one precedes such."""
    delimiter, quote = marks
    opening, closing = quotes[opens == 1], quotes[opens == 0]
    before = array[opening[opening > 0] - 1]
    after = array[closing[closing < len(array) - 1] + 1]
    starts_right = (before == delimiter) | (before == NEWLINE) | (before == quote)
    ends_right = (after == delimiter) | (after == NEWLINE) | (after == RETURN) | (after == quote)
    return bool(starts_right.all() and ends_right.all())


def _has_lone_return(array: Bytes, returns: Positions) -> bool:
    followed = returns[returns < len(array) - 1]
    return bool((array[followed + 1] != NEWLINE).any())

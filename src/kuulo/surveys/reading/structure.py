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

NEWLINE, RETURN = 10, 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The whole rows of a text.

    Attributes:
        starts: Where each begins.
        ends: Where each ends, its line end left out.
        fields: How many fields each has.
        lines: The physical line each begins in, the text's first being 0.
        size: How many bytes they take together; what follows is a row without its end.
    """

    starts: Positions
    ends: Positions
    fields: Positions
    lines: Positions
    size: int


def scan(data: bytes, delimiter: str, quote: str) -> Structure | None:
    """Return the whole rows of a text, or None where it has none or its quotes do not stand as they should."""
    array = np.frombuffer(data, dtype=np.uint8)
    quotes = array == ord(quote)
    inside = np.bitwise_xor.accumulate(quotes.view(np.uint8))
    if not _quotes_stand_right(array, np.flatnonzero(quotes), inside[quotes], (ord(delimiter), ord(quote))):
        return None
    outside = inside == 0
    if _has_lone_return(array, np.flatnonzero((array == RETURN) & outside)):
        return None
    newlines = np.flatnonzero(array == NEWLINE)
    ends = newlines[outside[newlines]]
    if not len(ends):
        return None
    starts = np.concatenate((np.zeros(1, dtype=np.int64), ends[:-1] + 1))
    delimiters = np.flatnonzero((array == ord(delimiter)) & outside)
    before = np.searchsorted(delimiters, np.concatenate((starts, ends)))
    has_return = (ends > starts) & (array[np.maximum(ends - 1, 0)] == RETURN)
    return Structure(
        starts=starts,
        ends=ends - has_return,
        fields=before[len(starts) :] - before[: len(starts)] + 1,
        lines=np.searchsorted(newlines, starts).astype(np.int64),
        size=int(ends[-1]) + 1,
    )


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

"""Positions as other programs count them, read into code points of the normalised text and written back.

JavaScript and Windows count units of UTF-16, programs in Go, Rust and C bytes of UTF-8; some count a carriage return
with its line feed as two, some as one. Whatever is counted, the text given is the one the other program holds.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.qualitative.anchoring.spans import Span

_CHARACTERS: Final = re.compile(r"\r\n|.", re.DOTALL)
BEYOND: Final = 0xFFFF


class Unit(StrEnum):
    """What a position counts."""

    POINTS = "points"
    CRLF_AS_ONE = "crlf_as_one"
    UTF16 = "utf16"
    UTF8 = "utf8"


def _utf16(character: str) -> int:
    return sum(2 if ord(each) > BEYOND else 1 for each in character)


def _utf8(character: str) -> int:
    return len(character.encode("utf-8", "surrogatepass"))


def _one(character: str) -> int:
    del character
    return 1


WIDTHS: Final[Mapping[Unit, Callable[[str], int]]] = {
    Unit.POINTS: len,
    Unit.CRLF_AS_ONE: _one,
    Unit.UTF16: _utf16,
    Unit.UTF8: _utf8,
}


@dataclass(frozen=True, slots=True)
class Ruler:
    """Positions of one text in one unit, for many spans: made once, each span found by halving.

    Attributes:
        at: Position of each code point of the normalised text, and of its end.
    """

    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str, unit: Unit) -> Ruler:
        """Return the ruler of a text as another program holds it, line ends of its own included."""
        width = WIDTHS[unit]
        known: dict[str, int] = {}
        widths = (
            known[each] if each in known else known.setdefault(each, width(each))
            for each in (found.group() for found in _CHARACTERS.finditer(text))
        )
        return cls(tuple(accumulate(widths, initial=0)))

    def read(self, start: int, end: int) -> Span:
        """Return a stretch in code points of the normalised text; a position within a character widens to all of it.

        Raises:
            InputError: It lies outside the text, or ends before it begins.
        """
        if not 0 <= start <= end <= self.at[-1]:
            raise InputError(
                _("A passage from {start} to {end} lies outside a text that ends at {length}."),
                start=start,
                end=end,
                length=self.at[-1],
            )
        if start == end:
            place = bisect_right(self.at, start) - 1
            return Span(place, place)
        return Span(bisect_right(self.at, start) - 1, bisect_left(self.at, end))

    def write(self, span: Span) -> tuple[int, int]:
        """Return the positions of a span in this unit.

        Raises:
            InputError: The text ends before the span does.
        """
        if span.end >= len(self.at):
            raise InputError(
                _("A passage from {start} to {end} lies outside a text of {length} characters."),
                start=span.start,
                end=span.end,
                length=len(self.at) - 1,
            )
        return self.at[span.start], self.at[span.end]


def from_points(text: str, start: int, end: int) -> Span:
    """Return a span from code points of a text in which a carriage return and its line feed are two."""
    return Ruler.of(text, Unit.POINTS).read(start, end)


def from_crlf_as_one(text: str, start: int, end: int) -> Span:
    """Return a span from code points of a text in which a carriage return and its line feed are counted as one."""
    return Ruler.of(text, Unit.CRLF_AS_ONE).read(start, end)


def from_utf16(text: str, start: int, end: int) -> Span:
    """Return a span from units of UTF-16, as JavaScript, Java and Windows count."""
    return Ruler.of(text, Unit.UTF16).read(start, end)


def from_utf8_bytes(text: str, start: int, end: int) -> Span:
    """Return a span from bytes of the text in UTF-8."""
    return Ruler.of(text, Unit.UTF8).read(start, end)


def to_points(text: str, span: Span) -> tuple[int, int]:
    """Return where a span stands in code points of a text in which a carriage return and its line feed are two."""
    return Ruler.of(text, Unit.POINTS).write(span)


def to_crlf_as_one(text: str, span: Span) -> tuple[int, int]:
    """Return where a span stands in code points of a text, a carriage return and its line feed counted as one."""
    return Ruler.of(text, Unit.CRLF_AS_ONE).write(span)


def to_utf16(text: str, span: Span) -> tuple[int, int]:
    """Return where a span stands in units of UTF-16."""
    return Ruler.of(text, Unit.UTF16).write(span)


def to_utf8_bytes(text: str, span: Span) -> tuple[int, int]:
    """Return where a span stands in bytes of UTF-8."""
    return Ruler.of(text, Unit.UTF8).write(span)

"""A stretch of a text, and texts whose lines all end alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

REPLACEMENT: Final = "\ufffd"
# What no database and no exchange keeps: nothing, and halves of a pair without the other half.
_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")
_LINE_END: Final = re.compile("\r\n?")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where a stretch of a text begins and ends, in Unicode code points of the normalised text; the end is outside.

    Raises:
        InputError: It begins before the text, or ends before it begins.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is no stretch of any text."""
        if not 0 <= self.start <= self.end:
            raise InputError(_("A passage from {start} to {end} is none."), start=self.start, end=self.end)

    def __len__(self) -> int:
        """Return how many code points it holds."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words themselves.

        Raises:
            InputError: The text ends before the span does.
        """
        if self.end > len(text):
            raise InputError(
                _("A passage from {start} to {end} lies outside a text of {length} characters."),
                start=self.start,
                end=self.end,
                length=len(text),
            )
        return text[self.start : self.end]

    def meets(self, other: Span) -> bool:
        """Return whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


def normalise(text: str) -> str:
    """Return a text as sources keep it: every line ends with a line feed, and every character can be kept.

    A carriage return with or without a line feed becomes one line feed; U+0000 and halves of surrogate pairs become
    U+FFFD one for one. Letters are not composed or decomposed, so that positions of other tools still lead home.
    """
    return _UNKEPT.sub(REPLACEMENT, _LINE_END.sub("\n", text))

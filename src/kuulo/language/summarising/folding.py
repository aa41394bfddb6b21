"""Texts compared word for word: what writing programs change by themselves (quotes, dashes, spaces, case) is folded."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, and where each of its characters stands in the text it came from.

    Attributes:
        text: Lower case, single spaces, plain quotes and dashes, composed characters.
        starts: First code point of each character in the original.
        ends: First code point after it.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Return where a part of the folded text stands in the original."""
        return self.starts[begin], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return the text as it is compared, with the places of its characters.

    A letter written as letter and accent is one character, as in the composed form; so both forms of “ä” are alike.
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    while place < len(text):
        after = place + 1
        while after < len(text) and unicodedata.combining(text[after]):
            after += 1
        for one in _folded(text[place:after]):
            if one == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(one)
            starts.append(place)
            ends.append(after)
        place = after
    return Folded("".join(characters), tuple(starts), tuple(ends))


def _folded(cluster: str) -> str:
    if cluster in UNSEEN:
        return ""
    if cluster.isspace():
        return " "
    if cluster == "…":
        return "..."
    return unicodedata.normalize("NFC", cluster).translate(ALIKE).casefold()

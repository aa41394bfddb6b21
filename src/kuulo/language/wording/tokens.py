"""Words, numbers, emojis and emoticons of a text, each with its place in code points."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LETTER = r"[^\W\d_]"
EMOJI = (
    r"(?:[\U0001F1E6-\U0001F1FF]{2}"
    r"|[\u2600-\u27BF\u2B50\u2B55\u203C\u2049\u2190-\u21FF\U0001F300-\U0001FAFF]"
    r"[\uFE0F\u20E3]?[\U0001F3FB-\U0001F3FF]?"
    r"(?:\u200D[\u2600-\u27BF\U0001F300-\U0001FAFF]\uFE0F?[\U0001F3FB-\U0001F3FF]?)*)"
)
# A mouth needs eyes; letters as mouths (:D, xD) must end there, so that "klo 12:Dosentti" is no face.
EMOTICON = r"(?:[:;=8][-'^o]?(?:[)\](\[|/\\*]+|[DPpOosS3](?!\w))|[xX]D+\b|<3+|</3|\^_*\^|[)(]['-]?[:;]|-_+-|:'\()"
# An apostrophe, a hyphen or (in Finnish endings of abbreviations, EU:n) a colon joins letters into one word.
WORD = rf"{_LETTER}+(?:['’\-:]{_LETTER}+|[-]\d+)*\d*|\d+(?:[.,:/]\d+)*(?:[-:]?{_LETTER}+)?"
_TOKEN = re.compile(rf"(?P<emoticon>(?<!\w){EMOTICON})|(?P<emoji>{EMOJI})|(?P<word>{WORD})")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, emoji or emoticon; ``start`` and ``end`` count code points, the end is exclusive."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return words, numbers, emojis and emoticons in their order; punctuation is left out."""
    return [Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def spellings(text: str) -> list[tuple[str, str]]:
    """Return (kind, text) of each token, without places; kind is ``word``, ``emoji`` or ``emoticon``."""
    return [(found.lastgroup or "word", found.group()) for found in _TOKEN.finditer(text)]

"""Names as they are searched for: small letters without diacritics, words apart; pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

KEY_LENGTH: Final = 300
# Letters that Unicode does not take apart into a letter and its mark.
WHOLE_LETTERS: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
NOT_IN_WORDS: Final = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """Return the words of a text in small letters without diacritics, one space apart: “Åsa-Lìsa” is “asa lisa”."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.casefold().translate(WHOLE_LETTERS))
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return NOT_IN_WORDS.sub(" ", text.casefold()).strip()


def name_key(*names: str) -> str:
    """Return what a party of these names is searched by: each word after a space, each name once."""
    folded = dict.fromkeys(fold(name) for name in names)
    key = " ".join(name for name in folded if name)
    return f" {key}"[:KEY_LENGTH] if key else ""

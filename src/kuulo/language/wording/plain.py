"""Text without what tells nothing of its matter: addresses, links, handles, numbers."""

from __future__ import annotations

import re
import unicodedata

_FOLDED = re.compile(
    r"(?:https?://|www\.)\S+"  # links
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail addresses
    r"|(?<![\w/])[@#](?=\w)"  # a handle or hashtag keeps its word when it is one, see below
    r"|\b[\w-]+\.(?:com|fi|se|net|org|eu|io|app|ax)\b(?:/\S*)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w/])@\w[\w.]*")
_NUMBER = re.compile(r"(?<![^\W\d_])[+-]?\d[\d\s.,:/–-]*\d|\d+")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return the text with links, e-mail addresses, handles and numbers taken out, one space between words.

    A hashtag keeps its word ("#huono" is said), a handle does not ("@firma" only names). Unicode is composed (NFC).
    """
    composed = unicodedata.normalize("NFC", text)
    without = _FOLDED.sub(" ", _HANDLE.sub(" ", composed))
    return _SPACE.sub(" ", _NUMBER.sub(" ", without)).strip()

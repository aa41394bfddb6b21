"""Bytes of a text file into text, as far as they tell how they were written."""

from __future__ import annotations

import codecs
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging.telling import Telling

MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(content: bytes, telling: Telling, name: str) -> str:
    """Return a text with the mark at its beginning and its own line ends; what is not UTF is told and guessed."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        telling.note(_("Not in UTF-8, read as Windows-1252: {count} (first: “{name}”)."), name=name)
        return content.decode("cp1252", "replace")

"""Bytes of a text file read as letters: by their mark, as UTF-8, as UTF-16 without a mark, or as Windows wrote them."""

from __future__ import annotations

import codecs
import re
from typing import Final

from kuulo.base.errors import FileError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.qualitative.anchoring import normalise

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Bytes that stand in no text of any of these encodings.
STRANGE: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAMPLE: Final = 4_096
GUESSED: Final = say(
    _("The file does not say how its letters are written; it was read as Windows writes them. Look at ä, ö and å.")
)


def decode(content: bytes, *, name: str) -> tuple[str, tuple[Text, ...]]:
    """Return the text of a file with line feeds alone, and what had to be guessed.

    Raises:
        FileError: It is no text.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding, name), ()
    silent = _silent_utf16(content)
    if silent:
        return _decoded(content, silent, name), ()
    if STRANGE.search(content):
        raise _no_text(name)
    try:
        return normalise(content.decode("utf-8")), ()
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes without a letter; in Latin-1 they are signs nobody sees.
        encoding = "latin-1" if re.search(rb"[\x81\x8d\x8f\x90\x9d]", content) else "cp1252"
        return _decoded(content, encoding, name), (GUESSED,)


def _silent_utf16(content: bytes) -> str:
    """Return which UTF-16 a file without a mark is in: letters of Europe leave every other byte empty."""
    head = content[:SAMPLE]
    half = len(head) // 2
    if half < 2 or len(content) % 2:
        return ""
    low, high = head[::2].count(0), head[1::2].count(0)
    # A line feed and other signs beyond Latin leave a byte here and there in the other half.
    if high > 0.6 * half and low < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if low > 0.6 * half and high < 0.05 * half else ""


def _decoded(content: bytes, encoding: str, name: str) -> str:
    try:
        return normalise(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise _no_text(name) from error


def _no_text(name: str) -> FileError:
    return FileError(
        _("The file {file} is no text that can be read."),
        _("Save it as WebVTT, SRT, plain text in UTF-8, Word (.docx) or PDF."),
        file=name,
    )

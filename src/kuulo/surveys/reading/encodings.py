"""Finding out a text file's encoding, and marking the bytes that do not fit it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _

UNDECODABLE = "\ufdd0"  # a code point that Unicode keeps out of all text, so that it can only be ours
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SINGLE_BYTE = ("cp1252", "cp850", "mac_roman")
NORDIC = frozenset("åäöÅÄÖéÉüÜøØæÆ’‘“”–…\u00a0€")
BROKEN = re.compile("[\udc80-\udcff\x00]")
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class DecodedBytes:
    """A text as UTF-8, with `UNDECODABLE` where bytes did not fit; its encoding; whether any did not fit."""

    data: bytes
    encoding: str
    broken: bool


def to_utf8(name: str, raw: bytes, encoding: str = "") -> DecodedBytes:
    """Return a file's bytes as UTF-8, from the encoding given or found out.

    Raises:
        FileError: The encoding given is unknown.
    """
    for mark_bytes, marked in MARKS:
        if raw.startswith(mark_bytes):
            return _decode(raw[len(mark_bytes) :], marked)
    if encoding:
        return _decode(raw, _known(name, encoding))
    wide = wide_encoding(raw[:4096])
    if wide:
        return _decode(raw, wide)
    return _decode(raw, _eight_bit_encoding(raw))


def _known(name: str, encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        mend = _("Name one such as utf-8, cp1252 or iso-8859-15.")
        raise FileError(_("{file}: “{encoding}” is no known encoding."), mend, file=name, encoding=encoding) from error


def wide_encoding(start: bytes) -> str:
    """Return the UTF-16 a file without a mark is in: every second byte of western text is null."""
    even, odd = start[0::2], start[1::2]
    if len(odd) > 1 and odd.count(0) > 0.6 * len(odd) and not even.count(0):
        return "utf-16-le"
    if len(even) > 1 and even.count(0) > 0.6 * len(even) and not odd.count(0):
        return "utf-16-be"
    return ""


def _eight_bit_encoding(raw: bytes) -> str:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        sample = raw[max(0, error.start - 2_000_000) : error.start + 2_000_000]
    else:
        return "utf-8"
    high = sum(sample.count(byte) for byte in range(0x80, 0x100))
    fitting = sum(len(found) for found in MULTIBYTE.findall(sample))
    if fitting > high - fitting:
        return "utf-8"
    letters = bytes(byte for byte in sample if byte >= 0x80)
    return max(SINGLE_BYTE, key=lambda candidate: (_nordic_share(letters, candidate), candidate == "cp1252"))


def _nordic_share(letters: bytes, encoding: str) -> float:
    text = letters.decode(encoding, "replace")
    return round(sum(character in NORDIC for character in text) / max(len(text), 1), 2)


def _decode(raw: bytes, encoding: str) -> DecodedBytes:
    if encoding == "utf-8" and b"\x00" not in raw:
        try:
            raw.decode()
        except UnicodeDecodeError:
            pass  # the bytes that do not fit are marked below
        else:
            return DecodedBytes(raw, encoding, broken=False)
    # UTF-16 and UTF-32 know no surrogateescape on half units; "replace" marks the same places
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    text = raw.decode(encoding, errors)
    marked, count = BROKEN.subn(UNDECODABLE, text)
    if errors == "replace" and "\ufffd" in marked:
        marked, count = marked.replace("\ufffd", UNDECODABLE), count + 1
    marked = re.sub("[\ud800-\udfff]", UNDECODABLE, marked)
    return DecodedBytes(marked.encode(), encoding, broken=count > 0)

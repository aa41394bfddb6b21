"""One file of words read: what it is, is told by its content; its name decides between kinds of plain text."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.qualitative.reading.cues import read_cues
from kuulo.qualitative.reading.decoding import decode
from kuulo.qualitative.reading.documents import read_docx, read_pdf
from kuulo.qualitative.reading.kinds import MOST_BYTES, Read, ReadKind, check_length
from kuulo.qualitative.reading.speech import find_turns

MEGABYTE: Final = 2**20
SRT: Final = re.compile(r"\s*\d+\s*\n\s*\d+:\d{1,2}:\d{1,2}[,.]\d+\s*-->")
OLD_WORD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RICH: Final = b"{\\rtf"


def read_file(name: str, content: bytes) -> Read:
    """Return the words of a file, who speaks where, and what had to be left out or guessed.

    WebVTT, SRT, plain text, Word (.docx) and PDF are read.

    Raises:
        FileError: It is empty, too large, broken, or of another kind; the message says what to do.
    """
    _check(name, content)
    if content.startswith(b"%PDF-"):
        text, told = read_pdf(content, name=name)
        return Read(text=check_length(text, name), turns=find_turns(text), kind=ReadKind.PDF, told=told)
    if content.startswith(b"PK\x03\x04"):
        text, told = read_docx(content, name=name)
        return Read(text=check_length(text, name), turns=find_turns(text), kind=ReadKind.DOCX, told=told)
    return _read_text(name, content)


def _read_text(name: str, content: bytes) -> Read:
    text, told = decode(content, name=name)
    ending = PurePath(name).suffix.lower()
    if text.lstrip().startswith("WEBVTT") or ending == ".vtt":
        read = read_cues(text, ReadKind.VTT, name=name)
    elif ending == ".srt" or SRT.match(text):
        read = read_cues(text, ReadKind.SRT, name=name)
    else:
        return Read(text=check_length(text, name), turns=find_turns(text), kind=ReadKind.PLAIN, told=told)
    return Read(text=read.text, turns=read.turns, kind=read.kind, told=(*told, *read.told))


def _check(name: str, content: bytes) -> None:
    if not content:
        raise FileError(_("The file {file} is empty."), file=name)
    if len(content) > MOST_BYTES:
        raise FileError(
            _("The file {file} is larger than the {limit} MB that are read."),
            _("Split it into several files."),
            file=name,
            limit=MOST_BYTES // MEGABYTE,
        )
    if content.startswith((OLD_WORD, RICH)):
        raise FileError(
            _("The file {file} is in an old form of Word or in RTF."),
            _("Save it as Word document (.docx) or plain text."),
            file=name,
        )

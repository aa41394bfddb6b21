"""What reading a file gives, and how much of one is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kuulo.base.errors import FileError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.qualitative.reading.turns import Turn

MOST_BYTES: Final = 30 * 2**20
MOST_CHARACTERS: Final = 2_000_000
MOST_PAGES: Final = 2_000
MOST_CUES: Final = 50_000


class ReadKind(StrEnum):
    """What a file was read as."""

    VTT = "vtt"
    SRT = "srt"
    PLAIN = "plain"
    DOCX = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A file of words as read.

    Attributes:
        text: The words, lines ended by line feeds.
        turns: Who speaks where; empty where no speakers and no times were found.
        kind: What it was read as.
        told: What could not be read or had to be guessed, for the reader.
    """

    text: str = field(repr=False)
    kind: ReadKind
    turns: tuple[Turn, ...] = field(default=(), repr=False)
    told: tuple[Text, ...] = ()


def check_length(text: str, name: str) -> str:
    """Return a text that is neither empty nor too long.

    Raises:
        FileError: It is.
    """
    if not text.strip():
        raise FileError(_("There are no words in {file}."), file=name)
    if len(text) > MOST_CHARACTERS:
        raise FileError(
            _("There are {length} characters in {file}; {most} are read."),
            _("Split it into several files."),
            length=len(text),
            most=MOST_CHARACTERS,
            file=name,
        )
    return text

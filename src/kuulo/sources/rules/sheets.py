"""Field notes as a phone or laptop sends them, and the source they become; pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.qualitative.anchoring import normalise
from kuulo.qualitative.reading.turns import Turn
from kuulo.sources.rules.kinds import NAME_LENGTH, Flag, Mark

MOST_NOTES: Final = 2_000
LONGEST_NOTE: Final = 20_000
DAY_MS: Final = 86_400_000
Key = Annotated[str, Meta(min_length=32, max_length=38)]
SinceBegun = Annotated[int, Meta(ge=0, le=7 * DAY_MS)]


class SentNote(Struct, frozen=True):
    """One note: how long after the beginning, what kind, and the words."""

    at_ms: SinceBegun
    mark: Mark
    text: Annotated[str, Meta(max_length=LONGEST_NOTE)]


class SentSheet(Struct, frozen=True, tag_field="kind", tag="sheet"):
    """The notes of one observer of one session.

    Attributes:
        key: From the device, so that what is sent twice is kept once.
        observer: E-mail of who wrote them.
    """

    key: Key
    observer: str
    begun_at: datetime
    notes: Annotated[tuple[SentNote, ...], Meta(max_length=MOST_NOTES)]
    title: Annotated[str, Meta(max_length=NAME_LENGTH)] = ""
    session: int | None = None
    participant: int | None = None
    language: str = ""
    flags: tuple[Flag, ...] = ()


class SentFile(Struct, frozen=True, tag_field="kind", tag="file"):
    """A picture or a voice note taken with a sheet; the file itself comes beside it."""

    key: Key
    observer: str
    sheet: Key
    taken_at: datetime
    title: Annotated[str, Meta(max_length=NAME_LENGTH)] = ""


Sent = SentSheet | SentFile
DECODER: Final[msgspec.json.Decoder[Sent]] = msgspec.json.Decoder(Sent)


def read_sent(content: bytes) -> Sent:
    """Return what a device sent.

    Raises:
        InputError: It is not what the page of notes sends.
    """
    try:
        sent = DECODER.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(_("These notes cannot be read: {trouble}"), trouble=str(error)) from error
    moment = sent.begun_at if isinstance(sent, SentSheet) else sent.taken_at
    if moment.tzinfo is None:
        raise InputError(_("These notes say a time without a time zone."))
    return sent


def laid_out(sheet: SentSheet) -> tuple[str, tuple[Turn, ...]]:
    """Return the text of a sheet, a note after a note with an empty line between, and each note as a turn."""
    pieces: list[str] = []
    turns: list[Turn] = []
    place = 0
    for note in sheet.notes:
        words = normalise(note.text).strip()
        if not words:
            continue
        turns.append(Turn(start=place, end=place + len(words), begins_ms=note.at_ms, mark=note.mark.value))
        pieces.append(words)
        place += len(words) + 2
    return "\n\n".join(pieces), tuple(turns)

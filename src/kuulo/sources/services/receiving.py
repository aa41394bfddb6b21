"""A file taken in: words are read, sound and pictures kept; what could not be read is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath
from typing import Final

from kuulo.base.texts import Text
from kuulo.language.identifying import detect
from kuulo.qualitative.anchoring import normalise
from kuulo.qualitative.reading import Read, ReadKind, find_mime, find_turns, read_file
from kuulo.sources.rules import Flag, Media, Origin, Publication, SourceKind, SourceView
from kuulo.sources.services.adding import NewSource, add_source
from kuulo.sources.services.storing import check_size

SAMPLE: Final = 4_000
SPOKEN: Final = frozenset({ReadKind.VTT, ReadKind.SRT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """What a file belongs to, as whoever brings it says; see `rules.SourceView`.

    Attributes:
        kind: What it is; None to be told by its content.
        title: What it is called; empty for the name of the file.
        recording: Sound that goes with a transcript.
    """

    occurred_at: datetime
    kind: SourceKind | None = None
    title: str = ""
    origin: Origin = Origin.CUSTOMER
    participant_id: int | None = None
    session_id: int | None = None
    language: str | None = None
    flags: Iterable[Flag] = ()
    publication: Publication = field(default_factory=Publication)
    beside: str = ""
    recording: Media | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The source a file became, and what could not be read or was guessed."""

    source: SourceView
    told: tuple[Text, ...] = ()


def receive_file(
    *, study: str, name: str, content: bytes, by: str, belonging: Belonging, now: datetime | None = None
) -> Received:
    """Keep a file as a source of a study: a transcript, a document, a recording or a picture, by its content.

    Of desk research the document itself is kept beside its words, to be downloaded.

    Raises:
        FileError: It cannot be read; the message says what to do.
        GuardError: The study takes nothing in, or a consent is not in force.
        InputError: What it belongs to does not fit together.
    """
    check_size(name, len(content))
    file = Media(name=name, content=content)
    title = belonging.title.strip() or PurePath(name).stem or name
    mime = find_mime(content) or ""
    if mime.startswith(("audio/", "image/")):
        kind = SourceKind.RECORDING if mime.startswith("audio/") else SourceKind.PICTURE
        told = _told(study, by, replace(belonging, title=title, kind=kind, recording=file), now)
        return Received(source=add_source(**told))
    read = read_file(name, content)
    kind = belonging.kind or kind_of(read)
    kept = file if kind is SourceKind.DESK and read.kind is ReadKind.PDF else belonging.recording
    language = belonging.language or guess_language(read.text)
    told = _told(study, by, replace(belonging, title=title, kind=kind, recording=kept, language=language), now)
    told["text"], told["turns"] = read.text, read.turns
    return Received(source=add_source(**told), told=read.told)


def receive_words(*, study: str, words: str, by: str, belonging: Belonging, now: datetime | None = None) -> Received:
    """Keep words that were written or pasted in; speakers are found as in a file.

    Raises:
        GuardError: The study takes nothing in, or a consent is not in force.
        InputError: There are no words, or what they belong to does not fit together.
    """
    text = normalise(words)
    read = Read(text=text, turns=find_turns(text), kind=ReadKind.PLAIN)
    found = replace(
        belonging, kind=belonging.kind or kind_of(read), language=belonging.language or guess_language(text)
    )
    told = _told(study, by, found, now)
    told["text"], told["turns"] = text, read.turns
    return Received(source=add_source(**told))


def kind_of(read: Read) -> SourceKind:
    """Return what a file of words is: a transcript where people speak in it, else a document."""
    return SourceKind.TRANSCRIPT if read.turns or read.kind in SPOKEN else SourceKind.DOCUMENT


def guess_language(text: str) -> str | None:
    """Return the language a text is in, as far as its beginning tells."""
    return detect([text[:SAMPLE]])[0].language


def _told(study: str, by: str, belonging: Belonging, now: datetime | None) -> NewSource:
    return NewSource(
        study=study,
        kind=belonging.kind or SourceKind.DOCUMENT,
        name=belonging.title,
        by=by,
        occurred_at=belonging.occurred_at,
        origin=belonging.origin,
        media=belonging.recording,
        participant_id=belonging.participant_id,
        session_id=belonging.session_id,
        language=belonging.language,
        flags=belonging.flags,
        publication=belonging.publication,
        beside=belonging.beside,
        key=belonging.key,
        now=now,
    )

"""A file taken in: words are read, sound and pictures kept; what could not be read is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Final

from django.conf import settings

from kuulo.base.errors import FileError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.language.identifying import detect
from kuulo.qualitative.reading import Read, ReadKind, find_mime, read_file
from kuulo.sources.rules import Flag, Media, Origin, Publication, SourceKind, SourceView
from kuulo.sources.services.adding import add_source
from kuulo.sources.services.storing import MEGABYTE

SAMPLE: Final = 4_000
SPOKEN: Final = frozenset({ReadKind.VTT, ReadKind.SRT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """What a file belongs to, as whoever brings it says."""

    occurred_at: datetime
    kind: SourceKind | None = None
    title: str = ""
    origin: Origin = Origin.CUSTOMER
    participant_id: int | None = None
    session_id: int | None = None
    language: str | None = None
    flags: Iterable[Flag] = ()
    publication: Publication = Publication()
    beside: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The source a file became, and what could not be read or was guessed."""

    source: SourceView
    told: tuple[Text, ...] = ()


def receive_file(
    *,
    study: str,
    name: str,
    content: bytes,
    by: str,
    belonging: Belonging,
    now: datetime | None = None,
) -> Received:
    """Keep a file as a source of a study: a transcript, a document, a recording or a picture, by its content.

    Of desk research the document itself is kept beside its words, to be downloaded.

    Raises:
        FileError: It cannot be read; the message says what to do.
        GuardError: The study takes nothing in, or a consent is not in force.
        InputError: What it belongs to does not fit together.
    """
    limit = settings.KUULO_UPLOAD_LIMIT_MB
    if len(content) > limit * MEGABYTE:
        raise FileError(
            _("The file {file} is larger than the {limit} MB that are taken."),
            _("Split it, or ask whoever runs Kuulo to raise KUULO_UPLOAD_LIMIT_MB."),
            file=name,
            limit=limit,
        )
    mime = find_mime(content) or ""
    if mime.startswith(("audio/", "image/")):
        kind = SourceKind.RECORDING if mime.startswith("audio/") else SourceKind.PICTURE
        found = replace(belonging, kind=kind)
        return Received(source=_added(study, name, by, found, Read(text="", kind=ReadKind.PLAIN), now, media=content))
    read = read_file(name, content)
    found = replace(belonging, kind=belonging.kind or kind_of(read), language=belonging.language or guess(read.text))
    kept = content if found.kind is SourceKind.DESK and read.kind is ReadKind.PDF else None
    return Received(source=_added(study, name, by, found, read, now, media=kept), told=read.told)


def kind_of(read: Read) -> SourceKind:
    """Return what a file of words is: a transcript where people speak in it, else a document."""
    return SourceKind.TRANSCRIPT if read.turns or read.kind in SPOKEN else SourceKind.DOCUMENT


def guess(text: str) -> str | None:
    """Return the language a text is in, as far as its beginning tells."""
    return detect([text[:SAMPLE]])[0].language


def _added(
    study: str, name: str, by: str, belonging: Belonging, read: Read, now: datetime | None, *, media: bytes | None
) -> SourceView:
    return add_source(
        study=study,
        kind=belonging.kind or SourceKind.DOCUMENT,
        name=belonging.title.strip() or PurePath(name).stem or name,
        by=by,
        occurred_at=belonging.occurred_at,
        origin=belonging.origin,
        text=read.text,
        turns=read.turns,
        media=Media(name=name, content=media) if media is not None else None,
        participant_id=belonging.participant_id,
        session_id=belonging.session_id,
        language=belonging.language,
        flags=belonging.flags,
        publication=belonging.publication,
        beside=belonging.beside,
        key=belonging.key,
        now=now,
    )

"""Field notes taken in from a phone or laptop that may have been without a network for hours."""

from __future__ import annotations

from datetime import datetime

from kuulo.base.errors import ConflictError, InputError
from kuulo.base.texts import mark as _
from kuulo.sources.models import Source
from kuulo.sources.queries.reading import was_erased
from kuulo.sources.rules import Media, Origin, SourceKind
from kuulo.sources.rules.sheets import Sent, SentFile, SentSheet, laid_out
from kuulo.sources.services.adding import add_source
from kuulo.sources.services.receiving import Belonging, guess_language, receive_file


def take_sent(*, study: str, sent: Sent, file: Media | None, by: str, now: datetime | None = None) -> str:
    """Keep what a device sent and return what became of it: ``kept``, or ``gone`` where it was erased here before.

    Raises:
        ConflictError: Somebody else than who has signed in wrote it; it waits on the device for them.
        InputError: There is nothing in it, or the notes a file belongs to are not here.
        GuardError: The study takes nothing in, or a consent is not in force.
        FileError: The file is neither a picture nor sound.
    """
    if sent.observer.casefold() != by.casefold():
        raise ConflictError(
            _("These notes were written by {observer}."),
            _("They are sent when {observer} signs in."),
            observer=sent.observer,
        )
    if was_erased(_plain(sent.key)):
        return "gone"
    if isinstance(sent, SentSheet):
        return _take_sheet(study, sent, by, now)
    return _take_file(study, sent, file, by, now)


def _take_sheet(study: str, sheet: SentSheet, by: str, now: datetime | None) -> str:
    text, turns = laid_out(sheet)
    add_source(
        study=study,
        kind=SourceKind.FIELD_NOTE,
        name=sheet.title,
        by=by,
        occurred_at=sheet.begun_at,
        origin=Origin.STAFF,
        text=text,
        turns=turns,
        participant_id=sheet.participant,
        session_id=sheet.session,
        language=sheet.language or guess_language(text),
        flags=sheet.flags,
        key=sheet.key,
        now=now,
    )
    return "kept"


def _take_file(study: str, sent: SentFile, file: Media | None, by: str, now: datetime | None) -> str:
    if was_erased(_plain(sent.sheet)):
        return "gone"
    notes = Source.objects.filter(key=_plain(sent.sheet), study=study, created_by=by).first()
    if notes is None or file is None:
        raise InputError(_("The notes this file belongs to are not here."), _("Send the notes first."))
    belonging = Belonging(
        occurred_at=sent.taken_at,
        title=sent.title or notes.name,
        origin=Origin.STAFF,
        participant_id=notes.participant_id,
        session_id=notes.session_id,
        flags=notes.flags,
        beside=notes.key,
        key=sent.key,
    )
    receive_file(study=study, name=file.name, content=file.content, by=by, belonging=belonging, now=now)
    return "kept"


def _plain(key: str) -> str:
    return key.replace("-", "").lower()

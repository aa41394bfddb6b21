"""Participants' and moderators' words: written, changed, removed; and the sources that participants' words become."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.discussions.models import Message, Thread
from kuulo.discussions.queries.rooms import seen_threads
from kuulo.discussions.rules.states import MESSAGE_STEPS, MessageState, MessageStep, stepped
from kuulo.discussions.rules.talk import BURST, MOST_IN_MINUTES, check_editing, plain_text
from kuulo.discussions.services.arriving import Guest, check_may_write, take_part
from kuulo.sources.rules import ErasedWhy, Origin, SourceKind
from kuulo.sources.services import add_source, erase_source
from kuulo.studies.queries import participant
from kuulo.studies.rules import ParticipantView

KEY: Final = re.compile(r"[0-9a-f]{32}")
BY_PARTICIPANT: Final = "participant"


@transaction.atomic
def write_message(
    *, token: str, thread: str, text: str, key: str = "", reply_to: str = "", now: datetime | None = None
) -> str:
    """Take a participant's words and return the message's key; the same key once more writes nothing.

    Raises:
        NotFoundError: The key opens nothing, or there is no such thread or message for this person.
        GuardError: The study, the consent, the room, the thread or a moderator stands against it.
        InputError: Nothing was written, too much, or too often.
    """
    guest, at = take_part(token), now or timezone.now()
    row = _thread_for(guest, thread)
    before = Message.objects.filter(key=key).first() if key else None
    if before is not None:
        if before.participant != guest.participant.id:
            raise InputError(_("This was written by somebody else."), _("Load the page again."))
        return before.key
    check_may_write(guest, row)
    _check_pace(guest, at)
    made = Message.objects.create(
        thread=row,
        key=key if KEY.fullmatch(key) else uuid4().hex,
        participant=guest.participant.id,
        reply_to=_answered(row, reply_to),
        text=plain_text(text),
        written_at=at,
    )
    keep_as_source(made, guest.participant, source=made.key)
    guest.member.seen_at = at
    guest.member.save(update_fields=["seen_at"])
    return made.key


@transaction.atomic
def answer_as_moderator(*, thread: str, text: str, by: str, reply_to: str = "", now: datetime | None = None) -> str:
    """Write in a thread as its moderator and return the message's key; such words are no source.

    Raises:
        NotFoundError: There is no such thread or message.
        InputError: Nothing was written, or too much.
    """
    row = Thread.objects.filter(key=thread).first()
    if row is None:
        raise NotFoundError(_("There is no such thread."), _("See the rooms of the study."))
    made = Message.objects.create(
        thread=row,
        key=uuid4().hex,
        staff=by,
        reply_to=_answered(row, reply_to),
        text=plain_text(text),
        written_at=now or timezone.now(),
    )
    return made.key


@transaction.atomic
def edit_message(*, token: str, message: str, text: str, now: datetime | None = None) -> None:
    """Change one's own words, within half an hour; the source they became gives way to a new one.

    Raises:
        NotFoundError: The key opens nothing, or the message is not this person's.
        GuardError: The time is over, or the person may not write now.
        InputError: Nothing is left, or too much.
    """
    guest, at = take_part(token), now or timezone.now()
    row = own_row(guest, message)
    check_may_write(guest, row.thread)
    check_editing(row.written_at, at)
    words = plain_text(text)
    if words == row.text:
        return
    drop_source(row, by=BY_PARTICIPANT, now=at)
    row.text, row.edited_at = words, at
    row.save(update_fields=["text", "edited_at"])
    if row.state == MessageState.SHOWN:
        keep_as_source(row, guest.participant, source=uuid4().hex)


@transaction.atomic
def remove_message(*, token: str, message: str, now: datetime | None = None) -> None:
    """Remove one's own words, whenever one wants; the source they became is erased.

    Raises:
        NotFoundError: The key opens nothing, or the message is not this person's.
        GuardError: It was removed already.
    """
    guest = take_part(token)
    row = own_row(guest, message)
    remove_row(row, by=BY_PARTICIPANT, now=now or timezone.now())


def remove_row(row: Message, *, by: str, now: datetime) -> None:
    """Remove the words of a message, inside the caller's transaction; that something stood there stays.

    Raises:
        GuardError: It was removed already.
    """
    row.state = stepped(MESSAGE_STEPS, MessageState(row.state), MessageStep.REMOVE)
    drop_source(row, by=by, now=now, why=ErasedWhy.WITHDRAWN)
    row.text, row.reason, row.why = "", "", ""
    row.save(update_fields=["state", "text", "reason", "why"])


def own_row(guest: Guest, key: str) -> Message:
    """Return a participant's own message, which nobody else changes until the transaction ends.

    Raises:
        NotFoundError: There is none of this key by this person.
    """
    rows = Message.objects.select_for_update(of=("self",)).select_related("thread__room")
    row = rows.filter(key=key, participant=guest.participant.id).first()
    if row is None:
        raise NotFoundError(_("There is no such message of yours."), _("Load the page again."))
    return row


def keep_as_source(row: Message, writer: ParticipantView, *, source: str) -> None:
    """Let a participant's words become a source: one a message, so that each goes with its writer's consent.

    It bears the thread's title where staff gave it; another participant's title would be words of theirs.
    """
    title = row.thread.title if row.thread.begun_by is None else gettext("Discussion")
    add_source(
        study=row.thread.room.study,
        kind=SourceKind.DISCUSSION,
        name=f"{title} – {writer.label}",
        by=BY_PARTICIPANT,
        language=writer.language or None,
        text=row.text,
        participant_id=writer.id,
        occurred_at=row.written_at,
        origin=Origin.CUSTOMER,
        key=source,
        now=row.edited_at or row.written_at,
    )
    row.source = source
    row.save(update_fields=["source"])


def keep_again(row: Message) -> None:
    """Let words that are shown again be a source again."""
    if row.participant is not None and not row.source:
        keep_as_source(row, participant(row.participant), source=uuid4().hex)


def drop_source(row: Message, *, by: str, now: datetime, why: ErasedWhy = ErasedWhy.ERASED) -> None:
    """Erase the source that a message became."""
    if row.source:
        erase_source(row.source, by=by, why=why, now=now)
        row.source = ""
        row.save(update_fields=["source"])


def _thread_for(guest: Guest, key: str) -> Thread:
    row = seen_threads(guest.participant.study, guest.participant.id).filter(key=key).first()
    if row is None:
        raise NotFoundError(_("There is no such thread."), _("See the list of threads."))
    return row


def _answered(thread: Thread, key: str) -> Message | None:
    """Return the message that is answered; what is hidden or removed meanwhile is answered without naming it."""
    if not key:
        return None
    return Message.objects.filter(thread=thread, key=key, state=MessageState.SHOWN).first()


def _check_pace(guest: Guest, now: datetime) -> None:
    recent = Message.objects.filter(participant=guest.participant.id, written_at__gt=now - BURST)
    if recent.count() >= MOST_IN_MINUTES:
        raise InputError(_("You have written many messages within a few minutes."), _("Go on in a while."))

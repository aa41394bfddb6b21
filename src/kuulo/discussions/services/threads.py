"""Beginning and closing threads; probes to one or all."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.discussions.models import Room, Thread
from kuulo.discussions.queries.rooms import thread_of
from kuulo.discussions.rules.shapes import ThreadView
from kuulo.discussions.rules.states import THREAD_STEPS, RoomState, ThreadState, ThreadStep, stepped
from kuulo.discussions.rules.talk import LONGEST_TITLE, Seeing, Starters, ThreadKind, plain_text
from kuulo.discussions.services.arriving import check_may_write, take_part
from kuulo.discussions.services.rooms import locked_room
from kuulo.studies.queries import participant
from kuulo.studies.queries import study as study_called
from kuulo.studies.rules import ParticipantState, StudyState

SHORT_TITLE: Final = 80
TOLD: Final = {
    ThreadStep.CLOSE: say(_("A thread of the discussion was closed.")),
    ThreadStep.REOPEN: say(_("A thread of the discussion was opened again.")),
}


@transaction.atomic
def start_thread(
    *, room: int, title: str, text: str, by: str, seeing: Seeing = Seeing.EVERYBODY, now: datetime | None = None
) -> ThreadView:
    """Begin a topic in a room; participants see it once the room is opened.

    Raises:
        NotFoundError: There is no such room.
        GuardError: The room is closed.
        InputError: Title or text are empty or too long.
    """
    row = locked_room(room)
    if row.state == RoomState.CLOSED:
        raise GuardError(_("This room is closed."), _("Open it again first."))
    made = Thread.objects.create(
        room=row,
        key=uuid4().hex,
        title=plain_text(title, longest=LONGEST_TITLE),
        text=plain_text(text),
        seeing=seeing,
        created_by=by,
        created_at=now or timezone.now(),
    )
    return thread_of(made)


@transaction.atomic
def start_topic(*, token: str, room: int, title: str, text: str, now: datetime | None = None) -> ThreadView:
    """Begin a topic as a participant, where the room lets participants do so.

    Raises:
        NotFoundError: The key opens nothing, or the room is not of this study.
        GuardError: Only moderators begin threads here, or the person may not write now.
        InputError: Title or text are empty or too long.
    """
    guest = take_part(token)
    row = Room.objects.filter(pk=room, study=guest.participant.study).first()
    if row is None:
        raise NotFoundError(_("There is no such room."), _("See the list of threads."))
    if row.starters != Starters.EVERYBODY:
        raise GuardError(_("Only moderators begin threads in this room."), _("Write in a thread that is there."))
    made = Thread(
        room=row,
        key=uuid4().hex,
        title=plain_text(title, longest=LONGEST_TITLE),
        text=plain_text(text),
        begun_by=guest.participant.id,
        created_at=now or timezone.now(),
    )
    check_may_write(guest, made)
    made.save()
    return thread_of(made)


@transaction.atomic
def move_thread(*, thread: str, step: ThreadStep, by: str, now: datetime | None = None) -> ThreadView:
    """Close a thread, or open it again.

    Raises:
        NotFoundError: There is no such thread.
        GuardError: The step does not follow the thread's state.
    """
    row = Thread.objects.select_for_update().filter(key=thread).first()
    if row is None:
        raise NotFoundError(_("There is no such thread."), _("See the rooms of the study."))
    row.state = stepped(THREAD_STEPS, ThreadState(row.state), step)
    row.save(update_fields=["state"])
    note(
        actor=by,
        verb=f"thread_{step.value}",
        subject=Subject("study", row.room.study),
        text=TOLD[step],
        details={"thread": row.key, "state": row.state},
        now=now,
    )
    return thread_of(row)


@transaction.atomic
def probe(*, study: str, text: str, to: int | None, by: str, ref: str = "", now: datetime | None = None) -> ThreadView:
    """Ask one participant, seen by nobody else, or all, who see each other's answers once they have given their own.

    Args:
        study: Slug of the study.
        text: The question.
        to: The participant; None for all.
        by: Who asks.
        ref: Given back with the answers (`queries.answers_to`).
        now: The moment.

    Raises:
        NotFoundError: There is no such study or participant.
        GuardError: The study is not running, it has no open room, or the participant is not taking part.
        InputError: Nothing is asked, or too much.
    """
    found = _open_room(study)
    if to is not None:
        _check_addressee(study, to)
    question = plain_text(text)
    made = Thread.objects.create(
        room=found,
        key=uuid4().hex,
        kind=ThreadKind.PROBE,
        title=_short(question),
        text=question,
        to=to,
        seeing=Seeing.AFTER_OWN if to is None else Seeing.STAFF_ONLY,
        ref=ref,
        created_by=by,
        created_at=now or timezone.now(),
    )
    note(
        actor=by,
        verb="probe",
        subject=Subject("study", study),
        text=say(_("A further question was asked in the discussion.")),
        details={"thread": made.key, "to_one": to is not None, "ref": ref},
        now=now,
    )
    return thread_of(made)


def _open_room(slug: str) -> Room:
    """Return the study's first open room."""
    if study_called(slug).state is not StudyState.RUNNING:
        raise GuardError(_("The study is not running now."), _("Start the study on its own page first."))
    found = Room.objects.filter(study=slug, state=RoomState.OPEN).first()
    if found is None:
        raise GuardError(_("The study has no open room to ask in."), _("Open a room on the study’s discussion page."))
    return found


def _check_addressee(slug: str, participant_id: int) -> None:
    found = participant(participant_id)
    if found.study != slug:
        raise InputError(_("The participant is of another study."), _("Choose one of this study."))
    if found.state is not ParticipantState.JOINED or not found.basis_in_force:
        raise GuardError(_("The participant does not take part now."), _("Ask somebody else, or all."))


def _short(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= SHORT_TITLE else line[: SHORT_TITLE - 1].rstrip() + "…"

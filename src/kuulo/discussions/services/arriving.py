"""Who comes with a personal key, and whether they may write now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.discussions.models import Member, Thread
from kuulo.discussions.rules.states import RoomState, ThreadState
from kuulo.discussions.rules.talk import Standing, check_writing
from kuulo.studies.queries import participant_by_token, study
from kuulo.studies.rules import ParticipantState, ParticipantView, StudyState


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A participant who came with the own key, and the row of their part in the discussion."""

    participant: ParticipantView
    member: Member


def arrive(token: str) -> ParticipantView:
    """Return whose key it is.

    Raises:
        NotFoundError: The key opens nothing, or the person has not joined the study or has left it.
    """
    found = participant_by_token(token)
    if found is None or found.state is not ParticipantState.JOINED:
        raise NotFoundError(
            _("This address opens no discussion."), _("Open the link of your invitation again, and join there.")
        )
    return found


@transaction.atomic
def take_part(token: str) -> Guest:
    """Return who comes with a key, with their part in the discussion, which the first deed makes.

    Raises:
        NotFoundError: The key opens nothing.
    """
    found = arrive(token)
    row = Member.objects.select_for_update().filter(participant=found.id).first()
    if row is None:
        row = Member.objects.create(study=found.study, participant=found.id)
    return Guest(participant=found, member=row)


def check_may_write(guest: Guest, thread: Thread) -> None:
    """Refuse words that may not be taken now.

    Raises:
        GuardError: The study, the consent, the room, the thread or a moderator stands against it.
    """
    check_writing(
        Standing(
            room=RoomState(thread.room.state),
            thread=ThreadState(thread.state),
            is_running=study(thread.room.study).state is StudyState.RUNNING,
            has_basis=guest.participant.basis_in_force,
            is_silenced=bool(guest.member.silenced),
        )
    )

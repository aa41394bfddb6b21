"""Making, changing, opening and closing rooms."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.discussions.models import Room
from kuulo.discussions.queries.rooms import room_of
from kuulo.discussions.rules.shapes import RoomView
from kuulo.discussions.rules.states import ROOM_STEPS, RoomState, RoomStep, check_opening, stepped
from kuulo.discussions.rules.talk import LONGEST_TEXT, LONGEST_TITLE, Starters, plain_text
from kuulo.studies.queries import study as study_called
from kuulo.studies.rules import StudyState

TOLD: Final = {
    RoomStep.OPEN: say(_("A room of the discussion was opened.")),
    RoomStep.CLOSE: say(_("A room of the discussion was closed.")),
    RoomStep.REOPEN: say(_("A room of the discussion was opened again.")),
}


@transaction.atomic
def make_room(
    *,
    study: str,
    title: str,
    welcome: str,
    by: str,
    starters: Starters = Starters.STAFF,
    now: datetime | None = None,
) -> RoomView:
    """Make a room of a study; it is opened by a step of its own.

    Raises:
        NotFoundError: There is no such study.
        InputError: The title is empty, or a text too long.
    """
    found = study_called(study)
    row = Room.objects.create(
        study=found.slug,
        title=plain_text(title, longest=LONGEST_TITLE),
        welcome=_welcome(welcome),
        starters=starters,
        created_by=by,
        created_at=now or timezone.now(),
    )
    return room_of(row)


@transaction.atomic
def change_room(*, room: int, title: str, welcome: str, starters: Starters) -> RoomView:
    """Change what a room is called, its welcome, and who may begin threads there.

    Raises:
        NotFoundError: There is no such room.
        InputError: The title is empty, or a text too long.
    """
    row = locked_room(room)
    row.title = plain_text(title, longest=LONGEST_TITLE)
    row.welcome = _welcome(welcome)
    row.starters = starters
    row.save(update_fields=["title", "welcome", "starters"])
    return room_of(row)


@transaction.atomic
def move_room(*, room: int, step: RoomStep, by: str, now: datetime | None = None) -> RoomView:
    """Open, close or reopen a room.

    Raises:
        NotFoundError: There is no such room.
        GuardError: The step does not follow the room's state, the study is not running, or there is no welcome.
    """
    row = locked_room(room)
    after = stepped(ROOM_STEPS, RoomState(row.state), step)
    if after is RoomState.OPEN:
        check_opening(is_running=study_called(row.study).state is StudyState.RUNNING, welcome=row.welcome)
    row.state = after
    row.save(update_fields=["state"])
    note(
        actor=by,
        verb=f"room_{step.value}",
        subject=Subject("study", row.study),
        text=TOLD[step],
        details={"room": row.pk, "state": after.value},
        now=now,
    )
    return room_of(row)


def locked_room(room_id: int) -> Room:
    """Return a room nobody else changes until the transaction ends.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Room.objects.select_for_update().filter(pk=room_id).first()
    if row is None:
        raise NotFoundError(_("There is no such room."), _("See the rooms of the study."))
    return row


def _welcome(text: str) -> str:
    return plain_text(text, longest=LONGEST_TEXT) if text.strip() else ""

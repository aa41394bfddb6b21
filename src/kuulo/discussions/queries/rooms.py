"""Rooms and threads of a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.discussions.models import Message, Room, Thread
from kuulo.discussions.rules.shapes import RoomView, ThreadView
from kuulo.discussions.rules.states import MessageState, RoomState, ThreadState
from kuulo.discussions.rules.talk import Seeing, Starters, ThreadKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLine:
    """A thread in a list: how many wrote how much, and when last."""

    thread: ThreadView
    messages: int
    writers: int
    last_at: datetime | None


def room_of(row: Room) -> RoomView:
    """Return a room as other rooms see it."""
    return RoomView(
        id=row.pk,
        study=row.study,
        title=row.title,
        welcome=row.welcome,
        state=RoomState(row.state),
        starters=Starters(row.starters),
    )


def thread_of(row: Thread) -> ThreadView:
    """Return a thread as other rooms see it."""
    return ThreadView(
        id=row.pk,
        key=row.key,
        room=room_of(row.room),
        kind=ThreadKind(row.kind),
        title=row.title,
        text=row.text,
        begun_by=row.begun_by,
        to=row.to,
        seeing=Seeing(row.seeing),
        state=ThreadState(row.state),
        ref=row.ref,
        created_at=row.created_at,
    )


def rooms_of(study: str) -> tuple[RoomView, ...]:
    """Return the rooms of a study."""
    return tuple(room_of(row) for row in Room.objects.filter(study=study))


def room(room_id: int) -> RoomView:
    """Return a room.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Room.objects.filter(pk=room_id).first()
    if row is None:
        raise NotFoundError(_("There is no such room."), _("See the rooms of the study."))
    return room_of(row)


def thread(key: str) -> ThreadView:
    """Return a thread.

    Raises:
        NotFoundError: There is none of this key.
    """
    row = Thread.objects.select_related("room").filter(key=key).first()
    if row is None:
        raise NotFoundError(_("There is no such thread."), _("See the rooms of the study."))
    return thread_of(row)


def thread_of_participant(key: str, *, study: str, participant_id: int) -> ThreadView:
    """Return a thread that a participant may see.

    Raises:
        NotFoundError: There is none for this person: it is of another study, for somebody else, or not opened yet.
    """
    row = seen_threads(study, participant_id).filter(key=key).first()
    if row is None:
        raise NotFoundError(_("There is no such thread."), _("See the list of threads."))
    return thread_of(row)


def lines_of(study: str) -> tuple[ThreadLine, ...]:
    """Return every thread of a study, as moderators see them."""
    return _lines(Thread.objects.filter(room__study=study))


def lines_for(study: str, participant_id: int) -> tuple[ThreadLine, ...]:
    """Return the threads that a participant may see; what is kept from them does not count."""
    return _lines(seen_threads(study, participant_id))


def seen_threads(study: str, participant_id: int) -> QuerySet[Thread]:
    """Return the rows a participant may see: of rooms that were opened, for all or for this person."""
    mine = Q(to=None) | Q(to=participant_id)
    opened = Thread.objects.filter(room__study=study).exclude(room__state=RoomState.PLANNED)
    return opened.filter(mine).select_related("room")


def _lines(rows: QuerySet[Thread]) -> tuple[ThreadLine, ...]:
    shown = Q(messages__state=MessageState.SHOWN)
    counted = rows.select_related("room").annotate(
        message_count=Count("messages", filter=shown, distinct=True),
        writer_count=Count("messages__participant", filter=shown, distinct=True),
        last_at=Max("messages__written_at", filter=shown),
    )
    return tuple(
        ThreadLine(thread=thread_of(row), messages=row.message_count, writers=row.writer_count, last_at=row.last_at)
        for row in counted
    )


def written_in(keys: Sequence[str], participant_id: int) -> frozenset[str]:
    """Return in which of the threads a participant has written."""
    mine = Message.objects.filter(thread__key__in=keys, participant=participant_id).exclude(state=MessageState.REMOVED)
    return frozenset(mine.values_list("thread__key", flat=True))

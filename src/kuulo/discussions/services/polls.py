"""Polls: asked, answered once, closed for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.discussions.models import WHY_LENGTH, Poll, Thread, Vote
from kuulo.discussions.queries.polls import is_over
from kuulo.discussions.queries.rooms import seen_threads
from kuulo.discussions.rules.states import POLL_STEPS, PollState, PollStep, stepped
from kuulo.discussions.rules.talk import Choice, check_options, check_vote, plain_text
from kuulo.discussions.services.arriving import check_may_write, take_part


@dataclass(frozen=True, slots=True, kw_only=True)
class PollWishes:
    """What is asked, with which options, how many of them may be taken, and when the poll closes by itself."""

    question: str
    options: tuple[str, ...]
    choice: Choice = Choice.ONE
    closes_at: datetime | None = None


@transaction.atomic
def ask_poll(*, thread: str, wishes: PollWishes, by: str, now: datetime | None = None) -> str:
    """Ask a poll in a thread and return its key.

    Raises:
        NotFoundError: There is no such thread.
        InputError: The question is empty, or the options are too few, too many or alike.
    """
    row = Thread.objects.filter(key=thread).first()
    if row is None:
        raise NotFoundError(_("There is no such thread."), _("See the rooms of the study."))
    made = Poll.objects.create(
        thread=row,
        key=uuid4().hex,
        question=plain_text(wishes.question, longest=WHY_LENGTH),
        options=list(check_options(wishes.options)),
        choice=wishes.choice,
        closes_at=wishes.closes_at,
        created_by=by,
        created_at=now or timezone.now(),
    )
    return made.key


@transaction.atomic
def vote(*, token: str, poll: str, picked: Sequence[int], now: datetime | None = None) -> None:
    """Take a participant's vote; it stays as it is.

    Raises:
        NotFoundError: The key opens nothing, or there is no such poll for this person.
        GuardError: The poll is closed, the person has voted, or may not write now.
        InputError: No option was taken, or too many.
    """
    guest, at = take_part(token), now or timezone.now()
    row = Poll.objects.select_related("thread__room").filter(key=poll).first()
    if row is None or not seen_threads(guest.participant.study, guest.participant.id).filter(pk=row.thread_id).exists():
        raise NotFoundError(_("There is no such poll."), _("Load the page again."))
    check_may_write(guest, row.thread)
    if is_over(row, at):
        raise GuardError(_("The poll is closed."))
    taken = check_vote(tuple(picked), choice=Choice(row.choice), options=len(row.options))
    _vote, is_new = Vote.objects.get_or_create(
        poll=row, participant=guest.participant.id, defaults={"picked": list(taken), "cast_at": at}
    )
    if not is_new:
        raise GuardError(_("You have voted already, and a vote stays as it is."))


@transaction.atomic
def close_poll(*, poll: str, by: str, now: datetime | None = None) -> None:
    """Close a poll for good; its results are seen from now on.

    Raises:
        NotFoundError: There is no such poll.
        GuardError: It is closed already.
    """
    row = Poll.objects.select_for_update(of=("self",)).select_related("thread__room").filter(key=poll).first()
    if row is None:
        raise NotFoundError(_("There is no such poll."), _("Load the page again."))
    row.state = stepped(POLL_STEPS, PollState(row.state), PollStep.CLOSE)
    row.save(update_fields=["state"])
    note(
        actor=by,
        verb="poll_close",
        subject=Subject("study", row.thread.room.study),
        text=say(_("A poll of the discussion was closed.")),
        details={"poll": row.key},
        now=now,
    )

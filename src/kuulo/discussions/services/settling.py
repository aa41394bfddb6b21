"""What follows from what happened below: who left takes the words along; polls whose time is over are closed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.discussions.models import Member, Message, Poll, Thread, Vote
from kuulo.discussions.rules.states import MessageState, PollState
from kuulo.discussions.services.writing import BY_PARTICIPANT, remove_row
from kuulo.jobs.services import JobContext
from kuulo.studies.queries import to_go

SETTLE_KIND: Final = "discussions.settle"


def settle(context: JobContext) -> None:
    """Do what is due in the discussions of every study."""
    now = timezone.now()
    left = sum(settle_leavers(study, now=now) for study in _studies())
    closed = close_due_polls(now=now)
    told = say(_("{left} participants took their words along; {closed} polls were closed."), left=left, closed=closed)
    context.progress(1, 1, told)


def settle_leavers(study: str, *, now: datetime) -> int:
    """Remove the words and votes of everybody who left a study and took along what they had told; return how many."""
    known = Member.objects.filter(participant__in=to_go(study), left_at=None).values_list("participant", flat=True)
    return sum(remove_words((participant,), now=now) > 0 for participant in known)


@transaction.atomic
def remove_words(participants: tuple[int, ...], *, now: datetime) -> int:
    """Remove everything some participants wrote, and their votes; return how many rows were changed or went.

    Topics they began stay for those who answered there, without a word of theirs.
    """
    rows = Message.objects.select_for_update(of=("self",)).select_related("thread__room")
    words = list(rows.filter(participant__in=participants).exclude(state=MessageState.REMOVED))
    for row in words:
        remove_row(row, by=BY_PARTICIPANT, now=now)
    votes = Vote.objects.filter(participant__in=participants).delete()[0]
    begun = Thread.objects.filter(begun_by__in=participants).exclude(text="").update(title="…", text="")
    members = Member.objects.filter(participant__in=participants, left_at=None).update(left_at=now)
    return len(words) + votes + begun + members


def close_due_polls(*, now: datetime) -> int:
    """Close the polls whose time is over; return how many."""
    return Poll.objects.filter(closes_at__lte=now, state=PollState.OPEN).update(state=PollState.CLOSED)


def _studies() -> list[str]:
    return list(Member.objects.filter(left_at=None).order_by().values_list("study", flat=True).distinct())

"""Polls of a thread and their results."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kuulo.accounts.queries import organisation
from kuulo.base.estimate import Estimate
from kuulo.discussions.models import Poll
from kuulo.discussions.rules.polls import results_of
from kuulo.discussions.rules.shapes import PollView
from kuulo.discussions.rules.states import PollState
from kuulo.discussions.rules.talk import Choice
from kuulo.studies.queries import in_force


def polls_of(threads: Collection[str], *, now: datetime, viewer: int | None = None) -> tuple[PollView, ...]:
    """Return the polls of some threads; a poll whose time is over is closed. Votes of who left do not count."""
    rows = list(Poll.objects.filter(thread__key__in=list(threads)).select_related("thread").prefetch_related("votes"))
    allowed = in_force(frozenset(vote.participant for row in rows for vote in row.votes.all()))
    return tuple(_view(row, now, viewer, allowed) for row in rows)


def poll_results(poll: PollView, *, asked: int) -> tuple[Estimate, ...]:
    """Return the share of voters that took each option; nothing while the poll takes votes.

    Args:
        poll: The poll.
        asked: How many participants there are.
    """
    if poll.state is PollState.OPEN:
        return ()
    company = organisation()
    return results_of(
        poll.votes,
        options=len(poll.options),
        asked=max(asked, len(poll.votes)),
        floor=company.anonymity_floor,
        confidence=company.confidence,
    )


def thread_key_of_poll(poll: str) -> str:
    """Return the key of the thread a poll is in; empty where there is no such poll."""
    return Poll.objects.filter(key=poll).values_list("thread__key", flat=True).first() or ""


def is_over(row: Poll, now: datetime) -> bool:
    """Return whether a poll takes no more votes."""
    return row.state == PollState.CLOSED or (row.closes_at is not None and row.closes_at <= now)


def _view(row: Poll, now: datetime, viewer: int | None, allowed: frozenset[int]) -> PollView:
    votes = [vote for vote in row.votes.all() if vote.participant in allowed]
    own = next((tuple(vote.picked) for vote in votes if vote.participant == viewer), None)
    return PollView(
        key=row.key,
        thread=row.thread.key,
        question=row.question,
        options=tuple(row.options),
        choice=Choice(row.choice),
        state=PollState.CLOSED if is_over(row, now) else PollState.OPEN,
        closes_at=row.closes_at,
        votes=tuple(tuple(vote.picked) for vote in votes),
        own=own,
    )

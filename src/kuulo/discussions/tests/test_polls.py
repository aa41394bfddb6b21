"""Polls: one vote each, results once closed, never of too few, with an interval."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kuulo.base.errors import GuardError, InputError
from kuulo.discussions import services
from kuulo.discussions.queries import poll_results, polls_of
from kuulo.discussions.rules import Choice, PollState
from kuulo.discussions.services import PollWishes
from kuulo.discussions.services.settling import close_due_polls
from kuulo.discussions.tests.cast import ILONA, NAMES, NOON, Talk, talk
from kuulo.studies.services import leave

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Talk:
    return talk(NAMES)


def asked(at: Talk, *options: str, choice: Choice = Choice.ONE, hours: int | None = None) -> str:
    wishes = PollWishes(
        question="When?",
        options=options or ("Evening", "Morning"),
        choice=choice,
        closes_at=None if hours is None else NOON + timedelta(hours=hours),
    )
    return services.ask_poll(thread=at.thread.key, wishes=wishes, by=ILONA, now=NOON)


def voted(at: Talk, poll: str, picks: list[int]) -> None:
    for who, pick in zip(at.people, picks, strict=False):
        services.vote(token=who.token, poll=poll, picked=[pick], now=NOON)


def test_results_are_seen_once_the_poll_is_closed(at: Talk) -> None:
    poll = asked(at)
    voted(at, poll, [0, 0, 0, 0, 1, 0])
    (view,) = polls_of([at.thread.key], now=NOON, viewer=at.people[4].id)
    assert (view.own, len(view.votes), poll_results(view, asked=7)) == ((1,), 6, ())
    services.close_poll(poll=poll, by=ILONA, now=NOON)
    (view,) = polls_of([at.thread.key], now=NOON)
    evening, morning = poll_results(view, asked=7)
    assert evening.value == pytest.approx(5 / 6)
    assert (evening.n, evening.invited, evening.answered) == (6, 7, 6)
    # Wilson (1927) by hand for 5 of 6.
    assert evening.low == pytest.approx(0.4365, abs=1e-3)
    assert evening.high == pytest.approx(0.9699, abs=1e-3)
    assert morning.value == pytest.approx(1 / 6)


def test_of_too_few_nothing_is_told(at: Talk) -> None:
    poll = asked(at)
    voted(at, poll, [0, 0, 1, 1])
    services.close_poll(poll=poll, by=ILONA, now=NOON)
    (view,) = polls_of([at.thread.key], now=NOON)
    assert all(each.withheld for each in poll_results(view, asked=7))


def test_several_options_where_they_may_be_taken(at: Talk) -> None:
    poll = asked(at, "Evening", "Morning", "Noon", choice=Choice.SEVERAL)
    services.vote(token=at.people[0].token, poll=poll, picked=[2, 0, 2], now=NOON)
    (view,) = polls_of([at.thread.key], now=NOON)
    assert view.votes == ((0, 2),)


def test_a_vote_stays_as_it_is(at: Talk) -> None:
    poll = asked(at)
    voted(at, poll, [0])
    with pytest.raises(GuardError, match="voted already"):
        voted(at, poll, [1])


def test_votes_of_who_took_all_along_do_not_count(at: Talk) -> None:
    poll = asked(at)
    voted(at, poll, [0, 1])
    leave(at.people[0].token, keep=False, now=NOON)
    (view,) = polls_of([at.thread.key], now=NOON)
    assert view.votes == ((1,),)


def test_wrong_votes_are_refused(at: Talk) -> None:
    poll = asked(at)
    for picked in ([], [0, 1], [2], [-1]):
        with pytest.raises(InputError):
            services.vote(token=at.people[0].token, poll=poll, picked=picked, now=NOON)


def test_a_closed_poll_takes_no_votes_and_stays_closed(at: Talk) -> None:
    poll = asked(at)
    services.close_poll(poll=poll, by=ILONA, now=NOON)
    with pytest.raises(GuardError, match="closed"):
        voted(at, poll, [0])
    with pytest.raises(GuardError, match="“making an end” is refused"):
        services.close_poll(poll=poll, by=ILONA, now=NOON)


def test_a_poll_closes_by_itself(at: Talk) -> None:
    asked(at, hours=2)
    assert polls_of([at.thread.key], now=NOON + timedelta(hours=3))[0].state is PollState.CLOSED
    assert close_due_polls(now=NOON + timedelta(hours=1)) == 0
    assert close_due_polls(now=NOON + timedelta(hours=3)) == 1


@pytest.mark.parametrize("options", [("One",), ("Same", " same "), tuple(f"{n}" for n in range(13))])
def test_polls_nobody_can_answer_are_refused(at: Talk, options: tuple[str, ...]) -> None:
    with pytest.raises(InputError):
        asked(at, *options)

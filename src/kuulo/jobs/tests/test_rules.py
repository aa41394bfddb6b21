"""The life of a job, as rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kuulo.base.errors import GuardError
from kuulo.jobs.rules import (
    LONGEST_PAUSE,
    STATE_NAMES,
    STEPS,
    UNFINISHED,
    State,
    Step,
    after,
    pause_before,
    sources_of,
    step_after_failure,
)

MAX_ATTEMPTS = 3


class JobLife(RuleBasedStateMachine):
    """A job meets whatever can happen to it, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.QUEUED
        self.attempts = 0

    @rule(step=st.sampled_from([Step.CLAIM, Step.FINISH, Step.CANCEL]))
    def meet(self, step: Step) -> None:
        if self.state not in sources_of(step):
            with pytest.raises(GuardError):
                after(self.state, step)
            return
        self.attempts += step is Step.CLAIM
        self.state = after(self.state, step)

    @precondition(lambda self: self.state is State.RUNNING)
    @rule()
    def fail(self) -> None:
        self.state = after(self.state, step_after_failure(self.attempts, MAX_ATTEMPTS))

    @precondition(lambda self: self.state is State.RUNNING)
    @rule()
    def release(self) -> None:
        self.attempts -= 1
        self.state = after(self.state, Step.RELEASE)

    @precondition(lambda self: self.state not in UNFINISHED)
    @rule()
    def repeat(self) -> None:
        self.attempts = 0
        self.state = after(self.state, Step.REPEAT)

    @invariant()
    def never_tries_more_often_than_allowed(self) -> None:
        assert 0 <= self.attempts <= MAX_ATTEMPTS

    @invariant()
    def can_always_go_on(self) -> None:
        assert any(state is self.state for state, _ in STEPS), "no state is a dead end"


TestJobLife = JobLife.TestCase


@given(st.sampled_from(State), st.sampled_from(Step))
def test_a_step_is_either_in_the_table_or_refused_by_name(state: State, step: Step) -> None:
    if (state, step) in STEPS:
        assert after(state, step) in State
        return
    with pytest.raises(GuardError) as refusal:
        after(state, step)
    assert STATE_NAMES[state] in str(refusal.value)


@given(st.integers(min_value=0, max_value=10_000))
def test_pauses_grow_up_to_ten_minutes(attempts: int) -> None:
    assert timedelta(0) < pause_before(attempts) <= pause_before(attempts + 1) <= LONGEST_PAUSE


def test_the_first_pauses() -> None:
    assert [pause_before(attempt).total_seconds() for attempt in (1, 2, 3, 4)] == [5, 10, 20, 40]

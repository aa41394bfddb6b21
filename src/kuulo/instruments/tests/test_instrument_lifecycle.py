"""The life of an instrument: the way through it, each guard, and what no sequence of steps can reach."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.base.errors import GuardError
from kuulo.instruments.rules.findings import error, warning
from kuulo.instruments.rules.lifecycle import (
    REFUSALS,
    STEPS,
    InstrumentState,
    InstrumentStep,
    after,
    guard_promise,
    guard_removal,
)

pytestmark = pytest.mark.pure


def test_the_way_from_draft_to_closed_and_back() -> None:
    state = InstrumentState.DRAFT
    for step, expected in (
        (InstrumentStep.PUBLISH, InstrumentState.LIVE),
        (InstrumentStep.PUBLISH, InstrumentState.LIVE),
        (InstrumentStep.CLOSE, InstrumentState.CLOSED),
        (InstrumentStep.REOPEN, InstrumentState.LIVE),
    ):
        state = after(state, step)
        assert state is expected


def test_errors_keep_it_from_being_published_warnings_do_not() -> None:
    doubt = warning("q", "It has only one choice.")
    assert after(InstrumentState.DRAFT, InstrumentStep.PUBLISH, (doubt,)) is InstrumentState.LIVE
    wrong = (error("q", "It has no choices."), error("r", "It has no scale."))
    with pytest.raises(GuardError, match=r"errors: 2\. The first, at “q”: It has no choices"):
        after(InstrumentState.LIVE, InstrumentStep.PUBLISH, (doubt, *wrong))
    assert after(InstrumentState.LIVE, InstrumentStep.CLOSE, wrong) is InstrumentState.CLOSED


@pytest.mark.parametrize(("step", "state"), REFUSALS)
def test_a_step_out_of_order_is_refused(step: InstrumentStep, state: InstrumentState) -> None:
    with pytest.raises(GuardError):
        after(state, step)


def test_every_step_from_every_state_is_either_taken_or_refused_in_words() -> None:
    for step, (sources, _target) in STEPS.items():
        assert {state for refused, state in REFUSALS if refused is step} == set(InstrumentState) - sources


def test_promise_and_removal_are_for_drafts() -> None:
    guard_promise(InstrumentState.DRAFT)
    guard_removal(InstrumentState.DRAFT)
    for state in (InstrumentState.LIVE, InstrumentState.CLOSED):
        with pytest.raises(GuardError, match="promise is fixed"):
            guard_promise(state)
        with pytest.raises(GuardError, match="never removed"):
            guard_removal(state)


@settings(deadline=None)
@given(st.lists(st.sampled_from(InstrumentStep)))
def test_what_was_published_never_becomes_a_draft_again(steps: list[InstrumentStep]) -> None:
    state = InstrumentState.DRAFT
    published = False
    for step in steps:
        if state in STEPS[step][0]:
            state = after(state, step)
            published = True
        assert (state is InstrumentState.DRAFT) is not published

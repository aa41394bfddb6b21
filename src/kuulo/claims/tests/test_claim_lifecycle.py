"""The life of a claim: what may follow what, and which guard refuses what may not."""

from __future__ import annotations

import pytest

from kuulo.base.errors import GuardError
from kuulo.claims.rules import STEPS, ClaimFacts, ClaimState, ClaimStep, after, stands, steps_from

pytestmark = pytest.mark.pure

ALL = ClaimFacts(supporting=1, opposing=1, affirming=1, reason="the contract ended")
DRAWN: dict[tuple[ClaimState, ClaimStep], ClaimState] = {
    (ClaimState.ASSUMED, ClaimStep.TEST): ClaimState.TESTING,
    (ClaimState.TESTING, ClaimStep.SUPPORT): ClaimState.SUPPORTED,
    (ClaimState.TESTING, ClaimStep.CONTRADICT): ClaimState.CONTRADICTED,
    (ClaimState.SUPPORTED, ClaimStep.CONFIRM): ClaimState.CONFIRMED,
    (ClaimState.CONTRADICTED, ClaimStep.CONFIRM): ClaimState.CONFIRMED,
    (ClaimState.STALE, ClaimStep.TAKE_UP): ClaimState.TESTING,
    **{(state, ClaimStep.DOUBT): ClaimState.STALE for state in ClaimState if state is not ClaimState.STALE},
    **{(state, ClaimStep.RETIRE): ClaimState.RETIRED for state in ClaimState if state is not ClaimState.RETIRED},
}


@pytest.mark.parametrize("state", list(ClaimState))
@pytest.mark.parametrize("step", list(ClaimStep))
def test_only_what_the_design_draws_is_possible(state: ClaimState, step: ClaimStep) -> None:
    if (state, step) in DRAWN:
        assert after(state, step, ALL) is DRAWN[state, step]
        return
    with pytest.raises(GuardError, match="A claim that is"):
        after(state, step, ALL)


@pytest.mark.parametrize(
    ("state", "step", "guard"),
    [
        (ClaimState.TESTING, ClaimStep.SUPPORT, "“evidence for it”"),
        (ClaimState.TESTING, ClaimStep.CONTRADICT, "“evidence against it”"),
        (ClaimState.SUPPORTED, ClaimStep.CONFIRM, "“a customer’s own words”"),
        (ClaimState.TESTING, ClaimStep.DOUBT, "“a reason”"),
        (ClaimState.TESTING, ClaimStep.RETIRE, "“a reason”"),
    ],
)
def test_a_guard_names_itself(state: ClaimState, step: ClaimStep, guard: str) -> None:
    with pytest.raises(GuardError, match=guard):
        after(state, step)


def test_support_alone_does_not_confirm() -> None:
    with pytest.raises(GuardError, match="no customer has affirmed"):
        after(ClaimState.SUPPORTED, ClaimStep.CONFIRM, ClaimFacts(supporting=9, opposing=0))


def test_steps_from_a_state_are_those_that_may_follow() -> None:
    assert set(steps_from(ClaimState.TESTING)) == {
        ClaimStep.SUPPORT,
        ClaimStep.CONTRADICT,
        ClaimStep.DOUBT,
        ClaimStep.RETIRE,
    }
    assert set(STEPS) == set(ClaimStep)


def test_a_state_stands_as_long_as_its_evidence_does() -> None:
    assert not stands(ClaimState.SUPPORTED, ClaimFacts(opposing=3))
    assert not stands(ClaimState.CONFIRMED, ClaimFacts(supporting=3))
    assert not stands(ClaimState.CONTRADICTED, ClaimFacts(supporting=3))
    assert stands(ClaimState.TESTING, ClaimFacts())

"""The life of a decision walked at random: every illegal step is refused by a guard that is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError
from kuulo.base.texts import Text
from kuulo.decisions.rules import (
    MOVES,
    STATE_WORDS,
    DecisionState,
    Effect,
    Facts,
    Given,
    Proposal,
    Step,
    Verdict,
    check_step,
    missing,
)

pytestmark = pytest.mark.pure
TODAY = date(2026, 11, 23)
# The life as the design writes it: proposed → decided → in effect → checked.
LIFE = {
    (DecisionState.PROPOSED, Step.DECIDE): DecisionState.DECIDED,
    (DecisionState.DECIDED, Step.PUT_IN_EFFECT): DecisionState.IN_EFFECT,
    (DecisionState.IN_EFFECT, Step.CONFIRM): DecisionState.CHECKED,
}
STAYING = {
    (DecisionState.PROPOSED, Step.CHANGE),
    (DecisionState.DECIDED, Step.POSTPONE),
    (DecisionState.IN_EFFECT, Step.POSTPONE),
    (DecisionState.IN_EFFECT, Step.COMPUTE),
    (DecisionState.CHECKED, Step.SINGLE_LOOP),
    (DecisionState.CHECKED, Step.DOUBLE_LOOP),
}
days = st.integers(-60, 200).map(lambda number: TODAY + timedelta(days=number))
effects = st.builds(Effect, definition=st.just("nps@1"), change=st.just(5.0), due=days)
givens = st.builds(
    Given,
    day=st.none() | days,
    verdict=st.none() | st.sampled_from(Verdict),
    reason=st.sampled_from(["", "  ", "because"]),
    claims=st.sets(st.sampled_from(["C1", "C2", "C9"])).map(frozenset),
)
wishes = st.fixed_dictionaries(
    {
        "claims": st.sets(st.sampled_from(["C1", "C2"])).map(frozenset),
        "chosen": st.sampled_from(["", "1", "9"]),
        "effect": st.none() | effects,
        "check_on": st.none() | days,
        "owner": st.sampled_from(["", "ilona@example.org"]),
        "certainty": st.none() | st.integers(40, 100),
    }
)


def walked(facts: Facts, step: Step, given_: Given, wanted: dict[str, object], proposal: Proposal) -> Facts:
    """Return the facts after a step that was allowed, as the services write them down."""
    reached = replace(facts, state=check_step(facts, step, given_))
    written: dict[Step, dict[str, object]] = {
        Step.CHANGE: wanted,
        Step.PUT_IN_EFFECT: {"in_effect_on": given_.day},
        Step.POSTPONE: {"check_on": given_.day},
        Step.COMPUTE: {"proposal": proposal},
        Step.CONFIRM: {"verdict": given_.verdict},
        Step.SINGLE_LOOP: {"looped": True},
        Step.DOUBLE_LOOP: {"looped": True},
    }
    return replace(reached, **written.get(step, {}))  # type: ignore[arg-type] # fields of facts


def tried(facts: Facts, step: Step, given_: Given, wanted: dict[str, object], proposal: Proposal) -> Facts | GuardError:
    """Return the facts after a step, or its refusal."""
    try:
        return walked(facts, step, given_, wanted, proposal)
    except GuardError as error:
        return error


def is_sound(facts: Facts) -> bool:
    """Return whether what the design promises of every decision holds."""
    if facts.state is DecisionState.PROPOSED:
        return facts.verdict is None
    decided = bool(facts.claims) and facts.effect is not None and facts.check_on is not None and bool(facts.owner)
    sure = facts.certainty is not None and 50 <= facts.certainty <= 99
    dated = facts.effect is not None and facts.check_on is not None and facts.check_on > facts.effect.due
    checked = (facts.verdict is not None) == (facts.state is DecisionState.CHECKED)
    begun = (facts.in_effect_on is not None) == (facts.state in {DecisionState.IN_EFFECT, DecisionState.CHECKED})
    return decided and sure and dated and checked and begun


turns = st.tuples(st.sampled_from(Step), givens, wishes, st.sampled_from(Proposal), st.integers(0, 90))


@given(st.lists(turns, max_size=40))
def test_a_random_walk_never_leaves_the_path(walk: list[tuple[Step, Given, dict[str, object], Proposal, int]]) -> None:
    facts = Facts(today=TODAY, options=frozenset({"1", "2"}))
    for step, given_, wanted, proposal, later in walk:
        found, key = tried(facts, step, given_, wanted, proposal), (facts.state, step)
        if isinstance(found, GuardError):
            assert str(found.found.params["guard"]) in str(found)
            assert key not in {(DecisionState.PROPOSED, Step.CHANGE), (DecisionState.IN_EFFECT, Step.COMPUTE)}
        else:
            assert key in LIFE or key in STAYING
            assert LIFE.get(key, facts.state) is found.state
            facts = found
        assert is_sound(facts)
        facts = replace(facts, today=facts.today + timedelta(days=later))


READY = Facts(
    today=TODAY,
    claims=frozenset({"C1"}),
    chosen="1",
    options=frozenset({"1"}),
    effect=Effect(definition="nps@1", change=5.0, due=TODAY + timedelta(days=90)),
    check_on=TODAY + timedelta(days=100),
    owner="ilona@example.org",
    certainty=80,
)


def test_the_whole_life_can_be_walked() -> None:
    facts = replace(READY, state=check_step(READY, Step.DECIDE))
    facts = replace(facts, state=check_step(facts, Step.PUT_IN_EFFECT, Given(day=TODAY)), in_effect_on=TODAY)
    facts = replace(facts, today=TODAY + timedelta(days=100), proposal=Proposal.FAILED)
    assert check_step(facts, Step.CONFIRM, Given(verdict=Verdict.FAILED)) is DecisionState.CHECKED


@pytest.mark.parametrize(
    ("lacking", "guard"),
    [
        ({"claims": frozenset()}, "rests on at least one claim"),
        ({"chosen": ""}, "an option is chosen"),
        ({"effect": None}, "expected effect on a named measure"),
        ({"effect": Effect(definition="nps@1", change=5.0, due=TODAY)}, "the effect is due after today"),
        ({"check_on": None}, "check date after the effect is due"),
        ({"check_on": TODAY + timedelta(days=90)}, "check date after the effect is due"),
        ({"owner": ""}, "has an owner"),
        ({"certainty": None}, "certainty of 50–99 per cent"),
        ({"certainty": 100}, "certainty of 50–99 per cent"),
    ],
)
def test_what_is_decided_can_be_checked(lacking: dict[str, object], guard: str) -> None:
    facts = replace(READY, **lacking)  # type: ignore[arg-type] # one field each
    with pytest.raises(GuardError, match=guard):
        check_step(facts, Step.DECIDE)
    assert guard in {str(one.name) for one in missing(facts, Step.DECIDE)}


def test_another_verdict_than_proposed_needs_a_reason() -> None:
    facts = replace(
        READY, state=DecisionState.IN_EFFECT, proposal=Proposal.CANNOT_TELL, today=TODAY + timedelta(days=120)
    )
    with pytest.raises(GuardError, match="a reason for another"):
        check_step(facts, Step.CONFIRM, Given(verdict=Verdict.HELD))
    check_step(facts, Step.CONFIRM, Given(verdict=Verdict.HELD, reason="Sales say so, and show it."))


@pytest.mark.parametrize("verdict", [None, Verdict.HELD])
def test_what_held_is_not_looped(verdict: Verdict | None) -> None:
    facts = replace(READY, state=DecisionState.CHECKED, verdict=verdict)
    with pytest.raises(GuardError, match="the decision did not hold"):
        check_step(facts, Step.DOUBLE_LOOP, Given(reason="why", claims=frozenset({"C1"})))


def test_only_own_claims_are_reopened() -> None:
    facts = replace(READY, state=DecisionState.CHECKED, verdict=Verdict.FAILED)
    with pytest.raises(GuardError, match="reopens claims it rested on"):
        check_step(facts, Step.DOUBLE_LOOP, Given(reason="why", claims=frozenset({"C2"})))


def test_every_step_and_state_has_words() -> None:
    assert set(MOVES) == set(Step)
    assert all(isinstance(STATE_WORDS[state], Text) for state in DecisionState)

"""The lives of ideas and weak signals, walked at random: every illegal step is refused, naming its guard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError
from kuulo.ideas.rules.lifecycle import (
    IDEA_STATE_NAMES,
    IDEA_STEPS,
    SIGN_STATE_NAMES,
    SIGN_STEPS,
    Criterion,
    IdeaFacts,
    IdeaState,
    IdeaStep,
    SignFacts,
    SignState,
    SignStep,
    Verdict,
    check_merge,
    idea_after,
    idea_steps_from,
    sign_after,
    sign_steps_from,
)

pytestmark = pytest.mark.pure
IDEA_FACTS = st.builds(
    IdeaFacts, people=st.integers(0, 2), sized=st.booleans(), merged=st.booleans(), reason=st.sampled_from(["", "why"])
)
SIGN_FACTS = st.builds(
    SignFacts,
    verdicts=st.dictionaries(st.sampled_from(Criterion), st.sampled_from(Verdict)),
    reason=st.sampled_from(["", "why"]),
)


def idea_allowed(step: IdeaStep, facts: IdeaFacts) -> bool:
    if facts.merged:
        return False
    if step is IdeaStep.WEIGH:
        return facts.people > 0 and facts.sized
    return bool(facts.reason) if step in {IdeaStep.TAKE_UP, IdeaStep.PUT_ASIDE} else True


def sign_allowed(step: SignStep, facts: SignFacts) -> bool:
    whole = len(facts.verdicts) == len(Criterion)
    if step is SignStep.TEST:
        return whole
    if step is SignStep.FOLLOW:
        return whole and Verdict.FAILS not in facts.verdicts.values()
    return bool(facts.reason) if step is SignStep.DROP else True


@given(walk=st.lists(st.tuples(st.sampled_from(IdeaStep), IDEA_FACTS), max_size=25))
def test_ideas(walk: list[tuple[IdeaStep, IdeaFacts]]) -> None:
    state = IdeaState.NEW
    for step, facts in walk:
        follows = state in IDEA_STEPS[step][0]
        assert (step in idea_steps_from(state)) is follows
        if follows and idea_allowed(step, facts):
            state = idea_after(state, step, facts)
            assert state is IDEA_STEPS[step][1]
            continue
        with pytest.raises(GuardError) as refused:
            idea_after(state, step, facts)
        named = "Guard “" if follows else IDEA_STATE_NAMES[state]
        assert named in str(refused.value)


@given(walk=st.lists(st.tuples(st.sampled_from(SignStep), SIGN_FACTS), max_size=25))
def test_weak_signals(walk: list[tuple[SignStep, SignFacts]]) -> None:
    state = SignState.NOTICED
    for step, facts in walk:
        follows = state in SIGN_STEPS[step][0]
        assert (step in sign_steps_from(state)) is follows
        if follows and sign_allowed(step, facts):
            state = sign_after(state, step, facts)
            continue
        with pytest.raises(GuardError) as refused:
            sign_after(state, step, facts)
        named = "Guard “" if follows else SIGN_STATE_NAMES[state]
        assert named in str(refused.value)


@given(steps=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=20))
def test_merging_never_makes_a_circle_or_a_chain(steps: list[tuple[int, int]]) -> None:
    heads: dict[str, str] = {}
    for number, into in steps:
        one, other = f"C{number}", f"C{into}"
        try:
            check_merge(one, other, heads)
        except GuardError:
            continue
        heads = {part: other if head == one else head for part, head in heads.items()} | {one: other}
        assert not set(heads.values()) & set(heads)

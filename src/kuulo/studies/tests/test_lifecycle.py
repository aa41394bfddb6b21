"""The life of a study: random walks see every illegal step refused, with the guard named, and nothing else happen."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError
from kuulo.studies.rules import (
    PARTICIPANT_STEPS,
    STEPS,
    ParticipantState,
    ParticipantStep,
    SessionState,
    StudyFacts,
    StudyState,
    StudyStep,
    Trigger,
    after,
    after_session,
    after_step,
    steps_from,
)

pytestmark = pytest.mark.pure
FACTS = st.builds(
    StudyFacts,
    question=st.booleans(),
    changes=st.booleans(),
    basis=st.booleans(),
    notice=st.booleans(),
    open_triggers=st.lists(st.sampled_from(list(Trigger)), max_size=2, unique=True).map(tuple),
    result=st.booleans(),
    owed=st.integers(0, 2),
)
# What DESIGN says of the life of a study, written once more by hand: state → step → next state.
LIFE = {
    ("draft", "ready"): "ready",
    ("ready", "redraft"): "draft",
    ("ready", "start"): "running",
    ("running", "pause"): "paused",
    ("paused", "resume"): "running",
    ("running", "analyse"): "analysing",
    ("paused", "analyse"): "analysing",
    ("analysing", "report"): "reported",
    ("reported", "archive"): "archived",
    **{(state, "cancel"): "cancelled" for state in ("draft", "ready", "running", "paused", "analysing")},
}
# Step → guard → what the message is to name.
NEEDS = {
    "ready": {"question": "Decision question", "changes": "What would change"},
    "start": {
        "question": "Decision question",
        "changes": "What would change",
        "basis": "Legal basis",
        "notice": "Notice",
    },
    "report": {"result": "Result"},
}
NEEDS["resume"] = NEEDS["start"]


def named_guards(step: str, facts: StudyFacts) -> list[str]:
    """Return the guards that are to refuse the step."""
    named = [name for part, name in NEEDS.get(step, {}).items() if not getattr(facts, part)]
    named += ["Ethics"] if step in {"start", "resume"} and facts.open_triggers else []
    return named + (["Payments"] if step == "archive" and facts.owed else [])


@given(walk=st.lists(st.tuples(st.sampled_from(list(StudyStep)), FACTS), max_size=30))
def test_a_random_walk_takes_legal_steps_only(walk: list[tuple[StudyStep, StudyFacts]]) -> None:
    state = StudyState.DRAFT
    for step, facts in walk:
        expected, guards = LIFE.get((state, step)), named_guards(step, facts)
        if expected is None:
            with pytest.raises(GuardError, match="A study that is"):
                after(state, step, facts)
        elif guards:
            with pytest.raises(GuardError) as refused:
                after(state, step, facts)
            assert str(refused.value).startswith(guards[0])
        else:
            state = after(state, step, facts)
            assert state == expected


@given(state=st.sampled_from(list(StudyState)), step=st.sampled_from(list(StudyStep)))
def test_steps_offered_are_those_the_life_allows(state: StudyState, step: StudyStep) -> None:
    assert (step in steps_from(state)) == ((state.value, step.value) in LIFE)


def test_every_state_is_reached_and_every_fact_is_asked_for() -> None:
    assert {target for _sources, target in STEPS.values()} == set(StudyState)
    asked = {part for needs in NEEDS.values() for part in needs} | {"open_triggers", "owed"}
    assert asked == {each.name for each in fields(StudyFacts)}


@given(
    walk=st.lists(
        st.tuples(st.sampled_from(list(ParticipantStep)), st.booleans(), st.booleans()), min_size=1, max_size=8
    )
)
def test_a_participant_joins_once_and_leaves_once(walk: list[tuple[ParticipantStep, bool, bool]]) -> None:
    state = ParticipantState.INVITED
    for step, agrees, is_open in walk:
        sources, target = PARTICIPANT_STEPS[step]
        barred = step is ParticipantStep.JOIN and not (agrees and is_open)
        if state not in sources or barred:
            with pytest.raises(GuardError):
                after_step(state, step, agrees=agrees, open_to_join=is_open)
        else:
            state = after_step(state, step, agrees=agrees, open_to_join=is_open)
            assert state is target


@pytest.mark.parametrize("state", list(SessionState))
@pytest.mark.parametrize("target", list(SessionState))
def test_a_session_is_held_or_called_off_once(state: SessionState, target: SessionState) -> None:
    if state is SessionState.PLANNED and target is not SessionState.PLANNED:
        assert after_session(state, target) is target
    else:
        with pytest.raises(GuardError, match="cannot become"):
            after_session(state, target)

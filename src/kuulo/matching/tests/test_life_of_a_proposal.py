"""The life of a proposal: whatever steps are taken in whatever order, only the drawn ones are possible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError
from kuulo.matching.rules.proposals import (
    STATE_NAMES,
    STEPS,
    ProposalState,
    ProposalStep,
    after,
    fingerprint,
    may_come_again,
)

ROWS = st.dictionaries(st.sampled_from(["name", "email", "town"]), st.one_of(st.none(), st.text(max_size=5)))


@given(st.lists(st.sampled_from(ProposalStep), max_size=30))
def test_no_order_of_steps_leads_out_of_the_drawing(steps: list[ProposalStep]) -> None:
    state = ProposalState.PROPOSED
    for step in steps:
        if (state, step) in STEPS:
            following = after(state, step)
            assert following is STEPS[state, step]
            # Nothing is accepted but by accepting what is open.
            if following is ProposalState.ACCEPTED:
                assert (state, step) == (ProposalState.PROPOSED, ProposalStep.ACCEPT)
            state = following
        else:
            with pytest.raises(GuardError) as caught:
                after(state, step)
            assert str(STATE_NAMES[state]) in str(caught.value)


@given(st.sampled_from(ProposalState))
def test_every_decision_can_be_taken_back(state: ProposalState) -> None:
    if state is ProposalState.PROPOSED:
        with pytest.raises(GuardError):
            after(state, ProposalStep.UNDO)
    else:
        assert after(state, ProposalStep.UNDO) is ProposalState.PROPOSED


@given(st.sampled_from(ProposalState), st.text(max_size=4), st.text(max_size=4))
def test_only_open_pairs_and_rejected_ones_with_other_data_come_again(
    state: ProposalState, kept: str, now: str
) -> None:
    again = may_come_again(state, kept, now)
    assert (
        again
        is {
            ProposalState.PROPOSED: True,
            ProposalState.ACCEPTED: False,
            ProposalState.REJECTED: kept != now,
        }[state]
    )


@given(ROWS, ROWS)
def test_a_print_does_not_depend_on_the_order(first: dict[str, str | None], second: dict[str, str | None]) -> None:
    turned = dict(reversed(list(first.items())))
    assert fingerprint(first, second) == fingerprint(second, turned)
    assert fingerprint(first | {"street": ""}, second) == fingerprint(first, second)
    assert fingerprint(first | {"street": "Rantatie 1"}, second) != fingerprint(first, second)

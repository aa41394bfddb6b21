"""The life of an import: the way through it, each guard, and what no sequence of steps can reach."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError
from kuulo.surveys.rules.lifecycle import BUSY, STEPS, ImportFacts, ImportState, ImportStep, after

pytestmark = pytest.mark.pure

GOOD = ImportFacts(usable_columns=2, accepted=10)
WAY = (
    (ImportStep.RECOGNISE, ImportState.RECOGNISED),
    (ImportStep.SETTLE, ImportState.RECOGNISED),
    (ImportStep.CHECK, ImportState.CHECKED),
    (ImportStep.QUEUE, ImportState.QUEUED),
    (ImportStep.BEGIN, ImportState.IMPORTING),
    (ImportStep.FINISH, ImportState.IMPORTED),
)


def test_the_way_from_upload_to_imported() -> None:
    state = ImportState.UPLOADED
    for step, expected in WAY:
        state = after(state, step, GOOD)
        assert state is expected


def test_an_import_cut_short_begins_again() -> None:
    assert after(ImportState.IMPORTING, ImportStep.BEGIN) is ImportState.IMPORTING


def test_a_failed_import_can_be_asked_for_again() -> None:
    failed = after(ImportState.IMPORTING, ImportStep.FAIL)
    assert after(failed, ImportStep.QUEUE, GOOD) is ImportState.QUEUED


def test_without_a_usable_column_nothing_is_checked() -> None:
    with pytest.raises(GuardError, match="No column of the file is settled as a score or a comment"):
        after(ImportState.RECOGNISED, ImportStep.CHECK, ImportFacts(usable_columns=0))


def test_without_a_usable_row_nothing_is_queued() -> None:
    with pytest.raises(GuardError, match="No row of the file can be used"):
        after(ImportState.CHECKED, ImportStep.QUEUE, ImportFacts(usable_columns=1, accepted=0))


def test_what_was_not_checked_is_not_queued() -> None:
    with pytest.raises(GuardError, match="“queue” cannot follow the state “recognised”"):
        after(ImportState.RECOGNISED, ImportStep.QUEUE, GOOD)


@pytest.mark.parametrize("state", sorted(BUSY | {ImportState.IMPORTED, ImportState.FAILED}))
def test_columns_are_not_changed_once_the_import_was_asked_for(state: ImportState) -> None:
    with pytest.raises(GuardError):
        after(state, ImportStep.SETTLE, GOOD)


@pytest.mark.parametrize("step", sorted(ImportStep))
def test_what_is_imported_never_changes_again(step: ImportStep) -> None:
    with pytest.raises(GuardError):
        after(ImportState.IMPORTED, step, GOOD)


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(list(ImportStep)),
            st.builds(ImportFacts, usable_columns=st.integers(0, 2), accepted=st.integers(0, 2)),
        ),
        max_size=30,
    )
)
def test_no_sequence_of_steps_imports_what_was_not_checked_and_asked_for(
    steps: list[tuple[ImportStep, ImportFacts]],
) -> None:
    state, taken = ImportState.UPLOADED, []
    for step, facts in steps:
        try:
            state = after(state, step, facts)
        except GuardError:
            continue
        taken.append(step)
        assert state is STEPS[step][1]
    if state is ImportState.IMPORTED:
        order = [taken.index(step) for step, _state in WAY if step is not ImportStep.SETTLE]
        assert order == sorted(order)
        assert taken[-1] is ImportStep.FINISH

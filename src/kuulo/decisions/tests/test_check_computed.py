"""The check: expected against observed, from corrected figures, beside those the change did not touch."""

from __future__ import annotations

import pytest

from kuulo.base.errors import DefinitionError
from kuulo.decisions.queries.checking import check_effect
from kuulo.decisions.rules import Proposal
from kuulo.decisions.tests.worlds import DUE, START, effect, record_world
from kuulo.figures.queries import open_reading

pytestmark = pytest.mark.django_db


def test_an_effect_that_came_where_the_change_came_has_held() -> None:
    record_world()
    with open_reading() as reading:
        found = check_effect(reading, effect(), START)
    assert found.proposal is Proposal.HELD
    assert found.observed is not None
    assert found.observed.low is not None
    assert found.observed.low > 0
    assert found.sides is not None
    assert found.sides.beside_after is not None
    assert found.sides.after.data_version
    assert found.observed.method == "difference of differences"


def test_what_changed_for_everybody_is_no_effect() -> None:
    record_world({"North": (0.3, 0.6), "South": (0.3, 0.6)}, weekly=40)
    with open_reading() as reading:
        beside = check_effect(reading, effect(60.0), START)
        alone = check_effect(reading, effect(60.0, beside=""), START)
    assert beside.proposal is Proposal.FAILED
    assert alone.proposal is Proposal.HELD
    assert any("Nobody is compared with" in str(note) for note in alone.notes)


def test_less_than_expected_held_in_part() -> None:
    record_world({"North": (0.3, 0.6), "South": (0.4, 0.4)}, weekly=60)
    with open_reading() as reading:
        found = check_effect(reading, effect(110.0), START)
    assert found.proposal is Proposal.PARTLY


def test_few_answers_tell_nothing() -> None:
    record_world({"North": (0.4, 0.5), "South": (0.4, 0.4)}, weekly=2)
    with open_reading() as reading:
        found = check_effect(reading, effect(20.0), START)
    assert found.proposal is Proposal.CANNOT_TELL


def test_a_group_under_the_floor_is_withheld() -> None:
    record_world({"North": (0.4, 0.5), "South": (0.4, 0.4)}, weekly=1, weeks=6)
    with open_reading() as reading:
        found = check_effect(reading, effect(20.0), START)
    assert found.proposal is Proposal.CANNOT_TELL
    assert found.sides is None
    assert found.notes


def test_everybody_can_be_touched() -> None:
    record_world()
    with open_reading() as reading:
        found = check_effect(reading, effect(10.0, among="", beside=""), START)
    assert found.sides is not None
    assert found.sides.beside_before is None
    assert found.observed is not None


def test_another_group_can_be_compared_with() -> None:
    record_world({"North": (0.4, 0.7), "South": (0.4, 0.4), "West": (0.4, 0.7)})
    with open_reading() as reading:
        south = check_effect(reading, effect(40.0, beside="a.region=South"), START)
        west = check_effect(reading, effect(40.0, beside="a.region=West"), START)
    assert south.observed is not None
    assert west.observed is not None
    assert (south.observed.value or 0) > 20 > (west.observed.value or 0)


def test_a_measure_nobody_answers_is_refused() -> None:
    record_world()
    wanted = effect()
    strange = type(wanted)(definition="ces.2@1", change=1.0, due=DUE)
    with open_reading() as reading, pytest.raises(DefinitionError):
        check_effect(reading, strange, START)

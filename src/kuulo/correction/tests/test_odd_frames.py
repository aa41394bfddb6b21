"""Use case: frames and answers of odd kinds, each with a figure that still makes sense."""

from __future__ import annotations

from datetime import date

import pytest

from kuulo.correction.queries import corrected_groups, listen
from kuulo.correction.tests.cast import customers, heard, record, told, uneven
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.lake.queries import open_snapshot
from kuulo.measures.correction import Method

pytestmark = pytest.mark.django_db


def test_where_all_answered_nobody_is_left_to_guess() -> None:
    names = list(customers({"north": 60, "south": 40}))
    record(told(name, 10.0 if place < 70 else 0.0) for place, name in enumerate(names))
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        found = listen(snapshot, heard()).bounds
    assert figure.value == pytest.approx(40.0)
    assert found is not None
    assert (found.worst_low, found.worst_high) == pytest.approx((40.0, 40.0))
    assert [value for _delta, value in found.pattern] == pytest.approx([40.0] * 13)
    assert "nobody is left to guess" in str(found.sentence)


def test_where_nobody_answered_there_is_nothing_to_tell() -> None:
    record(told(name, None) for name in customers({"north": 60}))
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard())
    assert found.bounds is None
    assert found.by_method[Method.RAW].value is None


def test_of_a_level_nobody_answered_from_the_silence_is_told() -> None:
    names = list(customers({"north": 100, "south": 60, "east": 30}))
    record(told(name, (10.0 if place % 3 else 0.0) if place < 120 else None) for place, name in enumerate(names))
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        found = listen(snapshot, heard())
    assert figure.value is not None
    assert any("group" in str(note) for note in found.notes)
    assert found.representation is not None
    east = next(one for one in found.representation.differences if one.level == "east")
    assert [east.frame, east.answerers] == pytest.approx([30 / 190, 0.0])


def test_answers_of_nobody_known_stay_as_they_came() -> None:
    customers({"north": 60})
    record(told(None, 9.0 if place % 2 else 3.0, response_id=f"r{place}") for place in range(60))
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard())
    assert found.chosen.method == Method.RAW
    assert found.representation is None


def test_beside_a_source_that_notes_no_silence_nobody_knows_who_was_asked() -> None:
    names = list(customers({"north": 60, "south": 60}))
    noted = [told(name, 9.0 if place < 45 else None) for place, name in enumerate(names[:60])]
    record([*noted, *(told(name, 3.0, source="imported") for name in names[60:110])])
    with open_snapshot() as snapshot:
        representation = listen(snapshot, heard()).representation
    assert representation is not None
    assert representation.turnout.invited is None


def test_weights_that_only_some_answers_carry_are_not_used() -> None:
    names = list(customers({"north": 100, "south": 100}))
    record(
        told(name, 10.0 if place % 2 else 0.0, weight=5.0 if place < 50 else None)
        for place, name in enumerate(names[:150])
    )
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
    assert figure.raw == pytest.approx(0.0)


@pytest.mark.parametrize("name", ["n", "w", "units", "cluster", "stratum", "fpc", "person", "cell", "a'b\"c {0} – ;"])
def test_an_attribute_may_be_called_anything(name: str) -> None:
    found = uneven()
    register_parties(PartyRow(identifier=one, attributes={name: group, "group": ""}) for one, group in found.items())
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        about = listen(snapshot, heard())
    assert [figure.raw, figure.value] == pytest.approx([100 * 30 / 90, 0.0], abs=1e-6)
    assert name in str(figure.trust)
    assert about.by_method[Method.RAKED].value == pytest.approx(0.0, abs=1e-6)


def test_an_attribute_of_which_everybody_has_another_value_is_left_out() -> None:
    found = uneven()
    register_parties(PartyRow(identifier=one, attributes={"iban": f"FI{one}"}) for one in found)
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        notes = listen(snapshot, heard()).notes
    assert figure.value == pytest.approx(0.0, abs=1e-6)
    assert any("iban" in str(note) for note in notes)


@pytest.mark.parametrize("answers", [45, 49, 50, 51])
def test_the_figure_is_the_one_by_the_method_that_is_said_to_be_chosen(answers: int) -> None:
    names = list(customers({"north": 100, "south": 100}))
    speak = {*names[: answers - 20], *names[100:120]}
    record(told(name, (10.0 if name in names[:100] else 0.0) if name in speak else None) for name in names)
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        about = listen(snapshot, heard())
    assert about.by_method[about.chosen.method].value == pytest.approx(figure.value)
    assert (figure.raw is None) == (about.chosen.method == Method.RAW)


def test_organisations_are_everybody_too() -> None:
    names = list(customers({"north": 80, "south": 80}, kind="organisation"))
    record(
        told(name, (10.0 if place < 80 else 0.0) if place < 80 or place % 2 else None)
        for place, name in enumerate(names)
    )
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
    assert [figure.raw, figure.value] == pytest.approx([100 * 40 / 120, 0.0], abs=1e-6)


def test_weights_of_the_answers_count_beside_a_follow_up_too() -> None:
    names = list(customers({"north": 100, "south": 100}))
    first = [
        told(
            name,
            None if place % 2 else 0.0 if place % 4 else 10.0,
            weight=3.0 if place % 4 == 0 else 1.0,
            days=3,
        )
        for place, name in enumerate(names)
    ]
    asked_again = names[1::2][:60]
    later = [
        told(name, 10.0 if place % 2 else 0.0, days=20, weight=2.0, attributes={"phase": "2"})
        for place, name in enumerate(asked_again)
    ]
    record([*first, *later])
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard())
    assert found.by_method[Method.RAW].value == pytest.approx(50.0)
    # Half answered, on average 50 with their weights; the silent half is divided.
    assert found.by_method[Method.TWO_PHASE].value == pytest.approx(25.0, abs=2)
    assert found.bounds is not None
    assert (found.bounds.worst_low, found.bounds.worst_high) == pytest.approx((-25.0, 75.0))


def test_where_all_who_answered_have_left_they_stand_for_nobody_else() -> None:
    gone = list(customers({"north": 60}, until=date(2026, 7, 1)))
    record(told(name, 9.0 if place < 50 else None) for place, name in enumerate(gone))
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
    assert figure.value == pytest.approx(100.0)
    assert figure.raw is None

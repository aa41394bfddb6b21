"""Use case: a figure of the customers, corrected for those who did not answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kuulo.correction.queries import corrected_groups, listen
from kuulo.correction.tests.cast import START, customers, heard, record, told, uneven
from kuulo.lake.queries import open_snapshot
from kuulo.measures.correction import Method
from kuulo.measures.representativeness import Level

pytestmark = pytest.mark.django_db


def test_a_group_that_answered_less_counts_as_much_as_it_is_large() -> None:
    uneven()
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
    assert figure.raw == pytest.approx(100 * (60 - 30) / 90)
    assert figure.value == pytest.approx(0.0, abs=1e-9)
    assert figure.n == 90
    assert figure.method.startswith("raked")
    assert figure.trust is not None
    assert "group" in str(figure.trust)


def test_what_the_groups_explain_does_not_vary() -> None:
    found = customers({"north": 100, "south": 100})
    names = list(found)
    # Within each group half are content: the groups explain nothing, so the interval is about that of the answers.
    record(
        told(name, (10.0 if place % 2 else 0.0) if place < 60 or 100 <= place < 130 else None, days=place % 60)
        for place, name in enumerate(names)
    )
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
    # Post-stratified by hand: Σ W² s²/n with s² of ±100 answers, W = ½.
    by_hand = (0.25 * 100**2 * 60 / 59 / 60 + 0.25 * 100**2 * 30 / 29 / 30) ** 0.5
    assert figure.value == pytest.approx(0.0, abs=1e-9)
    assert figure.se == pytest.approx(by_hand, rel=0.02)


def test_turnout_tells_frame_invited_reached_and_answered() -> None:
    found = customers({"north": 60, "south": 60})
    names = list(found)
    asked = [told(name, 9.0 if place < 40 else None, state=_state(place)) for place, name in enumerate(names[:90])]
    record(asked)
    with open_snapshot() as snapshot:
        representation = listen(snapshot, heard()).representation
    assert representation is not None
    turnout = representation.turnout
    assert (turnout.frame, turnout.invited, turnout.reached, turnout.answered) == (120, 90, 60, 40)


def _state(place: int) -> str:
    return "answered" if place < 40 else "shown" if place < 60 else "not_shown"


def test_the_missing_group_is_named() -> None:
    uneven()
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard())
    representation = found.representation
    assert representation is not None
    assert representation.verdict.level == Level.POOR
    assert "south" in str(representation.verdict.sentence)
    south = next(one for one in representation.differences if one.level == "south")
    assert (south.frame, south.n) == (0.5, 30)
    assert south.answerers == pytest.approx(1 / 3)
    assert south.smd < 0


def test_methods_stand_side_by_side_with_bounds() -> None:
    uneven()
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard())
    assert set(found.by_method) == {Method.RAW, Method.POST_STRATIFIED, Method.RAKED}
    assert found.chosen.method == Method.RAKED
    assert found.bounds is not None
    assert found.bounds.worst_low < found.bounds.low < 0 < found.bounds.high < found.bounds.worst_high
    assert dict(found.bounds.pattern)[0.0] == pytest.approx(found.by_method[Method.RAKED].value)


def test_filters_and_splits_are_domains_of_the_whole() -> None:
    uneven()
    with open_snapshot() as snapshot:
        split = corrected_groups(snapshot, heard(), split_sql='party_attributes."group"')
        south = corrected_groups(snapshot, heard(), condition_sql="party_attributes.\"group\" = 'south'")[None]
    assert {label: figure.n for label, figure in split.items()} == {"north": 60, "south": 30}
    assert [split[label].value for label in ("north", "south")] == pytest.approx([100.0, -100.0])
    assert [south.value, south.raw, south.n] == pytest.approx([-100.0, -100.0, 30])


def test_a_customer_counts_once_however_often_it_answers() -> None:
    names = list(customers({"north": 60, "south": 60}))
    once = [told(name, 10.0 if place % 2 else 0.0) for place, name in enumerate(names[:100])]
    again = [told(name, 10.0, days=31 + place) for place in range(5) for name in names[1:20:2]]
    silent = [told(name, None) for name in names[100:]]
    record([*once, *again, *silent])
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
    # 50 answer 10 and 50 answer 0; ten of the content ones say so five times more.
    assert figure.n == 150
    assert figure.raw == pytest.approx(100 * (100 - 50) / 150)
    assert figure.value == pytest.approx(0.0, abs=8)


def test_the_earlier_answer_comes_from_before_the_period_alone() -> None:
    names = list(customers({"north": 200}))
    before = [told(name, 10.0 if place < 100 else 0.0, days=-100) for place, name in enumerate(names)]
    # The content of then answer twice as often; all say what they said then.
    after = [
        told(name, 10.0 if place < 100 else 0.0 if place >= 160 else None, days=place % 60)
        for place, name in enumerate(names)
    ]
    record([*before, *after])
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        without = corrected_groups(snapshot, heard(start=START - timedelta(days=200)))[None]
    assert figure.value == pytest.approx(0.0, abs=1e-6)
    assert "answer the time before" in str(figure.trust)
    assert "answer the time before" not in str(without.trust)


def test_who_left_before_the_end_is_not_everybody() -> None:
    names = list(customers({"north": 60}))
    gone = list(customers({"north": 60}, first=1000, until=date(2026, 7, 1)))
    record([told(name, 10.0) for name in names[:50]] + [told(name, 0.0, days=10) for name in gone[:20]])
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard())
    assert found.representation is not None
    assert found.representation.turnout.frame == 60
    assert found.representation.turnout.answered == 50
    assert any("20" in str(note) for note in found.notes)


def test_base_weights_of_all_answers_are_used() -> None:
    names = list(customers({"north": 100, "south": 100}))
    record(
        told(name, 10.0 if place % 100 < 30 else 0.0, weight=3.0 if place % 100 < 30 else 1.0)
        for place, name in enumerate(names)
        if place % 100 < 60
    )
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
    # In each group 30 answers of 10 with weight 3 and 30 of 0 with weight 1.
    assert figure.raw == pytest.approx(100 * (3 - 1) / 4)
    assert figure.value == pytest.approx(50.0)


def test_little_levels_are_told_together() -> None:
    names = list(customers({"north": 80, "south": 40, "east": 3, "west": 2}))
    record(told(name, 9.0 if place % 2 else None) for place, name in enumerate(names))
    with open_snapshot() as snapshot:
        representation = listen(snapshot, heard(floor=5)).representation
    assert representation is not None
    told_levels = {one.level for one in representation.differences if one.variable == "group"}
    assert told_levels.isdisjoint({"east", "west"})
    assert representation.notes


def test_too_few_answers_stay_as_they_came() -> None:
    names = list(customers({"north": 50, "south": 50}))
    record(told(name, 10.0 if place < 20 else None) for place, name in enumerate(names))
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        found = listen(snapshot, heard())
    assert figure.value == pytest.approx(100.0)
    assert figure.raw is None
    assert found.chosen.method == Method.RAW
    assert found.representation is not None

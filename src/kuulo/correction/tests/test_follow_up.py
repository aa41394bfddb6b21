"""Use case: the silent were asked again, and some of them answered."""

from __future__ import annotations

import pytest

from kuulo.correction.queries import MEMORY, corrected_groups, first_phase_of_all_sql, first_phase_sql, listen
from kuulo.correction.tests.cast import customers, heard, record, told
from kuulo.lake.queries import open_snapshot
from kuulo.measures.correction import Method

pytestmark = pytest.mark.django_db


def followed(*, days: int = 20) -> None:
    """Record 400 customers: 100 answer 10 at once; of the 300 silent 100 are called, 50 answer: 25 say 10, 25 say 0.

    They are called so many days after the start.
    """
    names = list(customers({"north": 200, "south": 200}))
    at_once = names[::4]
    silent = [name for name in names if name not in set(at_once)]
    first = [told(name, 10.0 if name in set(at_once) else None, days=5) for name in names]
    called = silent[::3]
    later = [
        told(
            name,
            (10.0 if place % 4 == 0 else 0.0) if place % 2 == 0 else None,
            days=days,
            channel="phone",
            weight=3.0,
            attributes={"phase": "2"},
        )
        for place, name in enumerate(called)
    ]
    record([*first, *later])


def test_the_figure_of_all_leans_on_those_who_were_asked_again() -> None:
    followed()
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        found = listen(snapshot, heard())
    # A quarter answered at once, all 10; the other three quarters stand with the follow-up: half 10, half 0.
    assert figure.value == pytest.approx(25.0, abs=6)
    assert [figure.raw, figure.n] == pytest.approx([100.0, 150])
    # Persons: 400 asked, 100 answered at once and 50 in the follow-up.
    assert (figure.invited, figure.answered) == (400, 150)
    assert figure.n_eff is not None
    assert figure.deff == pytest.approx(150 / figure.n_eff)
    assert found.by_method[Method.TWO_PHASE].n == figure.n
    assert figure.method.startswith("two-phase")
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < 25 < figure.high
    assert found.chosen.method == Method.TWO_PHASE
    assert found.by_method[Method.TWO_PHASE].value == figure.value
    assert found.by_method[Method.RAKED].value == pytest.approx(100.0)


@pytest.mark.parametrize(("is_newest", "value"), [(True, 25.0), (False, 100.0)])
def test_a_follow_up_after_the_round_was_over_belongs_to_the_newest_time(*, is_newest: bool, value: float) -> None:
    followed(days=100)  # the window ends after 92 days
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard(is_newest=is_newest))[None]
    assert figure.value == pytest.approx(value, abs=6)


def test_who_was_asked_since_the_follow_up_began_is_not_spoken_for_by_it() -> None:
    followed()
    with open_snapshot() as snapshot:
        before = corrected_groups(snapshot, heard())[None]
    # A thousand more are asked on the day after: they may answer still.
    record(told(name, None, days=21) for name in customers({"west": 1000}, first=1001))
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        found = listen(snapshot, heard())
    assert (figure.invited, figure.answered, figure.n) == (before.invited, before.answered, before.n) == (400, 150, 150)
    assert figure.method.startswith("two-phase")
    assert figure.value == pytest.approx(25.0, abs=8)
    assert any("Asked since the follow-up began" in str(note) and "1000" in str(note) for note in found.notes)


def test_parts_are_weighted_and_say_so() -> None:
    followed()
    with open_snapshot() as snapshot:
        north = corrected_groups(snapshot, heard(), split_sql='party_attributes."group"')["north"]
    assert north.method.startswith("raked")
    assert any("asked again" in str(note) for note in north.notes)


def test_answers_of_the_follow_up_are_no_raw_answers() -> None:
    followed()
    with open_snapshot() as snapshot:
        condition = first_phase_sql(snapshot, heard())
        assert condition == first_phase_of_all_sql(snapshot)
        assert first_phase_sql(snapshot, heard("csat.top2@1")) == "true"
        rows = snapshot.run(f"SELECT count(*) AS n FROM signals WHERE state = 'answered' AND {condition}")  # noqa: S608 -- our own
    assert rows["n"].to_pylist() == [100]


def test_a_follow_up_that_too_few_answered_changes_nothing() -> None:
    names = list(customers({"north": 200}))
    record(
        [
            *(told(name, 10.0 if place < 100 else None, days=5) for place, name in enumerate(names)),
            *(told(name, 0.0, days=20, weight=10.0, attributes={"phase": "2"}) for name in names[100:110]),
        ]
    )
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard())
    assert found.chosen.method != Method.TWO_PHASE
    assert Method.TWO_PHASE not in found.by_method


def test_answers_of_a_few_in_a_follow_up_are_told_of_nowhere() -> None:
    names = list(customers({"north": 200}))
    first = [told(name, (10.0, 7.0)[place % 2] if place < 100 else None, days=5) for place, name in enumerate(names)]
    record(first)
    with open_snapshot() as snapshot:
        before = listen(snapshot, heard())
    record(told(name, 0.0, days=20, weight=33.0, attributes={"phase": "2"}) for name in names[100:103])
    MEMORY.forget()
    with open_snapshot() as snapshot:
        after = listen(snapshot, heard())
    assert before.bounds is not None
    assert after.bounds == before.bounds
    assert after.chosen == before.chosen


def test_the_worst_case_beside_the_raw_figure_tells_nothing_of_a_few_strangers() -> None:
    names = list(customers({"north": 200}))
    strangers = [told(f"email:stranger{number}@example.org", 0.0, days=6) for number in range(2)]
    record([*(told(name, 10.0 if place < 100 else None, days=5) for place, name in enumerate(names)), *strangers])
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard())
    raw = found.by_method[Method.RAW]
    assert raw.value is not None
    assert raw.value == pytest.approx(100 * (100 - 2) / 102)
    assert str(raw.trust).startswith("Not corrected")
    assert found.bounds is not None
    # Half were silent: the middle of the worst case is half the raw figure, not half the 100 points of the customers.
    assert (found.bounds.worst_low + found.bounds.worst_high) / 2 == pytest.approx(raw.value / 2)

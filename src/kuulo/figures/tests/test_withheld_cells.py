"""Cells under the floor are withheld, with those they could be worked out from; no filter reveals one either."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from kuulo.figures.queries import (
    figures_for,
    newest_comments,
    now_and_before,
    spread_for,
    touchpoint_pull,
    whole_figure,
)
from kuulo.figures.rules.guards import parts_few, reveals
from kuulo.figures.tests.answers import answer, comment, many, record
from kuulo.figures.tests.test_figures_by_group import look

pytestmark = pytest.mark.django_db


def withheld(**params: str | list[str]) -> dict[object, bool]:
    return {one.label: one.estimate.withheld for one in figures_for(*look(**params))}


def test_a_small_cell_is_withheld_with_the_smallest_beside_it() -> None:
    record(
        [
            *many({10: 20}),
            *many({10: 9}, start=50, touchpoint="Invoice"),
            *many({0: 3}, start=100, touchpoint="Claim"),
        ]
    )
    assert withheld(by="touchpoint") == {"Visit": False, "Invoice": True, "Claim": True}


def test_what_is_withheld_leaves_no_number_behind() -> None:
    record([*many({10: 20}), *many({0: 3}, start=100, touchpoint="Claim")])
    claim = next(one.estimate for one in figures_for(*look(by="touchpoint")) if one.label == "Claim")
    numbers = (claim.value, claim.low, claim.high, claim.se, claim.n, claim.n_eff, claim.deff, claim.invited)
    assert numbers == (None,) * 8
    assert "Withheld" in str(claim.notes[0])


def test_the_floor_counts_persons_not_answers() -> None:
    record([answer(n, 10, party=f"customer_id:{n % 4}") for n in range(40)])
    assert whole_figure(*look()).withheld


def test_a_filter_that_leaves_out_a_few_persons_is_withheld() -> None:
    record(
        [
            *many({10: 30}, attributes={"region": "South"}),
            *many({0: 3}, start=50, attributes={"region": "North"}),
        ]
    )
    assert not whole_figure(*look()).withheld
    assert whole_figure(*look(a__region="South")).withheld
    assert spread_for(*look(a__region="South")).counts is None


def test_a_filter_that_leaves_out_enough_persons_is_shown() -> None:
    record(
        [
            *many({10: 30}, attributes={"region": "South"}),
            *many({0: 6}, start=50, attributes={"region": "North"}),
        ]
    )
    assert not whole_figure(*look(a__region="South")).withheld


def test_a_filter_is_looked_at_in_every_group() -> None:
    south, north = {"region": "South"}, {"region": "North"}
    record(
        [
            *many({10: 20}, attributes=south),
            *many({0: 2}, start=50, attributes=north),
            *many({10: 20}, start=100, touchpoint="Invoice", attributes=south),
            *many({0: 20}, start=150, touchpoint="Invoice", attributes=north),
            *many({10: 20}, start=200, touchpoint="Claim", attributes=south),
            *many({0: 20}, start=250, touchpoint="Claim", attributes=north),
        ]
    )
    shown = withheld(by="touchpoint", a__region="South")
    assert shown["Visit"]
    assert sum(shown.values()) == 2


def test_two_filters_together_must_not_leave_out_a_few() -> None:
    record(
        [
            *many({10: 30}, language="fi", attributes={"region": "South"}),
            *many({0: 3}, start=50, language="fi", attributes={"region": "North"}),
            *many({0: 30}, start=100, language="sv", attributes={"region": "South"}),
        ]
    )
    assert whole_figure(*look(a__region="South", language="fi")).withheld


def by_region(**regions: int) -> None:
    start = 0
    for name, persons in regions.items():
        record(many({10: persons}, start=start, attributes={"region": name}))
        start += 100


def test_what_a_split_withholds_no_filter_shows() -> None:
    by_region(South=30, East=9, North=2)
    assert withheld(by="a.region") == {"South": False, "East": True, "North": True}
    assert whole_figure(*look(a__region="East")).withheld
    assert not whole_figure(*look(a__region="South")).withheld


def test_two_filters_that_differ_by_a_few_are_not_both_shown() -> None:
    by_region(South=30, East=9, West=3, North=4)
    assert not whole_figure(*look(a__region="South")).withheld
    assert whole_figure(*look(a__region=["South", "North"])).withheld
    assert not whole_figure(*look(a__region=["West", "North"])).withheld


def test_what_a_split_of_one_group_withholds_stays_withheld_in_it() -> None:
    by_region(South=30, East=20, North=20)
    record(many({0: 30}, start=1000, touchpoint="Invoice", attributes={"region": "South"}))
    record(many({0: 9}, start=1100, touchpoint="Invoice", attributes={"region": "East"}))
    record(many({0: 3}, start=1200, touchpoint="Invoice", attributes={"region": "North"}))
    assert withheld(by="touchpoint", a__region="East")["Invoice"]


def by_month(*persons: int, **further: object) -> None:
    for month, count in enumerate(persons):
        record(many({10: count}, start=100 * month, days_ago=30.4 * (len(persons) - month - 1), **further))


def test_one_month_more_never_tells_of_a_few() -> None:
    by_month(9, 2, 9, 9)  # March to June
    months = {"period": "months"}
    assert not whole_figure(*look(**months)).withheld
    assert not whole_figure(*look(**months, to="2026-05")).withheld
    assert not now_and_before(*look(**months, **{"from": "2026-05"}))[0].withheld
    shown = [whole_figure(*look(**months, to=f"2026-0{month}")).n for month in (3, 4, 5, 6)]
    known = [count for count in shown if count is not None]
    assert all(later - earlier >= 5 for earlier, later in pairwise(known))


def test_one_month_more_never_tells_of_a_few_in_a_group() -> None:
    by_month(20, 20, 20)
    record(many({0: 9}, start=1000, days_ago=61, touchpoint="Claim"))
    record(many({0: 2}, start=1100, days_ago=1, touchpoint="Claim"))
    record(many({0: 9}, start=1200, days_ago=1, touchpoint="Shop"))
    assert withheld(by="touchpoint", period="months", to="2026-05")["Claim"]


@pytest.mark.parametrize(
    ("edge", "few"), [(1, False), (2, True), (3, False), (4, False), (5, True), (6, False), (7, False)]
)
def test_where_months_may_be_cut(edge: int, few: bool) -> None:  # noqa: FBT001 -- an expected value
    persons = {date(2026, month, 1): count for month, count in {1: 3, 2: 5, 3: 6, 5: 4, 4: 9, 6: 5}.items()}
    assert parts_few(persons, [date(2026, edge, 1)], 5) is few


def test_touchpoints_under_the_floor_pull_nothing_that_is_shown() -> None:
    record(
        [
            *many({10: 20}),
            *many({0: 20}, start=50, touchpoint="Invoice"),
            *many({5: 9}, start=100, touchpoint="Shop"),
            *many({0: 3}, start=150, touchpoint="Claim"),
        ]
    )
    assert {one.touchpoint for one in touchpoint_pull(*look())} == {"Visit", "Invoice"}


def test_comments_of_a_withheld_touchpoint_stay_unread() -> None:
    record(
        [
            *many({10: 20}),
            *many({0: 20}, start=50, touchpoint="Invoice"),
            *many({10: 9}, start=80, touchpoint="Shop"),
            *many({0: 3}, start=100, touchpoint="Claim"),
            comment(1, "Good work."),
            comment(100, "I am the only one who complained.", touchpoint="Claim"),
        ]
    )
    reading, scope = look()
    assert [one.text for one in newest_comments(reading, (scope,), 8)] == ["Good work."]


def test_no_comment_is_shown_of_too_few_persons() -> None:
    record([*many({10: 4}), comment(1, "Good work.")])
    reading, scope = look()
    assert newest_comments(reading, (scope,), 8) == ()


@pytest.mark.parametrize(
    ("persons", "rests", "secret"),
    [(5, (), False), (4, (), True), (0, (), True), (50, (1,), True), (50, (4, 60), True), (50, (0, 5), False)],
)
def test_what_reveals(persons: int, rests: tuple[int, ...], secret: bool) -> None:  # noqa: FBT001 -- an expected value
    assert reveals(persons, rests, 5) is secret

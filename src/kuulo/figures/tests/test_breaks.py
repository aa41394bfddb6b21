"""A change of wording, scale or mode breaks every trend, and is said wherever figures across it stand side by side."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kuulo.figures.queries import Reading, Scope, breaks_between, breaks_of, open_reading, settle, trend_for
from kuulo.figures.queries.overview import overview
from kuulo.figures.rules import Grain, parse_selection
from kuulo.figures.rules.breaks import Break, BreakKind, Fed, find_breaks
from kuulo.figures.rules.periods import Period
from kuulo.figures.tests.answers import answer, many, record
from kuulo.figures.views.showing import show


def fed(month: int, answered: int = 40, *, mode: str | None = "phone", wording: str = "1", **further: str) -> Fed:
    fields = {"source": "visits", "question": "nps", "scale": "0–10"} | further
    at = datetime(2026, month, 3, 9, tzinfo=UTC)
    return Fed(wording=wording, mode=mode, month=f"2026-{month:02d}", answered=answered, first_at=at, **fields)


def told(*months: Fed) -> list[tuple[BreakKind, int]]:
    return [(one.kind, one.since.month) for one in find_breaks(months, months)]


def test_one_wording_on_one_scale_by_one_mode_breaks_nothing() -> None:
    assert told(fed(1), fed(2), fed(3)) == []


def test_a_new_wording_breaks_where_its_first_answer_came() -> None:
    assert told(fed(1), fed(3, wording="2"), fed(2), fed(4, wording="2")) == [(BreakKind.WORDING, 3)]


def test_a_straggler_in_the_old_wording_does_not_break_again() -> None:
    assert told(fed(1), fed(2, wording="2"), fed(3), fed(3, wording="2")) == [(BreakKind.WORDING, 2)]


def test_a_new_scale_breaks() -> None:
    assert told(fed(1), fed(2, scale="1–10")) == [(BreakKind.SCALE, 2)]


def test_another_question_with_its_own_wording_breaks_nothing() -> None:
    assert told(fed(1), fed(2, question="again", wording="7")) == []
    assert told(fed(1), fed(2, source="shop", wording="7")) == []


def test_a_mode_that_jumps_from_rare_to_usual_breaks() -> None:
    assert told(fed(1, 95), fed(1, 5, mode="web"), fed(2, 20), fed(2, 80, mode="web")) == [(BreakKind.MODE, 2)]


def test_a_mode_changed_in_the_middle_of_a_month_breaks_in_that_month() -> None:
    assert told(fed(1), fed(2), fed(2, 20, mode="web"), fed(3, mode="web")) == [(BreakKind.MODE, 2)]


def test_a_mode_that_grows_slowly_breaks_nothing() -> None:
    months = [fed(m, part, mode="web") for m, part in enumerate((5, 20, 30, 45, 60, 80), start=1)]
    assert told(*months, *[fed(m, 100 - part) for m, part in enumerate((5, 20, 30, 45, 60, 80), start=1)]) == []


def test_few_answers_are_put_together_before_a_mode_is_judged() -> None:
    assert told(fed(1, 30), fed(2, 3, mode="web"), fed(3, 30)) == []
    assert told(fed(1, 30), fed(2, 12, mode="web"), fed(3, 12, mode="web")) == [(BreakKind.MODE, 2)]


def test_an_unknown_mode_says_nothing() -> None:
    assert told(fed(1, mode=None), fed(2, mode="web"), fed(3, mode=None)) == []


def test_a_mode_that_goes_and_returns_breaks_each_time() -> None:
    changes = told(fed(1), fed(2, mode="web"), fed(3))
    assert changes == [(BreakKind.MODE, 2), (BreakKind.MODE, 3)]


def look(**params: str) -> tuple[Reading, Scope]:
    lists = {key.replace("__", "."): [value] for key, value in params.items()}
    with open_reading() as reading:
        return reading, settle(reading, parse_selection(lists))


def mode_of(found: tuple[Break, ...]) -> list[str]:
    return [str(one.text.params["mode"]) for one in found if one.kind is BreakKind.MODE]


@pytest.mark.django_db
def test_the_trend_breaks_where_the_mode_changes_and_the_figure_notes_it() -> None:
    record([*many({10: 30}, days_ago=60), *many({9: 30}, start=50, days_ago=2, channel="web")])
    reading, scope = look(period="all")
    points = trend_for(reading, scope, Grain.MONTH)
    assert [point.break_note is not None for point in points] == [False, False, True]
    assert points[-1].break_note in points[-1].estimate.notes
    assert points[-1].start == date(2026, 6, 1)
    assert mode_of(breaks_of(reading, scope)) == ["web"]


@pytest.mark.django_db
def test_imported_answers_of_one_wording_and_mode_break_nothing() -> None:
    record([*many({10: 30}, days_ago=60), *many({9: 30}, start=50, days_ago=2)])
    assert breaks_of(*look(period="all")) == ()


@pytest.mark.django_db
def test_a_filter_keeps_the_breaks_of_what_it_leaves() -> None:
    record(
        [
            *many({10: 30}, days_ago=60),
            *many({9: 30}, start=50, days_ago=2, channel="web"),
            *many({9: 40}, start=100, days_ago=60, touchpoint="Shop", source="shop"),
            *many({9: 40}, start=150, days_ago=2, touchpoint="Shop", source="shop", wording="2"),
        ]
    )
    assert mode_of(breaks_of(*look(period="all", channel="web"))) == []
    assert [one.kind for one in breaks_of(*look(period="all", touchpoint="Shop"))] == [BreakKind.WORDING]
    assert [one.kind for one in breaks_of(*look(period="all", touchpoint="Visit"))] == [BreakKind.MODE]


@pytest.mark.django_db
def test_the_mode_of_a_few_is_not_told() -> None:
    repeated = [answer(1, 9, signal_id=f"own{place}", channel="web", touchpoint="Shop") for place in range(30)]
    record([*many({10: 30}, days_ago=60, touchpoint="Shop"), *repeated])
    assert mode_of(breaks_of(*look(period="all", touchpoint="Shop"))) == []


@pytest.mark.django_db
def test_now_against_before_across_a_break_carries_a_caution() -> None:
    record([*many({10: 35, 3: 5}, days_ago=40), *many({0: 35, 9: 5}, start=50, days_ago=2, wording="2")])
    reading, scope = look(period="28")
    assert len(breaks_between(reading, scope)) == 1
    assert "Compare with care" in str(show(reading, scope).change)
    with open_reading() as current:
        found = overview(current, Period("28"))
    assert found is not None
    assert "Compare with care" in str(found.headline.text)


@pytest.mark.django_db
def test_a_break_before_both_times_is_no_matter() -> None:
    record(
        [
            *many({10: 40}, days_ago=200),
            *many({10: 40}, start=50, days_ago=100, wording="2"),
            *many({10: 40}, start=100, days_ago=40, wording="2"),
            *many({10: 40}, start=150, days_ago=2, wording="2"),
        ]
    )
    assert breaks_between(*look(period="28")) == ()
    assert len(breaks_of(*look(period="28"))) == 1

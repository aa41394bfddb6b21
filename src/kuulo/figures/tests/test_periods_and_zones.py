"""Periods count whole local days back from the newest answer; what lies before is as long."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kuulo.base.errors import InputError
from kuulo.figures.rules import Grain, Period, Window
from kuulo.figures.rules.periods import offsets, settle_grain, settle_period, window_before, window_of

HELSINKI = ZoneInfo("Europe/Helsinki")
NEWEST = datetime(2026, 4, 10, 22, 30, tzinfo=UTC)  # 11 April, half past one, in Helsinki


def test_the_last_28_days_end_with_the_newest_answers_local_day() -> None:
    window = window_of(Period("28"), newest=NEWEST, zone=HELSINKI)
    assert window.days(HELSINKI) == (date(2026, 3, 15), date(2026, 4, 11))
    before = window_before(window, HELSINKI)
    assert before is not None
    assert before.days(HELSINKI) == (date(2026, 2, 15), date(2026, 3, 14))


def test_before_whole_months_come_as_many_whole_months() -> None:
    window = window_of(Period("months", "2026-03", "2026-04"), newest=NEWEST, zone=HELSINKI)
    before = window_before(window, HELSINKI)
    assert before is not None
    assert before.days(HELSINKI) == (date(2026, 1, 1), date(2026, 2, 28))


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "soon"])
def test_months_at_the_ends_of_the_calendar_are_none(month: str) -> None:
    with pytest.raises(InputError):
        Period("months", month, month)


def test_all_the_time_has_nothing_before_it() -> None:
    window = window_of(Period("all"), newest=NEWEST, zone=HELSINKI)
    assert window == Window(None, None)
    assert window_before(window, HELSINKI) is None


@pytest.mark.parametrize(
    ("counts", "chosen"),
    [
        ([("2026-01", 50), ("2026-03", 60)], "90"),
        ([("2025-06", 90), ("2026-03", 20)], "365"),
        ([("2023-06", 90), ("2026-03", 20)], "all"),
        ([], "all"),
    ],
)
def test_the_data_choose_the_shortest_period_with_enough_answers(counts: list[tuple[str, int]], chosen: str) -> None:
    assert settle_period(Period(), counts).kind == chosen


def test_a_period_that_was_asked_for_stays() -> None:
    assert settle_period(Period("28"), []).kind == "28"


def test_offsets_change_at_the_moment_the_clocks_do() -> None:
    spans = offsets(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC), HELSINKI)
    assert [(since.isoformat(), offset) for since, offset in spans] == [
        ("2026-03-01T00:00:00+00:00", timedelta(hours=2)),
        ("2026-03-29T01:00:00+00:00", timedelta(hours=3)),
        ("2026-10-25T01:00:00+00:00", timedelta(hours=2)),
    ]


def test_short_windows_are_shown_by_week() -> None:
    window = window_of(Period("90"), newest=NEWEST, zone=HELSINKI)
    assert settle_grain(window, NEWEST, NEWEST) is Grain.WEEK
    year = window_of(Period("365"), newest=NEWEST, zone=HELSINKI)
    assert settle_grain(year, NEWEST, NEWEST) is Grain.MONTH
    assert settle_grain(Window(None, None), NEWEST - timedelta(days=900), NEWEST) is Grain.MONTH

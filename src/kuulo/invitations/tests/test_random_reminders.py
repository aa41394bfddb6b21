"""Reminders: at moments of chance within their window and the permitted hours, the same again from the same seed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import InputError
from kuulo.invitations.rules.reminders import ReminderPlan, check_plan, next_open, plan_reminders

pytestmark = pytest.mark.pure
HELSINKI = ZoneInfo("Europe/Helsinki")
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds of a strategy are naive
plans = st.builds(
    ReminderPlan,
    count=st.integers(0, 5),
    after_days=st.integers(1, 10),
    window_days=st.integers(1, 10),
    from_hour=st.integers(0, 11),
    to_hour=st.integers(12, 24),
)


@given(plans, moments, st.text(max_size=10), st.integers(0, 2**62))
def test_each_lies_in_its_window_and_in_the_hours(plan: ReminderPlan, first_at: datetime, key: str, seed: int) -> None:
    check_plan(plan)
    planned = plan_reminders(plan, first_at=first_at, key=key, seed=seed, zone=HELSINKI)
    assert [each.number for each in planned] == list(range(1, plan.count + 1))
    before = first_at
    for each in planned:
        assert each.window_start <= each.at < each.window_end
        assert each.window_start - before >= timedelta(days=plan.after_days)
        assert each.window_end - each.window_start == timedelta(days=plan.window_days)
        assert plan.from_hour <= each.at.astimezone(HELSINKI).hour < plan.to_hour
        before = each.window_end
    assert plan_reminders(plan, first_at=first_at, key=key, seed=seed, zone=HELSINKI) == planned


@given(plans, moments)
def test_what_must_wait_for_the_hours_waits_no_longer(plan: ReminderPlan, at: datetime) -> None:
    opens = next_open(at, plan, HELSINKI)
    assert at <= opens < at + timedelta(days=1)
    assert plan.from_hour <= opens.astimezone(HELSINKI).hour < plan.to_hour
    if plan.from_hour <= at.astimezone(HELSINKI).hour < plan.to_hour:
        assert opens == at


def test_moments_are_uniform_over_the_window() -> None:
    plan = ReminderPlan(count=1, after_days=3, window_days=4, from_hour=0, to_hour=24)
    first_at = datetime(2026, 3, 27, 8, tzinfo=UTC)  # the change of clocks lies in the window
    tenths = [0] * 10
    for number in range(5_000):
        only = plan_reminders(plan, first_at=first_at, key=f"party:{number}", seed=11, zone=HELSINKI)[0]
        share = (only.at - only.window_start) / (only.window_end - only.window_start)
        tenths[int(share * 10)] += 1
    # 500 in each, χ² with 9 degrees of freedom; fixed seed.
    assert sum((each - 500) ** 2 / 500 for each in tenths) < 27.9


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (ReminderPlan(count=6), "0–5 reminders"),
        (ReminderPlan(count=1, after_days=0), "at least a day"),
        (ReminderPlan(count=1, window_days=0), "at least a day"),
        (ReminderPlan(count=1, from_hour=9, to_hour=9), "hours of the day"),
        (ReminderPlan(count=1, to_hour=25), "hours of the day"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(plan: ReminderPlan, words: str) -> None:
    with pytest.raises(InputError, match=words):
        check_plan(plan)

"""When reminders go out: at moments drawn by chance, so that their effect can be told from that of time; pure.

A reminder at a random moment shifts who has answered by a given day for no reason but chance. That makes it an
instrument for the correction of silence; hence each moment is kept together with the window it was drawn from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.invitations.rules.chance import chance

MOST_REMINDERS: Final = 5
LAST_HOUR: Final = 24


class ReminderPlan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How those who do not answer are reminded.

    Attributes:
        count: How many reminders, 0–5.
        after_days: Days of peace before each window.
        window_days: Length of each window, from which the moment is drawn.
        from_hour: Nothing goes out before this hour of the day, local time.
        to_hour: Nor from this hour on.
    """

    count: int = 0
    after_days: int = 4
    window_days: int = 4
    from_hour: int = 9
    to_hour: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReminder:
    """One reminder: its number from 1, its moment, and the window the moment was drawn from."""

    number: int
    at: datetime
    window_start: datetime
    window_end: datetime


def check_plan(plan: ReminderPlan) -> None:
    """Refuse a plan that cannot be kept.

    Raises:
        InputError: The message names the number.
    """
    if not 0 <= plan.count <= MOST_REMINDERS:
        raise InputError(_("There can be 0–{most} reminders."), _("Choose fewer."), most=MOST_REMINDERS)
    if plan.after_days < 1 or plan.window_days < 1:
        raise InputError(_("Between messages there is at least a day, and a window is at least a day long."))
    if not 0 <= plan.from_hour < plan.to_hour <= LAST_HOUR:
        raise InputError(_("The hours of the day run from 0 to 24, the first before the last."))


def plan_reminders(
    plan: ReminderPlan, *, first_at: datetime, key: str, seed: int, zone: ZoneInfo
) -> tuple[PlannedReminder, ...]:
    """Return the reminders of one invitation: each uniformly distributed over the permitted hours of its window.

    The same key and seed give the same moments.

    Args:
        plan: How many, and when.
        first_at: When the invitation itself goes out.
        key: Names the invited party.
        seed: Of the round or trigger.
        zone: The zone whose hours are kept.
    """
    reminders = []
    for number in range(1, plan.count + 1):
        start = first_at + timedelta(days=number * plan.after_days + (number - 1) * plan.window_days)
        end = start + timedelta(days=plan.window_days)
        drawn = chance(f"{number}:{key}", seed, purpose="reminder")
        moment = _moment(list(_open_hours(plan, start, end, zone)), drawn)
        reminders.append(PlannedReminder(number=number, at=moment, window_start=start, window_end=end))
    return tuple(reminders)


def next_open(at: datetime, plan: ReminderPlan, zone: ZoneInfo) -> datetime:
    """Return the moment itself where it lies in the permitted hours, else when they next begin."""
    return next(max(at, opens) for opens, _closes in _open_hours(plan, at, at + timedelta(days=2), zone))


def _open_hours(
    plan: ReminderPlan, start: datetime, end: datetime, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the stretches of permitted hours between two moments."""
    day = start.astimezone(zone).date()
    while day <= end.astimezone(zone).date():
        midnight = datetime.combine(day, time(), zone)
        opens = midnight.replace(hour=plan.from_hour)
        closes = (
            datetime.combine(day + timedelta(days=1), time(), zone)
            if plan.to_hour == LAST_HOUR
            else midnight.replace(hour=plan.to_hour)
        )
        # In UTC: two moments of one zone are subtracted by their faces, which a change of clocks makes wrong.
        first = max(opens.astimezone(start.tzinfo), start)
        last = min(closes.astimezone(start.tzinfo), end)
        if first < last:
            yield first, last
        day += timedelta(days=1)


def _moment(stretches: list[tuple[datetime, datetime]], drawn: float) -> datetime:
    """Return the moment at a share of the stretches' whole length."""
    left = drawn * sum((last - first).total_seconds() for first, last in stretches)
    for first, last in stretches:
        length = (last - first).total_seconds()
        if left < length:
            return first + timedelta(seconds=int(left))
        left -= length
    return stretches[-1][0]

"""The time a figure is about, the time before it, and the calendar of the reader's zone.

Windows are half open: from ``start`` on, before ``end``; both are moments in UTC that begin a day of the zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

DAYS = {"28": 28, "90": 90, "365": 365}
KINDS = (*DAYS, "all", "months")
MONTH_LENGTH = len("2026-01")
# Months near the ends of the calendar have none before or after them.
YEARS = range(1900, 3000)
# Fewer answers than this in a period say little about a change; a longer period is then shown first.
ENOUGH = 100


class Grain(StrEnum):
    """Length of one point of a trend."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Which time is asked for: the last 28, 90 or 365 days of the data, all of it, or whole months.

    Attributes:
        kind: One of `KINDS`; empty lets the data choose.
        first: First month (``YYYY-MM``) where kind is ``months``; empty means from the beginning.
        last: Last month where kind is ``months``; empty means to the end.
    """

    kind: str = ""
    first: str = ""
    last: str = ""

    def __post_init__(self) -> None:
        """Refuse a period nobody offers.

        Raises:
            InputError: The kind is unknown, a month is none, or the months are the wrong way round.
        """
        if self.kind and self.kind not in KINDS:
            raise InputError(
                _("The address asks for the period “{kind}”."),
                _("Use 28, 90, 365, all or months."),
                kind=self.kind[:40],
            )
        for month in (self.first, self.last):
            if month:
                month_start(month)
        if self.first and self.last and self.first > self.last:
            raise InputError(
                _("The first month {first} comes after the last month {last}."),
                _("Swap them."),
                first=self.first,
                last=self.last,
            )


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time; an end that is ``None`` is open."""

    start: datetime | None
    end: datetime | None

    def days(self, zone: ZoneInfo) -> tuple[date | None, date | None]:
        """Return the first and the last day inside, in the zone."""
        first = self.start.astimezone(zone).date() if self.start else None
        last = (self.end - timedelta(microseconds=1)).astimezone(zone).date() if self.end else None
        return first, last


def month_start(month: str) -> date:
    """Return the first day of a month written ``YYYY-MM``.

    Raises:
        InputError: It is no month.
    """
    try:
        if len(month) != MONTH_LENGTH:
            raise ValueError(month)
        day = date.fromisoformat(f"{month}-01")
        if day.year not in YEARS:
            raise ValueError(month)
    except ValueError as error:
        raise InputError(
            _("“{month}” is not a month."), _("Write it as year and month, such as 2026-03."), month=month[:40]
        ) from error
    return day


def month_after(day: date, *, months: int = 1) -> date:
    """Return the first day of the month that lies so many months after the day's own; before it when negative."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment the day begins in the zone, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def edges_of(window: Window, zone: ZoneInfo) -> tuple[date, ...]:
    """Return the first day of the window and the first day after it, in the zone; an open end is left out."""
    return tuple(moment.astimezone(zone).date() for moment in (window.start, window.end) if moment)


def window_of(period: Period, *, newest: datetime | None, zone: ZoneInfo) -> Window:
    """Return the window of a period; days are counted back from the day of the newest answer.

    Counting from the answers and not from today shows an old file as it is, and lets the same data give the same figure
    on another day.
    """
    if period.kind == "months":
        start = day_start(month_start(period.first), zone) if period.first else None
        end = day_start(month_after(month_start(period.last)), zone) if period.last else None
        return Window(start, end)
    if period.kind not in DAYS or newest is None:
        return Window(None, None)
    after = newest.astimezone(zone).date() + timedelta(days=1)
    return Window(day_start(after - timedelta(days=DAYS[period.kind]), zone), day_start(after, zone))


def window_before(window: Window, zone: ZoneInfo) -> Window | None:
    """Return the stretch of the same length just before; ``None`` where the window has no length.

    Whole months are answered with as many whole months.
    """
    if window.start is None or window.end is None:
        return None
    first, after = window.start.astimezone(zone).date(), window.end.astimezone(zone).date()
    if first.day == 1 and after.day == 1:
        months = (after.year - first.year) * 12 + after.month - first.month
        earlier = month_after(first, months=-months)
    else:
        earlier = first - (after - first)
    return Window(day_start(earlier, zone), window.start)


def settle_period(period: Period, answers_by_month: Sequence[tuple[str, int]]) -> Period:
    """Return the period asked for, or the one the data choose.

    The choice is the shortest of 90 and 365 days that holds about `ENOUGH` answers, and all the time where neither
    does.

    Args:
        period: What was asked for.
        answers_by_month: ``(YYYY-MM, answers)`` in order of time.
    """
    if period.kind:
        return period
    for kind, months in (("90", 3), ("365", 12)):
        if not answers_by_month:
            break
        latest = month_start(answers_by_month[-1][0])
        earliest = month_after(latest, months=1 - months).strftime("%Y-%m")
        if sum(count for month, count in answers_by_month if month >= earliest) >= ENOUGH:
            return Period(kind)
    return Period("all")


def settle_grain(window: Window, first: datetime | None, newest: datetime | None) -> Grain:
    """Return weeks for a window of up to about four months, months for a longer one."""
    start, end = window.start or first, window.end or newest
    if start is None or end is None or end - start > timedelta(days=130):
        return Grain.MONTH
    return Grain.WEEK


def offsets(first: datetime, last: datetime, zone: ZoneInfo) -> list[tuple[datetime, timedelta]]:
    """Return from which moment (UTC) on which offset from UTC holds in the zone, beginning at ``first``.

    A query engine can thus cut local days and months without a time zone database of its own.
    """
    moment = first.astimezone(UTC)
    found = [(moment, _offset(moment, zone))]
    while moment < last:
        following = min(moment + timedelta(days=1), last)
        if _offset(following, zone) != found[-1][1]:
            change = _change_between(moment, following, zone)
            found.append((change, _offset(change, zone)))
        moment = following
    return found


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment the offset changes, to the second, by halving."""
    old = _offset(before, zone)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return after.replace(microsecond=0)

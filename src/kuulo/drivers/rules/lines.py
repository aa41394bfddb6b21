"""Weeks before and after a change as they are drawn: dots of groups, straight lines, the start; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Axis, Tick, across, pixels, value_axis
from kuulo.figures.charts.model import Table, chart_key, estimate_table
from kuulo.figures.charts.quantities import Day, Unit, decimals_for, limits_of, unit_of
from kuulo.measures.drivers.differences import DifferenceInDifferences
from kuulo.measures.drivers.series import InterruptedSeries

HEIGHT: Final = 220.0
WIDTH: Final = 1000.0
TICKS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDot:
    """A week of a group as it is drawn."""

    x: str
    y: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line as it is drawn: points of the stretched inner drawing."""

    points: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesDrawing:
    """What the template draws."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: str
    dots: tuple[WeekDot, ...]
    strokes: tuple[Stroke, ...]
    start_x: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """The way from moments and values to places."""

    first: datetime
    last: datetime
    axis: Axis
    zone: ZoneInfo

    def part(self, moment: datetime) -> float:
        return (moment - self.first) / (self.last - self.first)

    def point(self, moment: datetime, value: float) -> str:
        return f"{self.part(moment) * WIDTH:.1f},{self.down(value):.1f}"

    def down(self, value: float) -> float:
        return HEIGHT * (1 - self.axis.part(value))

    def day(self, moment: datetime) -> date:
        return (moment.astimezone(self.zone) + timedelta(hours=2)).date()

    def x_ticks(self) -> tuple[Tick, ...]:
        span = (self.last - self.first) / (TICKS - 1)
        return tuple(
            Tick(
                across(place / (TICKS - 1)),
                Day(self.day(self.first + span * place)),
                "" if place % 2 == 0 else "wide-only",
            )
            for place in range(TICKS)
        )

    def y_ticks(self) -> tuple[Tick, ...]:
        return tuple(Tick(pixels(self.down(tick.value)), tick) for tick in self.axis.ticks)


def draw_differences(
    found: DifferenceInDifferences, *, title: Text, names: tuple[Text, Text], zone: ZoneInfo
) -> LinesDrawing:
    """Return both groups week by week, with their means before and after as lines.

    Args:
        found: The difference in differences.
        title: Heading of the picture.
        names: What those touched and the others are called.
        zone: Zone whose days are meant.
    """
    means = [*found.touched, *found.others]
    known = [one for one in found.series if one.estimate.value is not None]
    frame = _frame([one.start for one in found.series], [one.estimate for one in known] + means, zone)
    half = timedelta(days=3.5)
    dots = tuple(
        WeekDot(
            x=across(frame.part(one.start + half)),
            y=pixels(frame.down(one.estimate.value or 0.0)),
            kind="touched" if one.touched else "others",
        )
        for one in known
    )
    strokes = []
    for kind, (before, after) in (("others", found.others), ("touched", found.touched)):
        strokes.append(_level(frame, frame.first, found.start, before, kind))
        strokes.append(_level(frame, found.start, frame.last, after, kind))
    decimals = decimals_for(means, unit_of(means[0]))
    heads = [say(when, group=group) for group in names for when in (_("{group}, before"), _("{group}, after"))]
    table = estimate_table(say(_("Group")), heads, means, decimals)
    return LinesDrawing(
        key=chart_key("differences", title, found.start, means),
        title=title,
        sentence=found.sentence,
        table=table,
        height=pixels(HEIGHT),
        dots=dots,
        strokes=tuple(strokes),
        start_x=across(frame.part(found.start)),
        x_ticks=frame.x_ticks(),
        y_ticks=frame.y_ticks(),
        kind="differences",
    )


def draw_series(found: InterruptedSeries, *, title: Text, zone: ZoneInfo) -> LinesDrawing:
    """Return the series week by week, the fitted line, and the line that continues the time before."""
    estimates = [one.estimate for one in found.spans]
    frame = _frame([one.start for one in found.spans], estimates, zone)
    half = timedelta(days=3.5)
    before = [one for one in found.spans if one.start < found.start]
    after = [one for one in found.spans if one.start >= found.start]
    strokes = [
        Stroke(points=" ".join(frame.point(one.start + half, one.fitted) for one in part), kind="touched")
        for part in (before, after)
    ]
    strokes.append(
        Stroke(points=" ".join(frame.point(one.start + half, one.continued) for one in after), kind="continued")
    )
    decimals = decimals_for(estimates, unit_of(estimates[0]))
    weeks = [Day(frame.day(one.start)) for one in found.spans]
    return LinesDrawing(
        key=chart_key("series", title, found.start, found.uplift),
        title=title,
        sentence=found.sentence,
        table=estimate_table(say(_("Week from")), weeks, estimates, decimals),
        height=pixels(HEIGHT),
        dots=tuple(
            WeekDot(
                x=across(frame.part(one.start + half)), y=pixels(frame.down(one.estimate.value or 0.0)), kind="touched"
            )
            for one in found.spans
        ),
        strokes=tuple(strokes),
        start_x=across(frame.part(found.start)),
        x_ticks=frame.x_ticks(),
        y_ticks=frame.y_ticks(),
        kind="series",
    )


def _level(frame: _Frame, since: datetime, until: datetime, mean: Estimate, kind: str) -> Stroke:
    value = mean.value or 0.0
    return Stroke(points=f"{frame.point(since, value)} {frame.point(until, value)}", kind=kind)


def _frame(starts: Sequence[datetime], estimates: Iterable[Estimate], zone: ZoneInfo) -> _Frame:
    listed = list(estimates)
    values = [one.value for one in listed if one.value is not None]
    unit = unit_of(listed[0]) if listed else Unit.SCALE
    limits = limits_of(listed[0]) if listed else (None, None)
    return _Frame(min(starts), max(starts) + timedelta(days=7), value_axis(values, unit, limits=limits), zone)

"""Retention drawn: a step line and a band for each group, told apart by their strokes and by words at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Axis, Place, Tick, across, pixels, value_axis
from kuulo.figures.charts.model import Table, chart_key
from kuulo.figures.charts.quantities import Count, Quantity, Shown, Unit, decimals_for, shown
from kuulo.figures.charts.wording import joined, percent, reason_withheld
from kuulo.measures.growth.staying import Retention, Staying

HEIGHT: Final = 240.0
WIDTH: Final = 1000.0
MONTH_DAYS: Final = 30
TICKS: Final = 6
LEAST_APART: Final = 15.0  # pixels between two names at the lines' ends


@dataclass(frozen=True, slots=True)
class Line:
    """One group as it is drawn: ``kind`` is a class that gives the stroke; ``name`` stands at ``name_y``."""

    kind: str
    label: Text
    points: str
    band: str
    name_y: Place
    last: Quantity


@dataclass(frozen=True, slots=True)
class CurvesChart:
    """What the template draws; places are SVG coordinates as text."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: Place
    lines: tuple[Line, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    confidence: Quantity


def curves_chart(retention: Retention, *, title: Text) -> CurvesChart | None:
    """Return the drawing; None where every group is withheld."""
    drawn = [group for group in retention.groups if group.points]
    if not drawn:
        return None
    estimates = [estimate for group in drawn for _day, estimate in group.points]
    decimals = max(decimals_for([group.points[-1][1] for group in drawn], Unit.SHARE), 0)
    ends = [end for one in estimates for end in (one.low, one.high) if end is not None]
    axis = value_axis([*ends, 1.0], Unit.SHARE, limits=(0.0, 1.0))
    last_day = max(day for group in drawn for day, _estimate in group.points) or 1
    names = _apart([HEIGHT * (1 - axis.part(group.points[-1][1].value or 0.0)) for group in drawn])
    return CurvesChart(
        key=chart_key("curves", title, retention),
        title=title,
        sentence=_sentence(retention, decimals),
        table=_table(retention, decimals),
        height=pixels(HEIGHT),
        lines=tuple(_line(group, axis, last_day, y, decimals) for group, y in zip(drawn, names, strict=True)),
        y_ticks=tuple(Tick(pixels(HEIGHT * (1 - axis.part(tick.value))), tick) for tick in axis.ticks),
        x_ticks=_months(last_day),
        confidence=percent(estimates[0].confidence),
    )


def _line(group: Staying, axis: Axis, last_day: int, name_y: float, decimals: int) -> Line:
    def place(day: int, value: float | None) -> str:
        return f"{day / last_day * WIDTH:.1f},{HEIGHT * (1 - axis.part(value or 0.0)):.1f}"

    there = [place(day, one.high) for day, one in group.points]
    back = [place(day, one.low) for day, one in reversed(group.points)]
    return Line(
        kind=group.key,
        label=group.label,
        points=" ".join(place(day, one.value) for day, one in group.points),
        band=" ".join([*there, *back]),
        name_y=pixels(name_y),
        last=Quantity(group.points[-1][1].value or 0.0, Unit.SHARE, decimals),
    )


def _apart(places: Sequence[float]) -> list[float]:
    """Return places moved down just so far that no two names lie upon each other, in their first order."""
    found = list(places)
    order = sorted(range(len(places)), key=lambda each: places[each])
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + LEAST_APART)
    return found


def _months(last_day: int) -> tuple[Tick, ...]:
    months = last_day // MONTH_DAYS
    step = max(1, -(-months // TICKS))
    ticks = range(0, months + 1, step)
    return tuple(
        Tick(across(month * MONTH_DAYS / last_day), Count(month), "" if place % 2 == 0 else "wide-only")
        for place, month in enumerate(ticks)
    )


def _table(retention: Retention, decimals: int) -> Table:
    columns = (say(_("Group")), say(_("Customers")), say(_("Left")), *(_after(day) for day in _days(retention)))
    rows = tuple(_row(group, _days(retention), decimals) for group in retention.groups)
    return Table(columns, (False, *(True for _column in columns[1:])), rows)


def _days(retention: Retention) -> tuple[int, ...]:
    return tuple(sorted({day for group in retention.groups for day, _estimate in group.after}))


def _after(day: int) -> Text:
    return say(_("Still there after {days} days"), days=Count(day))


def _row(group: Staying, days: Sequence[int], decimals: int) -> tuple[object, ...]:
    if group.n is None:
        reason = reason_withheld(group.after[0][1]) if group.after else say(_("withheld"))
        return (group.label, reason)
    told = dict(group.after)
    cells = (_cell(told.get(day), decimals) for day in days)
    return (group.label, Count(group.n), Count(group.left or 0), *cells)


def _cell(estimate: Estimate | None, decimals: int) -> Shown | Text:
    seen = shown(estimate, decimals) if estimate is not None else None
    return seen or say(_("not watched so long"))


def _sentence(retention: Retention, decimals: int) -> Text:
    """Return the first and the last group's share at the longest span both were watched for, then what can be said."""
    told = [group for group in retention.groups if group.points and group.after]
    if len(told) < 2:
        return retention.sentence
    first, last = told[0], told[-1]
    common = sorted({day for day, _estimate in first.after} & {day for day, _estimate in last.after})
    if not common:
        return retention.sentence
    day = common[-1]
    best, worst = (shown(dict(group.after)[day], decimals) for group in (first, last))
    words = say(
        _("After {days} days still there: {first} {best}, {last} {worst}."),
        days=Count(day),
        first=first.label,
        best=best,
        last=last.label,
        worst=worst,
    )
    return joined(words, retention.sentence)

"""The map of importance beside how well we do, as it is drawn: places across in per cent, down in pixels; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Axis, Tick, across, pixels, value_axis
from kuulo.figures.charts.model import Cell, Table, chart_key
from kuulo.figures.charts.quantities import Quantity, Unit, decimals_for, shown
from kuulo.measures.drivers.quadrants import Quarter, is_certain, mean_line, quarter

HEIGHT: Final = 340.0
QUARTERS: Final = {
    Quarter.FALLS_SHORT: say(_("Important, falls short")),
    Quarter.KEEP: say(_("Important, does well")),
    Quarter.LATER: say(_("Less important, falls short")),
    Quarter.WELL_SERVED: say(_("Less important, does well")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One driver of the map: its name, its share of the outcome's differences, and how well we do (0–100)."""

    name: Text
    importance: Estimate
    performance: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A driver as it is drawn; ``kind`` is its quarter."""

    number: str
    name: Text
    kind: str
    sure: bool
    x: str
    low_x: str
    high_x: str
    y: str
    low_y: str
    high_y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDrawing:
    """What the template draws."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: str
    marks: tuple[Mark, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    target_x: str
    important_y: str
    target: Quantity
    is_own_target: bool


def draw_map(points: Sequence[Placed], *, target: float | None) -> MapDrawing | None:
    """Return the map; ``None`` where fewer than two drivers have figures.

    Args:
        points: The drivers, the most important first.
        target: How well we want to do, 0–100; ``None`` takes the drivers' mean.
    """
    known = [one for one in points if one.importance.value is not None and one.performance.value is not None]
    if len(known) < 2:
        return None
    important = mean_line([one.importance for one in known])
    line = mean_line([one.performance for one in known]) if target is None else target
    x_axis = value_axis(_ends([one.performance for one in known], line), Unit.SCALE, limits=(0.0, 100.0))
    y_axis = value_axis([0.0, *_ends([one.importance for one in known], important)], Unit.SHARE, limits=(0.0, 1.0))
    marks = tuple(_mark(place, one, x_axis, y_axis, (important, line)) for place, one in enumerate(known, start=1))
    return MapDrawing(
        key=chart_key("map", points, target),
        title=say(_("Importance beside how well we do")),
        sentence=_sentence(marks),
        table=_table(known, marks),
        height=pixels(HEIGHT),
        marks=marks,
        x_ticks=tuple(Tick(across(x_axis.part(tick.value)), tick) for tick in x_axis.ticks),
        y_ticks=tuple(Tick(pixels(_down(y_axis, tick.value)), tick) for tick in y_axis.ticks),
        target_x=across(x_axis.part(line)),
        important_y=pixels(_down(y_axis, important)),
        target=Quantity(line, Unit.SCALE, 0),
        is_own_target=target is not None,
    )


def _ends(estimates: Sequence[Estimate], line: float) -> list[float]:
    return [line, *(end for one in estimates for end in (one.low, one.value, one.high) if end is not None)]


def _down(axis: Axis, value: float) -> float:
    return HEIGHT * (1 - axis.part(value))


def _mark(place: int, one: Placed, x_axis: Axis, y_axis: Axis, lines: tuple[float, float]) -> Mark:
    important, target = lines
    importance, performance = one.importance.value or 0.0, one.performance.value or 0.0
    low_x, high_x = (performance if end is None else end for end in (one.performance.low, one.performance.high))
    low_y, high_y = (importance if end is None else end for end in (one.importance.low, one.importance.high))
    return Mark(
        number=str(place),
        name=one.name,
        kind=quarter(importance, performance, important=important, target=target).value,
        sure=is_certain(one.importance, important) and is_certain(one.performance, target),
        x=across(x_axis.part(performance)),
        low_x=across(x_axis.part(low_x)),
        high_x=across(x_axis.part(high_x)),
        y=pixels(_down(y_axis, importance)),
        low_y=pixels(_down(y_axis, low_y)),
        high_y=pixels(_down(y_axis, high_y)),
    )


def _table(points: Sequence[Placed], marks: Sequence[Mark]) -> Table:
    share = decimals_for([one.importance for one in points], Unit.SHARE)
    scale = decimals_for([one.performance for one in points], Unit.SCALE)
    rows: list[tuple[Cell, ...]] = []
    for one, mark in zip(points, marks, strict=True):
        importance, performance = shown(one.importance, share), shown(one.performance, scale)
        name = say(_("{number}. {name}"), number=mark.number, name=one.name)
        if importance is None or performance is None:
            rows.append((name, say(_("no figure"))))
            continue
        rows.append(
            (
                name,
                importance.value,
                importance.interval,
                performance.value,
                performance.interval,
                performance.n,
                QUARTERS[Quarter(mark.kind)] if mark.sure else say(_("{quarter}, uncertain"), quarter=_words(mark)),
            )
        )
    heads = (
        say(_("Driver")),
        say(_("Share of the differences")),
        say(_("Its interval")),
        say(_("How well we do, 0–100")),
        say(_("Its interval")),
        say(_("n")),
        say(_("Quarter of the map")),
    )
    return Table(heads, (False, True, True, True, True, True, False), tuple(rows))


def _words(mark: Mark) -> Text:
    return QUARTERS[Quarter(mark.kind)]


def _sentence(marks: Sequence[Mark]) -> Text:
    """Return what the map says first: what is important and falls short, and whether that is more than chance."""
    short = [mark for mark in marks if mark.kind == Quarter.FALLS_SHORT]
    sure = [mark for mark in short if mark.sure]
    if not short:
        return say(_("None of the important drivers lies below the line of how well we want to do."))
    named = sure or short
    places = {f"name{place}": mark.name for place, mark in enumerate(named)}
    listed = Text(", ".join(f"{{{place}}}" for place in places), places)
    if sure:
        return say(_("Important and below the line, by more than chance explains: {names}."), names=listed)
    return say(
        _("Important and below the line: {names}. Intervals reach across a line, so chance may have put them there."),
        names=listed,
    )

"""The map of themes: how many comments are of each beside how it pulls the measure; places as they are drawn; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Axis, Tick, across, pixels, value_axis
from kuulo.figures.charts.model import Cell, Table, chart_key
from kuulo.figures.charts.quantities import Interval, Quantity, Unit, decimals_for, shown
from kuulo.figures.rules import Contribution

HEIGHT: Final = 340.0


class Pull(StrEnum):
    """Where a theme pulls the measure, as far as its interval tells."""

    DOWN = "down"
    UP = "up"
    UNSURE = "unsure"


WAYS: Final = {
    Pull.DOWN: say(_("Pulls to the worse side")),
    Pull.UP: say(_("Pulls to the better side")),
    Pull.UNSURE: say(_("May be chance")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One theme of the map: its name, its share of the comments and its pull."""

    name: Text
    share: Estimate
    pull: Contribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A theme as it is drawn."""

    number: str
    name: Text
    kind: str
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
    zero_x: str
    axis: Text


def way_of(pull: Contribution, direction: int) -> Pull:
    """Return where a theme pulls: only a whole interval on one side of nothing tells."""
    low, high = sorted((pull.low * direction, pull.high * direction))
    return Pull.DOWN if high < 0 else Pull.UP if low > 0 else Pull.UNSURE


def pull_shown(pull: Contribution, unit: Unit, decimals: int) -> tuple[Quantity, Interval]:
    """Return a pull and its interval as they are shown, with their signs."""
    value, low, high = (Quantity(one, unit, decimals, signed=True) for one in (pull.pull, pull.low, pull.high))
    return value, Interval(low, high)


def pull_decimals(pulls: Sequence[Contribution], unit: Unit) -> int:
    """Return how many decimals the intervals of pulls justify, at least one: pulls are small."""
    factor = 100 if unit is Unit.SHARE else 1
    widths = sorted((one.high - one.low) * factor for one in pulls)
    width = widths[len(widths) // 2] if widths else 1.0
    return 2 if width < 0.2 else 1


def draw_map(points: Sequence[Placed], *, measure: Text, unit: Unit, direction: int) -> MapDrawing | None:
    """Return the map; ``None`` where fewer than two themes have figures.

    Args:
        points: The themes in the order of their numbers.
        measure: What the measure is called.
        unit: Its unit.
        direction: +1 where a higher value is better.
    """
    known = [one for one in points if one.share.value is not None]
    if len(known) < 2:
        return None
    x_axis = value_axis(
        [0.0, *(end for one in known for end in (one.pull.low, one.pull.high))], unit, limits=(None, None)
    )
    y_axis = value_axis([0.0, *(one.share.high or 0.0 for one in known)], Unit.SHARE, limits=(0.0, 1.0))
    marks = tuple(_mark(place, one, x_axis, y_axis, direction) for place, one in enumerate(known, start=1))
    decimals = pull_decimals([one.pull for one in known], unit)
    return MapDrawing(
        key=chart_key("words", points, measure),
        title=say(_("Themes by size and by their pull on {measure}"), measure=measure),
        sentence=_sentence(known, measure, unit, decimals, direction),
        table=_table(known, marks, unit, decimals, direction),
        height=pixels(HEIGHT),
        marks=marks,
        x_ticks=tuple(Tick(across(x_axis.part(tick.value)), tick) for tick in x_axis.ticks),
        y_ticks=tuple(Tick(pixels(_down(y_axis, tick.value)), tick) for tick in y_axis.ticks),
        zero_x=across(x_axis.part(0.0)),
        axis=say(_("Pull on {measure}"), measure=measure),
    )


def _down(axis: Axis, value: float) -> float:
    return HEIGHT * (1 - axis.part(value))


def _mark(place: int, one: Placed, x_axis: Axis, y_axis: Axis, direction: int) -> Mark:
    share = one.share.value or 0.0
    low_y, high_y = (share if end is None else end for end in (one.share.low, one.share.high))
    return Mark(
        number=str(place),
        name=one.name,
        kind=way_of(one.pull, direction).value,
        x=across(x_axis.part(one.pull.pull)),
        low_x=across(x_axis.part(one.pull.low)),
        high_x=across(x_axis.part(one.pull.high)),
        y=pixels(_down(y_axis, share)),
        low_y=pixels(_down(y_axis, low_y)),
        high_y=pixels(_down(y_axis, high_y)),
    )


def _table(points: Sequence[Placed], marks: Sequence[Mark], unit: Unit, decimals: int, direction: int) -> Table:
    places = decimals_for([one.share for one in points], Unit.SHARE)
    rows: list[tuple[Cell, ...]] = []
    for one, mark in zip(points, marks, strict=True):
        share = shown(one.share, places)
        name = say(_("{number}. {name}"), number=mark.number, name=one.name)
        if share is None:
            rows.append((name, say(_("no figure"))))
            continue
        pull, interval = pull_shown(one.pull, unit, decimals)
        rows.append((name, share.value, share.interval, share.n, pull, interval, WAYS[way_of(one.pull, direction)]))
    heads = (
        say(_("Theme")),
        say(_("Share of the comments")),
        say(_("Its interval")),
        say(_("n")),
        say(_("Pull")),
        say(_("Its interval")),
        say(_("Where it pulls")),
    )
    return Table(heads, (False, True, True, True, True, True, False), tuple(rows))


def _sentence(points: Sequence[Placed], measure: Text, unit: Unit, decimals: int, direction: int) -> Text:
    """Return what the map says first: what pulls to the worse side by more than chance."""
    worst = min(points, key=lambda one: one.pull.pull * direction)
    value, interval = pull_shown(worst.pull, unit, decimals)
    if way_of(worst.pull, direction) is Pull.DOWN:
        return say(
            _("“{name}” pulls {measure} most to the worse side: by {pull} ({interval})."),
            name=worst.name,
            measure=measure,
            pull=value,
            interval=interval,
        )
    return say(_("No theme pulls {measure} to the worse side by more than chance explains."), measure=measure)

"""What remains unknown: the figure if the silent differ from those like them who answered, and its farthest ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Place, Tick, across, value_axis
from kuulo.figures.charts.model import Table, chart_key
from kuulo.figures.charts.quantities import Interval, Quantity, Unit, decimals_for, limits_of, unit_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """What the figure may be as far as the silent are concerned.

    Attributes:
        pattern: ``(delta, value)``: the figure if the silent are ``delta`` points of the scale higher than those like
            them who answered.
        low: Lower end of what is plausible.
        high: Upper end of what is plausible.
        worst_low: The figure if all the silent gave the worst answer.
        worst_high: The figure if all of them gave the best.
        sentence: All of it in one sentence.
    """

    pattern: tuple[tuple[float, float], ...]
    low: float
    high: float
    worst_low: float
    worst_high: float
    sentence: Text


@dataclass(frozen=True, slots=True)
class Step:
    """One place of the slider: how the silent would differ, what the figure then is, where its mark stands."""

    delta: Quantity
    value: Quantity
    words: Text
    x: Place


@dataclass(frozen=True, slots=True)
class BoundsChart:
    """What the template draws; places are SVG coordinates as text, so that no locale touches them."""

    key: str
    title: Text
    sentence: Text
    table: Table
    ticks: tuple[Tick, ...]
    plausible_x: str
    plausible_width: str
    worst_x: str
    worst_width: str
    steps: tuple[Step, ...]
    start: int
    plausible: Interval
    worst: Interval
    kind: str = "bounds"

    @property
    def here(self) -> Step:
        """The step where the silent are like those who answered, at which the slider begins."""
        return self.steps[self.start]

    @property
    def last(self) -> int:
        """Place of the last step."""
        return len(self.steps) - 1


def bounds_chart(remains: Remains, estimate: Estimate, *, title: Text) -> BoundsChart | None:
    """Build the picture of what the figure may be; ``None`` where there is no step to show.

    Args:
        remains: What the figure may be.
        estimate: The figure: names unit and limits.
        title: Heading of the figure.
    """
    if not remains.pattern:
        return None
    unit = unit_of(estimate)
    decimals = decimals_for([estimate], unit)
    ends = [
        remains.low,
        remains.high,
        remains.worst_low,
        remains.worst_high,
        *(value for _delta, value in remains.pattern),
    ]
    axis = value_axis(ends, unit, limits=limits_of(estimate), ticks=4)
    steps = [_step(delta, value, unit, decimals, across(axis.part(value))) for delta, value in remains.pattern]
    worst = (axis.part(remains.worst_low), axis.part(remains.worst_high))
    plausible = (axis.part(remains.low), axis.part(remains.high))
    return BoundsChart(
        key=chart_key("bounds", title, remains.pattern),
        title=title,
        sentence=remains.sentence,
        table=_table(steps),
        ticks=tuple(Tick(across(axis.part(tick.value)), tick) for tick in axis.ticks),
        plausible_x=across(plausible[0]),
        plausible_width=across(plausible[1] - plausible[0]),
        worst_x=across(worst[0]),
        worst_width=across(worst[1] - worst[0]),
        steps=tuple(steps),
        start=min(range(len(steps)), key=lambda place: abs(steps[place].delta.value)),
        plausible=_interval(remains.low, remains.high, unit, decimals),
        worst=_interval(remains.worst_low, remains.worst_high, unit, decimals),
    )


def _interval(low: float, high: float, unit: Unit, decimals: int) -> Interval:
    return Interval(Quantity(low, unit, decimals), Quantity(high, unit, decimals))


def _step(delta: float, value: float, unit: Unit, decimals: int, x: Place) -> Step:
    apart = Quantity(delta, Unit.SCALE, 0 if delta == round(delta) else 1, signed=True)
    size = Quantity(abs(delta), Unit.SCALE, apart.decimals)
    then = Quantity(value, unit, decimals)
    if delta == 0:
        words = say(_("If the silent think as those like them who answered: {value}"), value=then)
    elif delta < 0:
        words = say(_("If the silent are lower by {size} on the scale: {value}"), size=size, value=then)
    else:
        words = say(_("If the silent are higher by {size} on the scale: {value}"), size=size, value=then)
    return Step(apart, then, words, x)


def _table(steps: Sequence[Step]) -> Table:
    heads = (say(_("The silent differ by (points of the scale)")), say(_("The figure is then")))
    return Table(heads, (False, True), tuple((step.delta, step.value) for step in steps))

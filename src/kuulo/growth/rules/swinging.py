"""The cost of bad word of mouth drawn: what each part of the chain does alone, the widest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Place, Tick, across, pixels, value_axis
from kuulo.figures.charts.model import Table, chart_key
from kuulo.figures.charts.quantities import Interval, Quantity, Unit
from kuulo.measures.growth.mouth import Cost

ROW: Final = 44.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of the chain as it is drawn."""

    label: Text
    top: Place
    x: Place
    width: Place
    ends: Interval


@dataclass(frozen=True, slots=True)
class SwingChart:
    """What the template draws; places are SVG coordinates as text."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: Place
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def swing_chart(cost: Cost) -> SwingChart | None:
    """Return the drawing; None where no cost could be computed."""
    if not cost.swings:
        return None
    ends = [end for swing in cost.swings for end in (swing.low, swing.high)]
    axis = value_axis([0.0, *ends], Unit.AMOUNT)
    title = say(_("Where the uncertainty of the cost comes from"))
    widest = cost.swings[0]
    return SwingChart(
        key=chart_key("swing", title, cost),
        title=title,
        sentence=say(_("Most of it comes from one part: {label}."), label=widest.label),
        table=Table(
            (say(_("Part of the chain")), say(_("Cost at its low end")), say(_("Cost at its high end"))),
            (False, True, True),
            tuple((swing.label, _amount(swing.low), _amount(swing.high)) for swing in cost.swings),
        ),
        height=pixels(ROW * len(cost.swings)),
        bars=tuple(
            Bar(
                label=swing.label,
                top=pixels(ROW * place),
                x=across(axis.part(swing.low)),
                width=across(axis.part(swing.high) - axis.part(swing.low)),
                ends=Interval(_amount(swing.low), _amount(swing.high)),
            )
            for place, swing in enumerate(cost.swings)
        ),
        ticks=tuple(Tick(across(axis.part(tick.value)), tick) for tick in axis.ticks),
    )


def _amount(value: float) -> Quantity:
    return Quantity(value, Unit.AMOUNT)

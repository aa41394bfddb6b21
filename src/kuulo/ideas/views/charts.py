"""The drawing of ideas: value against size, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Tick, across, pixels, value_axis
from kuulo.figures.charts.quantities import Count, Unit, shown
from kuulo.ideas.rules.shapes import IdeaView

HEIGHT: Final = 320.0
EDGE: Final = 0.85


@dataclass(frozen=True, slots=True)
class Dot:
    """An idea as it is drawn; places are SVG coordinates as text, so that no locale touches them."""

    number: str
    x: str
    y: str
    x_low: str
    x_high: str
    y_low: str
    y_high: str
    anchor: str
    aside: str


@dataclass(frozen=True, slots=True)
class IdeasChart:
    """What the template draws: size to the right, value upwards."""

    sentence: Text
    height: str
    dots: tuple[Dot, ...]
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]


def ideas_chart(views: Sequence[IdeaView]) -> IdeasChart | None:
    """Draw the ideas of which size and value are known; None where there are none."""
    known = [
        (view.number, view.size, view.value)
        for view in views
        if view.size is not None and view.value is not None and shown(view.size) and shown(view.value)
    ]
    if not known:
        return None
    right = value_axis(_ends([size for _number, size, _value in known]), Unit.AMOUNT, limits=(0.0, None))
    up = value_axis(_ends([value for _number, _size, value in known]), Unit.AMOUNT, limits=(0.0, None))
    dots = tuple(
        Dot(
            number=number,
            x=across(right.part(size.value or 0.0)),
            y=pixels(HEIGHT * (1 - up.part(value.value or 0.0))),
            x_low=across(right.part(size.low or 0.0)),
            x_high=across(right.part(size.high or 0.0)),
            y_low=pixels(HEIGHT * (1 - up.part(value.low or 0.0))),
            y_high=pixels(HEIGHT * (1 - up.part(value.high or 0.0))),
            # At the right edge the number stands to the left of its dot.
            anchor="end" if right.part(size.value or 0.0) > EDGE else "start",
            aside="-9" if right.part(size.value or 0.0) > EDGE else "9",
        )
        for number, size, value in known
    )
    return IdeasChart(
        sentence=_sentence(known),
        height=pixels(HEIGHT),
        dots=dots,
        across=tuple(Tick(across(right.part(tick.value)), tick) for tick in right.ticks),
        upwards=tuple(Tick(pixels(HEIGHT * (1 - up.part(tick.value))), tick) for tick in up.ticks),
    )


def _ends(figures: Sequence[Estimate]) -> list[float]:
    """Return 0, so that areas can be compared by eye, and every end that is drawn."""
    return [0.0, *(end for one in figures for end in (one.low, one.value, one.high) if end is not None)]


def _sentence(known: Sequence[tuple[str, Estimate, Estimate]]) -> Text:
    number, _size, value = max(known, key=lambda each: each[2].value or 0.0)
    return say(
        _("Of {count} ideas those who need {number} bring most: {value} a year."),
        count=Count(len(known)),
        number=number,
        value=shown(value),
    )

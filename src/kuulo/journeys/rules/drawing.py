"""The path of a journey as it is drawn: as wide as people are many, the worst step marked; pure.

Everything across is in per cent of the drawing's width, so that it fits any window; places down are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kuulo.base.ids import derived_id
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Place
from kuulo.figures.charts.quantities import Count, shown
from kuulo.journeys.rules.flow import FlowFigure, StepFigure
from kuulo.journeys.rules.wording import duration

ROW: Final = 104
BAND_TOP: Final = 46
BAND: Final = 24
LEAST: Final = 0.006  # of the width, so that a few people are seen as something


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnStep:
    """One step as it is drawn: lines of text, the median time to it, and the band of those who reached it."""

    number: int
    name: str
    people: Text
    lost: Text | None
    time: Text | None
    line: Place
    second: Place
    band: Place
    x: Place
    width: Place
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A journey as it is drawn; ``river`` is the outline behind the bands in a box of 100 × ``height``."""

    key: str
    title: Text
    sentence: Text
    height: int
    river: Place
    steps: tuple[DrawnStep, ...]
    band_height: int = BAND


def draw(names: Sequence[str], figure: FlowFigure, *, title: Text, sentence: Text) -> Drawing:
    """Return the drawing of a flow; ``names`` are those of its steps."""
    widths = _widths(figure.steps)
    steps = [
        _step(place, name, step, widths[place][1])
        for place, (name, step) in enumerate(zip(names, figure.steps, strict=True))
    ]
    height = ROW * (len(steps) - 1) + BAND_TOP + BAND + 4
    return Drawing(
        key="j" + derived_id(*names, str(title), repr(figure))[:10],
        title=title,
        sentence=sentence,
        height=height,
        river=Place(_river([stream for stream, _own in widths])),
        steps=tuple(steps),
    )


def _widths(steps: Sequence[StepFigure]) -> list[tuple[float, float]]:
    """Return for each step the part of all who are still on the way, and of those who reached it."""
    found, stream = [], 1.0
    for step in steps:
        own = step.of_entered.value or 0.0
        stream = stream if step.optional else own
        found.append((max(stream, LEAST), max(own, LEAST)))
    return found


def _step(place: int, name: str, step: StepFigure, width: float) -> DrawnStep:
    top = place * ROW
    kind = "sticks" if step.sticks else "optional" if step.optional else "plain"
    return DrawnStep(
        number=place + 1,
        name=name,
        people=_people(step),
        lost=_lost(step),
        time=duration(step.times.median) if step.times else None,
        line=Place(f"{top + 16}"),
        second=Place(f"{top + 36}"),
        band=Place(f"{top + BAND_TOP}"),
        x=Place(f"{50 - 50 * width:.2f}%"),
        width=Place(f"{100 * width:.2f}%"),
        kind=kind,
    )


def _people(step: StepFigure) -> Text:
    part = shown(step.of_entered)
    if step.people is None:
        return say(_("withheld"))
    if part is None:
        return say(_("{people} people"), people=Count(step.people))
    return say(_("{people} people ({share})"), people=Count(step.people), share=part.value)


def _lost(step: StepFigure) -> Text | None:
    seen = shown(step.dropped) if step.dropped else None
    took = shown(step.passed) if step.passed else None
    if step.optional and took is not None:
        return say(_("Optional: {share} ({interval}) take it"), share=took.value, interval=took.interval)
    if seen is None:
        return None
    return say(_("{share} ({interval}) leave before"), share=seen.value, interval=seen.interval)


def _river(parts: Sequence[float]) -> str:
    """Return the outline of the path: straight along each band, narrowing between them."""
    right, left = [], []
    for place, part in enumerate(parts):
        top = place * ROW + BAND_TOP
        for y in (top, top + BAND):
            right.append(f"{50 + 50 * part:.2f},{y}")
            left.append(f"{50 - 50 * part:.2f},{y}")
    return "M" + " L".join([*right, *reversed(left)]) + " Z"

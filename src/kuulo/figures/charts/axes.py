"""Axes: round ticks and the way from values to places. Places across are per cent, places down are pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from kuulo.figures.charts.quantities import Limits, Quantity, Unit

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


class Place(str):
    """An SVG coordinate as text: free of the page's decimal comma, and of signs a template would have to escape."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the text as it is; templates take it for escaped already."""
        return self


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis from ``low`` to ``high`` with its ticks."""

    low: float
    high: float
    ticks: tuple[Quantity, ...]

    def part(self, value: float) -> float:
        """Return where a value lies: 0 at the low end, 1 at the high end, clipped to the axis."""
        span = self.high - self.low
        return min(1.0, max(0.0, (value - self.low) / span)) if span > 0 else 0.5


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick as it is drawn; ``place`` is an SVG coordinate, ``kind`` a class."""

    place: Place
    label: object
    kind: str = ""


def value_axis(values: Iterable[float], unit: Unit, *, limits: Limits = (None, None), ticks: int = 4) -> Axis:
    """Return an axis with about ``ticks`` steps that holds all values and does not leave the measure's own limits."""
    known = [value for value in values if math.isfinite(value)] or [0.0]
    least, most = min(known), max(known)
    if most - least < 1e-9:
        pad = 0.05 if unit is Unit.SHARE else 1.0
        least, most = least - pad, most + pad
    step = _round_step((most - least) / ticks)
    low, high = math.floor(least / step + 1e-9) * step, math.ceil(most / step - 1e-9) * step
    floor, ceiling = limits
    low = low if floor is None else max(low, floor)
    high = high if ceiling is None else min(high, ceiling)
    decimals = _decimals(step * (100 if unit is Unit.SHARE else 1))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    marks = tuple(Quantity(index * step, unit, decimals) for index in range(first, last + 1))
    return Axis(low, high, marks)


def _round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(step * size for step in STEPS if step * size >= rough * 0.999)


def _decimals(step: float) -> int:
    return next((places for places in range(4) if abs(step - round(step, places)) < 1e-9), 3)


def across(part: float) -> Place:
    """Return a part of the width as an SVG coordinate."""
    return Place(f"{part * 100:.2f}%")


def pixels(value: float) -> Place:
    """Return a length in pixels as an SVG coordinate."""
    return Place(f"{value:.1f}")

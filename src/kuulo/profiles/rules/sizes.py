"""Sizes of a segment over time, as they are drawn; pure. Sizes are counted, not estimated: they have no interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

WIDTH: Final = 1000.0
HEIGHT: Final = 180.0


@dataclass(frozen=True, slots=True)
class SizeLine:
    """What the template draws: a line as points, the dots' places in percent, and the top of the axis."""

    points: str
    dots: tuple[tuple[str, str], ...]
    top: int
    first: date
    last: date
    width: str = f"{WIDTH:.0f}"
    height: str = f"{HEIGHT:.0f}"


def draw_sizes(sizes: Sequence[tuple[date, int]]) -> SizeLine | None:
    """Lay out sizes by their days from zero up; None where there are none.

    Args:
        sizes: Day and size, oldest first.
    """
    if not sizes:
        return None
    top = max(*(size for _day, size in sizes), 1)
    first, last = sizes[0][0], sizes[-1][0]
    days = max((last - first).days, 1)
    places = [((day - first).days / days if len(sizes) > 1 else 0.5, 1 - size / top) for day, size in sizes]
    return SizeLine(
        points=" ".join(f"{across * WIDTH:.1f},{down * HEIGHT:.1f}" for across, down in places),
        dots=tuple((f"{across * 100:.2f}%", f"{down * HEIGHT:.1f}") for across, down in places),
        top=top,
        first=first,
        last=last,
    )

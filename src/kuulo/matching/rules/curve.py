"""Expected precision and recall over the threshold, as lines; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import Quantity, Unit

WIDTH: Final = 600.0
HEIGHT: Final = 200.0
TICKS: Final = 4
SUREST: Final = 0.999


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and the share it stands for."""

    place: str
    share: float


@dataclass(frozen=True, slots=True)
class Curve:
    """What the template draws: two lines as points, where the threshold in force lies, and ticks."""

    precision: str
    recall: str
    threshold: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    width: str = f"{WIDTH:.0f}"
    height: str = f"{HEIGHT:.0f}"


def expected(share: float) -> Quantity | Text:
    """Return a share that a model expects as it may be shown: no model knows itself to more than 99.9 per cent."""
    if share > SUREST:
        return say(_("over {share}"), share=Quantity(SUREST, Unit.SHARE, 1))
    return Quantity(share, Unit.SHARE, 1)


def draw_curve(points: Sequence[tuple[float, float | None, float | None]], threshold: float) -> Curve | None:
    """Lay out precision and recall by threshold; None where there are fewer than two points.

    Args:
        points: Threshold, precision, recall: shares; None where no pair reaches the threshold.
        threshold: The one in force.
    """
    known = sorted(
        (at, precision, recall) for at, precision, recall in points if precision is not None and recall is not None
    )
    if len(known) < 2:
        return None
    low = min(known[0][0], threshold)
    low_share = min(min(precision, recall) for _at, precision, recall in known)
    base = min(0.9, max(0.0, int(low_share * 10) / 10))
    return Curve(
        precision=" ".join(f"{_x(at, low)},{_y(share, base)}" for at, share, _recall in known),
        recall=" ".join(f"{_x(at, low)},{_y(share, base)}" for at, _precision, share in known),
        threshold=_x(threshold, low),
        x_ticks=tuple(Tick(_x(share, low), share) for share in _shares(low)),
        y_ticks=tuple(Tick(_y(share, base), share) for share in _shares(base)),
    )


def _shares(low: float) -> list[float]:
    return [low + (1 - low) * step / TICKS for step in range(TICKS + 1)]


def _x(at: float, low: float) -> str:
    return f"{(at - low) / max(1 - low, 1e-9) * WIDTH:.1f}"


def _y(share: float, base: float) -> str:
    return f"{(1 - (share - base) / max(1 - base, 1e-9)) * HEIGHT:.1f}"

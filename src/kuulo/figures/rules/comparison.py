"""Now against before: the difference of two figures of different answers, and what may be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import hypot
from statistics import NormalDist
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.figures.charts.wording import error_of

FOLLOWED: Final = "two-phase"  # how the method of a figure begins that leans on silent persons who were asked again


class Direction(StrEnum):
    """What the interval of a difference allows to say."""

    BETTER = "better"
    WORSE = "worse"
    NO_DIFFERENCE = "no_difference"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The difference now − before, in the unit of the measure, with its interval."""

    value: float
    low: float
    high: float
    se: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two figures of one definition and what lies between them."""

    now: Estimate
    before: Estimate | None
    change: Change | None
    direction: Direction

    @property
    def is_asked_otherwise(self) -> bool:
        """Whether the silent were asked again in one of the two times alone: what differs is mostly the asking."""
        return self.before is not None and is_followed(self.now) != is_followed(self.before)


def is_followed(figure: Estimate) -> bool:
    """Return whether a figure leans on a follow-up of the silent."""
    return figure.method.startswith(FOLLOWED)


def compare(now: Estimate, before: Estimate | None, *, better: int, looks: int = 1) -> Comparison:
    """Compare two estimates that rest on different answers.

    The standard errors add in quadrature. Customers who answered in both periods make the true error of the difference
    a little smaller than this, so what is called a difference is one.

    Args:
        now: The later figure.
        before: The earlier figure of the same definition.
        better: +1 when a higher figure is better, −1 when a lower one is.
        looks: How many differences are looked at together; the interval widens accordingly (Bonferroni).
    """
    change = _change(now, before, looks) if before is not None else None
    return Comparison(now=now, before=before, change=change, direction=_direction(change, better))


def _change(now: Estimate, before: Estimate, looks: int) -> Change | None:
    later, earlier = error_of(now), error_of(before)
    if is_followed(now) != is_followed(before):
        return None
    if now.value is None or before.value is None or later is None or earlier is None:
        return None
    se = hypot(later, earlier)
    if se <= 0:
        return None
    tail = (1 - now.confidence) / 2 / looks
    value, margin = now.value - before.value, NormalDist().inv_cdf(1 - tail) * se
    return Change(value=value, low=value - margin, high=value + margin, se=se, confidence=now.confidence)


def _direction(change: Change | None, better: int) -> Direction:
    if change is None:
        return Direction.UNKNOWN
    if change.low <= 0 <= change.high:
        return Direction.NO_DIFFERENCE
    return Direction.BETTER if change.value * better > 0 else Direction.WORSE

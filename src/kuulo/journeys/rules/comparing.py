"""Two shares of different persons against each other; pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from kuulo.base.estimate import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One share less another, with its interval; ``tells`` says whether the interval leaves nought out."""

    value: float
    low: float
    high: float

    @property
    def tells(self) -> bool:
        """Whether there is a difference as far as one can tell."""
        return not self.low <= 0 <= self.high


def difference(one: Estimate | None, other: Estimate | None) -> Difference | None:
    """Return the difference of two shares with its interval; None where one of them cannot be shown.

    The interval is the hybrid of both score intervals (Newcombe 1998, Statistics in Medicine 17:873–890, method 10).
    Persons who are in both make the true one a little narrower, so what is called a difference is one.
    """
    if one is None or other is None:
        return None
    told = (one.value, one.low, one.high, other.value, other.low, other.high)
    if any(number is None for number in told):
        return None
    p, p_low, p_high, q, q_low, q_high = (float(number or 0.0) for number in told)
    return Difference(value=p - q, low=p - q - hypot(p - p_low, q_high - q), high=p - q + hypot(p_high - p, q - q_low))

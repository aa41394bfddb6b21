"""Importance beside performance: in which quarter of the map a driver lies.

Source: Martilla & James (1977), Importance-performance analysis, Journal of Marketing 41. The line of importance is the
drivers' mean; the line of performance is their mean too, or a target that the reader sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from kuulo.base.estimate import Estimate


class Quarter(StrEnum):
    """A quarter of the map."""

    FALLS_SHORT = "falls_short"  # important, below the line
    KEEP = "keep"  # important, on the line or above
    LATER = "later"  # less important, below the line
    WELL_SERVED = "well_served"  # less important, on the line or above


def quarter(importance: float, performance: float, *, important: float, target: float) -> Quarter:
    """Return the quarter of a driver; what lies on a line belongs above it."""
    if importance >= important:
        return Quarter.KEEP if performance >= target else Quarter.FALLS_SHORT
    return Quarter.WELL_SERVED if performance >= target else Quarter.LATER


def mean_line(estimates: Sequence[Estimate]) -> float:
    """Return the mean of the figures that are known; 0 where none is."""
    known = [one.value for one in estimates if one.value is not None]
    return sum(known) / len(known) if known else 0.0


def is_certain(estimate: Estimate, line: float) -> bool:
    """Return whether the interval of a figure leaves a line out, so that its side of it is more than chance."""
    return estimate.low is not None and estimate.high is not None and not estimate.low <= line <= estimate.high

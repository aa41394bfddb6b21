"""What a threshold would bring: precision and recall as the pairs' own probabilities expect them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)


@dataclass(frozen=True, slots=True)
class Point:
    """A threshold with the precision and the recall expected at it."""

    threshold: float
    precision: float
    recall: float


def curve_of(same: npt.NDArray[np.float64], thresholds: tuple[float, ...] = THRESHOLDS) -> tuple[Point, ...]:
    """Return what each threshold would bring.

    A pair of probability p is expected to be p of a match. Precision is the expected matches at or above the threshold
    over the pairs there; recall is the same over the expected matches of all pairs looked at. What no blocking rule
    brought together is not known and not counted.

    Args:
        same: The probabilities of all pairs looked at, those next to 0 left out.
        thresholds: The thresholds.
    """
    ordered = np.sort(same)[::-1]
    sums = np.concatenate(([0.0], np.cumsum(ordered)))
    whole = sums[-1]
    points = []
    for threshold in thresholds:
        count = int(np.searchsorted(-ordered, -threshold, side="right"))
        precision = float(sums[count] / count) if count else 1.0
        points.append(Point(threshold, precision, float(sums[count] / whole) if whole else 0.0))
    return tuple(points)

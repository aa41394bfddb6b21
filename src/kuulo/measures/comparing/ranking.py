"""Ranks with intervals: which places of a ranking a group could hold.

A group's best possible place is one more than how many groups are surely better, its worst how many are not surely
worse; sure is what the intervals of the differences leave no doubt of, all of them together. The ranks' intervals then
hold together at least as often as stated.

Source: Mogstad, Romano, Shaikh & Wilhelm (2024), Inference for ranks with applications to mobility across
neighbourhoods and academic achievement across countries, Review of Economic Studies 91:476–518 (single-step).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from kuulo.base.later import Later
from kuulo.measures.comparing.adjusting import tukey_quantile
from kuulo.measures.intervals import Floats

optimize = Later("scipy.optimize")

Ints = NDArray[np.int64]
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(80)


def rank_ends(surely_above: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Return the best and the worst place of each group.

    Args:
        surely_above: Whether group i (row) is surely better than group j (column).
    """
    best = 1 + surely_above.sum(axis=0)
    worst = len(surely_above) - surely_above.sum(axis=1)
    return best.astype(np.int64), worst.astype(np.int64)


def ranks(values: ArrayLike, ses: ArrayLike, confidence: float = 0.95) -> tuple[Ints, Ints]:
    """Return the best and the worst place of every group, 1 being the highest value; all hold together.

    Args:
        values: Figures of the groups.
        ses: Their standard errors, greater than 0.
        confidence: Confidence level of all ranks together, 0–1.
    """
    y, error = np.asarray(values, dtype=float), np.asarray(ses, dtype=float)
    z = (y[:, None] - y) / np.hypot(error[:, None], error)
    return rank_ends(z > tukey_quantile(confidence, len(y)))


def rank_of(place: int, values: ArrayLike, ses: ArrayLike, confidence: float = 0.95) -> tuple[int, int]:
    """Return the best and the worst place of one group that was chosen beforehand: narrower than `ranks`.

    Only its own differences are looked at, k − 1 of them, whose largest is |Z − Zⱼ| over correlated normals.
    """
    y, error = np.asarray(values, dtype=float), np.asarray(ses, dtype=float)
    others = np.arange(len(y)) != place
    spread = np.hypot(error[place], error[others])
    z = (y[place] - y[others]) / spread
    critical = _many_to_one(error[place], error[others], confidence)
    return int(1 + (z < -critical).sum()), int(len(y) - (z > critical).sum())


def _many_to_one(own: float, others: Floats, confidence: float) -> float:
    """Return c with P(|Z·own − Zⱼ·otherⱼ| ≤ c·√(own² + otherⱼ²) for all j) = confidence."""
    spread = np.hypot(own, others)
    shift = own * _NODES[:, None]
    weight = _WEIGHTS / np.sqrt(2 * np.pi)

    def covered(c: float) -> float:
        inside = ndtr((shift + c * spread) / others) - ndtr((shift - c * spread) / others)
        return float(weight @ inside.prod(axis=1)) - confidence

    return float(optimize.brentq(covered, 0.0, 40.0))

"""Means of money: few customers buy most of it, so intervals come from the bootstrap-t; pure numpy.

Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, section 12.5: studentised resampled means. It is
right to the second order where the distribution is skewed, and its interval is longer on the side of the long tail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.measures.growth.survival import varying
from kuulo.measures.intervals import t_interval, wilson

Floats = NDArray[np.float64]

RESAMPLES: Final = 1999
FEWEST: Final = 8
MOST: Final = 4000
CHUNK: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its standard error and interval; ``method`` says how the interval came about."""

    value: float
    low: float
    high: float
    se: float
    n: int
    method: str


def mean_of(values: Floats, *, confidence: float, seed: int, largest: float = 0.0) -> Mean:
    """Return the mean of values of different persons.

    Bootstrap-t between `FEWEST` and `MOST` persons; a t interval where there are fewer (studentised resamples of a
    handful run wild) or more (the mean is normal enough).

    Args:
        values: One a person; at least one.
        confidence: Confidence level, 0–1.
        seed: Of the resamples, so that the same data give the same interval.
        largest: The largest amount anybody spent: bounds what could hide behind a group in which all are alike.
    """
    n = len(values)
    value, se = float(values.mean()), float(values.std(ddof=1) / np.sqrt(n)) if n > 1 else 0.0
    if se <= 0:
        others = float(wilson(0.0, n, confidence)[1])
        return Mean(value, value - others * value, value + others * max(largest - value, 0.0), se, n, "agreeing")
    if not FEWEST <= n <= MOST:
        low, high = t_interval(value, se, n - 1, confidence)
        return Mean(value, float(low), float(high), se, n, "t")
    quantiles = _studentised(values, confidence, seed)
    return Mean(value, value - quantiles[1] * se, value - quantiles[0] * se, se, n, "bootstrap_t")


def _studentised(values: Floats, confidence: float, seed: int) -> tuple[float, float]:
    """Return the two quantiles of (resampled mean − mean) / its own standard error."""
    rng, n = np.random.default_rng(seed), len(values)
    centre, found = values.mean(), []
    rows = max(1, CHUNK // n)
    for begin in range(0, RESAMPLES, rows):
        drawn = values[rng.integers(0, n, (min(rows, RESAMPLES - begin), n))]
        spread = drawn.std(axis=1, ddof=1) / np.sqrt(n)
        with np.errstate(divide="ignore", invalid="ignore"):
            found.append((drawn.mean(axis=1) - centre) / spread)
    scores = np.concatenate(found)
    scores = scores[np.isfinite(scores)]
    tail = (1 - confidence) / 2
    low, high = np.quantile(scores, [tail, 1 - tail])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Slope:
    """The coefficient of one column of a regression, with its robust standard error and interval."""

    value: float
    low: float
    high: float
    se: float
    n: int


def slope_of(target: Floats, columns: Floats, *, confidence: float) -> Slope | None:
    """Return the first column's coefficient in a least-squares regression with a constant; HC3 standard errors.

    Source: MacKinnon & White (1985). Further columns that are the same for everybody are left out. None where the first
    one is, or the columns do not tell enough apart.
    """
    n = len(target)
    if not n or not varying(columns)[0]:
        return None
    x = np.column_stack([columns[:, varying(columns)], np.ones(n)])
    if n <= x.shape[1] + 2 or np.linalg.matrix_rank(x) < x.shape[1]:
        return None
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ target
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    rest = (target - x @ beta) / np.maximum(1 - leverage, 1e-6)
    spread = inverse @ ((x * rest[:, None] ** 2).T @ x) @ inverse
    se = float(np.sqrt(spread[0, 0]))
    low, high = t_interval(float(beta[0]), se, n - x.shape[1], confidence)
    return Slope(float(beta[0]), float(low), float(high), se, n)

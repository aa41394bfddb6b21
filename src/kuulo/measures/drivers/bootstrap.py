"""Bootstrap intervals from blocks of persons: percentile, and bias-corrected and accelerated.

Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 13 and 14; Davison & Hinkley (1997), 3.8
on samples drawn cluster by cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Interval = Literal["percentile", "bca"]
INTERVALS: Final = ("percentile", "bca")
JACKKNIFE: Final = 200  # groups left out one by one to tell how skewed a statistic is
CHUNK: Final = 250
NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True)
class Spread:
    """Statistics of the data with what resampling told of them, an entry each.

    Attributes:
        value: The statistics.
        low: Lower ends of their intervals.
        high: Upper ends.
        se: Standard deviations over the samples.
        samples: The statistics of every sample, shape (samples, statistics).
    """

    value: Floats
    low: Floats
    high: Floats
    se: Floats
    samples: Floats


def bootstrap(
    blocks: int,
    statistics: Callable[[Floats], Floats],
    *,
    samples: int,
    seed: int,
    confidence: float,
    interval: Interval,
) -> Spread:
    """Return statistics with their intervals.

    Args:
        blocks: How many blocks the data come in; with fewer than 2 there is no interval.
        statistics: From how often each block is taken, shape (m, blocks), to the statistics, shape (m, s).
        samples: How many samples are drawn.
        seed: The same seed draws the same samples.
        confidence: Confidence level, 0–1.
        interval: ``percentile``, or ``bca``.
    """
    value = statistics(np.ones((1, blocks)))[0]
    if blocks < 2:
        nothing = np.full(len(value), np.nan)
        return Spread(value, nothing, nothing, nothing, np.empty((0, len(value))))
    rng = np.random.default_rng(seed)
    parts = []
    for start in range(0, samples, CHUNK):
        count = min(CHUNK, samples - start)
        drawn = rng.integers(0, blocks, (count, blocks)) + np.arange(count)[:, None] * blocks
        counts = np.bincount(drawn.ravel(), minlength=count * blocks).reshape(count, blocks)
        parts.append(statistics(counts.astype(np.float64)))
    found = np.concatenate(parts)
    tails = np.array([(1 - confidence) / 2, (1 + confidence) / 2])[:, None] * np.ones(len(value))
    if interval == "bca":
        tails = _adjusted(tails, found, value, statistics, blocks)
    ordered = np.sort(found, axis=0)
    low, high = (_quantile(ordered, tail) for tail in tails)
    return Spread(value, low, high, np.asarray(found.std(axis=0, ddof=1)), found)


def _quantile(ordered: Floats, tails: Floats) -> Floats:
    """Return each column's quantile at its own tail, between order statistics in a straight line."""
    place = tails * (len(ordered) - 1)
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, len(ordered) - 1)
    columns = np.arange(ordered.shape[1])
    part = place - below
    return np.asarray(ordered[below, columns] * (1 - part) + ordered[above, columns] * part)


def _adjusted(
    tails: Floats, found: Floats, value: Floats, statistics: Callable[[Floats], Floats], blocks: int
) -> Floats:
    """Return the tails corrected for the statistic's bias and skewness; as they were where a sample tells nothing."""
    below = (found < value).mean(axis=0) + (found == value).mean(axis=0) / 2
    bias = np.array([NORMAL.inv_cdf(min(max(part, 0.5 / len(found)), 1 - 0.5 / len(found))) for part in below])
    skew = _acceleration(statistics, blocks)
    normal = np.array([[NORMAL.inv_cdf(tail) for tail in row] for row in tails])
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = bias + (bias + normal) / (1 - skew * (bias + normal))
    moved = np.where(np.isfinite(moved), moved, normal)
    return np.array([[NORMAL.cdf(place) for place in row] for row in moved])


def _acceleration(statistics: Callable[[Floats], Floats], blocks: int) -> Floats:
    """Return the skewness of the statistics by leaving out one group of blocks after the other."""
    groups = min(blocks, JACKKNIFE)
    left = np.ones((groups, blocks))
    left[np.arange(blocks) % groups, np.arange(blocks)] = 0.0
    found = statistics(left)
    away = found.mean(axis=0) - found
    squares = (away**2).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        skew = (away**3).sum(axis=0) / (6 * squares**1.5)
    return np.asarray(np.nan_to_num(skew, nan=0.0, posinf=0.0, neginf=0.0))

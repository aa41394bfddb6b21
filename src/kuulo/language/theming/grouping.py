"""Groups of points: k-means, how many groups there are, and how surely a point belongs to its own."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.later import Later
from kuulo.language.theming.counting import Floats
from kuulo.language.theming.kmeans import Places, distances, k_means

optimize: Any = Later("scipy.optimize")

FEWEST, MOST = 8, 40
COUNTS: Final = (8, 10, 12, 15, 18, 22, 27, 33, 40)
# A group of fewer comments is no theme.
LEAST_MEMBERS: Final = 25
# The number of groups is chosen on so many points, each number tried with so many pairs of halves.
TRIED_ON: Final = 3_000
HALVES: Final = 3
# More groups say more: their number may grow while the agreement falls by this at most, times best × (1 − best): where
# comments fall into clear groups these are taken, where they shade into each other a finer division costs little.
SPENT: Final = 0.6
# No more groups than this times the root of the number of comments: more than a person looks through are no overview.
READABLE: Final = 2 / 3
SHARPEST, BLUNTEST = 1e-3, 2.0


@dataclass(frozen=True, slots=True)
class Grouping:
    """Centres of groups, shape (k, d), and how fast belonging fades with the squared distance.

    Attributes:
        centres: One row a group.
        fading: Probabilities are exp(−squared distance / fading), made to sum to 1; fitted so that they say how often a
            comment is grouped the same when groups are found anew from other comments.
        agreement: Part of the comments grouped the same when groups are found anew from half of them.
    """

    centres: Floats
    fading: float
    agreement: float

    def nearest(self, points: Floats) -> tuple[Places, NDArray[np.float64]]:
        """Return the group of each point and the probability that it is that one."""
        far = distances(points, self.centres)
        labels = far.argmin(axis=1)
        return labels, _belonging(far, labels, self.fading)


def group(points: Floats, count: int | None, *, seed: int) -> Grouping:
    """Return the groups of points (n, d).

    Args:
        points: One row a comment.
        count: How many; ``None`` finds it between `FEWEST` and `MOST`, fewer where there are few comments.
        seed: Of the starts.
    """
    wanted = count or choose_count(points, seed=seed)
    wanted = max(1, min(wanted, len(np.unique(points, axis=0))))
    centres = k_means(points, wanted, seed)
    far = distances(points, centres)
    again = [_regrouped(points, centres, far.argmin(axis=1), seed + number) for number in range(1, HALVES + 1)]
    same = np.stack([labels == far.argmin(axis=1) for labels in again])
    return Grouping(centres, _fading(far, same.mean(axis=0)), float(same.mean()))


def choose_count(points: Floats, *, seed: int) -> int:
    """Return how many groups the points hold: the most that two halves of them still agree on.

    Each half is grouped for itself; both groupings are put on all points, and their agreement (adjusted Rand index,
    Hubert & Arabie 1985) says whether the groups are in the comments or in the draw (Ben-Hur et al. 2002).
    """
    draw = np.random.default_rng(seed)
    chosen = points if len(points) <= TRIED_ON else points[draw.choice(len(points), TRIED_ON, replace=False)]
    most = min(MOST, len(points) // LEAST_MEMBERS, int(READABLE * sqrt(len(points))))
    counts = [number for number in COUNTS if number <= most]
    if len(counts) < 2:
        return max(1, min(FEWEST, most))
    agreed = {number: _agreement(chosen, number, seed) for number in counts}
    best = max(agreed.values())
    return max(number for number, value in agreed.items() if value >= best - SPENT * best * (1 - best))


def _agreement(points: Floats, count: int, seed: int) -> float:
    found = []
    for number in range(HALVES):
        order = np.random.default_rng([seed, number]).permutation(len(points))
        half = len(points) // 2
        labels = [
            distances(points, k_means(points[part], count, seed + number, starts=1)).argmin(axis=1)
            for part in (order[:half], order[half:])
        ]
        found.append(rand_index(labels[0], labels[1]))
    return float(np.mean(found))


def rand_index(one: Places, other: Places) -> float:
    """Return the adjusted Rand index of two groupings of the same points."""
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1)
    pairs = (table * (table - 1) / 2).sum()
    rows, columns = ((side * (side - 1) / 2).sum() for side in (table.sum(axis=1), table.sum(axis=0)))
    chance = rows * columns / max(len(one) * (len(one) - 1) / 2, 1)
    most = (rows + columns) / 2
    return float((pairs - chance) / (most - chance)) if most > chance else 1.0


def _regrouped(points: Floats, centres: Floats, labels: Places, seed: int) -> Places:
    """Return the groups found from half of the points, put on all of them, under the numbers of the first grouping."""
    draw = np.random.default_rng(seed)
    half = draw.choice(len(points), max(len(points) // 2, min(len(points), len(centres))), replace=False)
    anew = distances(points, k_means(points[half], len(centres), seed, starts=1)).argmin(axis=1)
    table = np.zeros((len(centres), len(centres)))
    np.add.at(table, (anew, labels), 1)
    rows, columns = optimize.linear_sum_assignment(-table)
    names = np.zeros(len(centres), dtype=np.int64)
    names[rows] = columns
    return np.asarray(names[anew])


def _fading(far: NDArray[np.float32], same: NDArray[np.float64]) -> float:
    """Return the fading under which the probabilities tell best how often points were grouped the same (log loss)."""
    if far.shape[1] < 2:
        return 1.0
    labels = far.argmin(axis=1)

    def loss(log: float) -> float:
        told = np.clip(_belonging(far, labels, float(np.exp(log))), 1e-6, 1 - 1e-6)
        return float(-(same * np.log(told) + (1 - same) * np.log(1 - told)).mean())

    found = optimize.minimize_scalar(loss, bounds=(np.log(SHARPEST), np.log(BLUNTEST)), method="bounded")
    return float(np.exp(found.x))


def _belonging(far: NDArray[np.float32], labels: Places, fading: float) -> NDArray[np.float64]:
    nearest = far[np.arange(len(far)), labels][:, None]
    return np.asarray(1.0 / np.exp((nearest - far).astype(np.float64) / fading).sum(axis=1))

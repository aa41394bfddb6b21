"""Which texts are left out together when something is learned several times."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

FOLDS: Final = 4


def folds(truth: NDArray[np.float64], seed: int) -> NDArray[np.int64]:
    """Return the fold of each text, those with the code and those without dealt out evenly."""
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(truth), dtype=np.int64)
    start = 0
    for side in (1.0, 0.0):
        rows = rng.permutation(np.flatnonzero(truth == side))
        fold[rows] = (start + np.arange(len(rows))) % FOLDS
        start += len(rows)
    return fold


def folds_of_many(label: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Return the fold of each text, the texts of every label dealt out evenly."""
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(label), dtype=np.int64)
    start = 0
    for each in np.unique(label):
        rows = rng.permutation(np.flatnonzero(label == each))
        fold[rows] = (start + np.arange(len(rows))) % FOLDS
        start += len(rows)
    return fold

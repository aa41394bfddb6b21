"""What is told of the feeling in a text: a label or none, and a probability of each label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LABELS = ("negative", "neutral", "positive")
"""The feelings, in the order every array of probabilities here has them."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Felt:
    """The feeling of one text.

    ``label`` is one of `LABELS`, or None where the text does not tell; the three probabilities add up to 1 and are told
    in both cases. ``learned`` says whether scores the organisation itself collected had a part in it.
    """

    label: str | None
    negative: float
    neutral: float
    positive: float
    learned: bool

    @property
    def probability(self) -> float:
        """Return the probability of the most probable label."""
        return max(self.negative, self.neutral, self.positive)


@dataclass(frozen=True, slots=True)
class Deciding:
    """How labels are told from probabilities.

    ``weights`` lift the rarer labels (their product with the probabilities is compared); a text whose weighted share of
    the best label stays under ``threshold`` has no label.
    """

    weights: tuple[float, float, float] = (1.0, 1.0, 1.0)
    threshold: float = 0.5

    def shares(self, probabilities: Floats) -> Floats:
        """Return the weighted probabilities, rows adding up to 1."""
        weighted = probabilities * np.asarray(self.weights)
        return np.asarray(weighted / np.maximum(weighted.sum(axis=1, keepdims=True), 1e-12))

    def best(self, probabilities: Floats) -> NDArray[np.intp]:
        """Return the place of the best label of each row, also where it would not be told."""
        return np.asarray(self.shares(probabilities).argmax(axis=1))

    def told(self, probabilities: Floats) -> NDArray[np.bool_]:
        """Return which rows are told."""
        return np.asarray(self.shares(probabilities).max(axis=1) >= self.threshold)


def tell(
    probabilities: Floats, silent: Sequence[bool] | NDArray[np.bool_], deciding: Deciding, learned: str
) -> list[Felt]:
    """Return each row of probabilities (n, 3) as a `Felt`.

    ``silent`` marks texts that say nothing at all (empty, a dash): they never have a label. ``learned`` is "learned" or
    "cold".
    """
    best = deciding.best(probabilities)
    told = deciding.told(probabilities) & ~np.asarray(silent, dtype=bool)
    return [
        Felt(LABELS[label] if known else None, float(row[0]), float(row[1]), float(row[2]), learned == "learned")
        for label, known, row in zip(best, told, probabilities, strict=True)
    ]

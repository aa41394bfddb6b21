"""How well a reading of feelings agrees with the labels it was held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuulo.language.feeling.felt import LABELS, Deciding, Floats

_DRAWS = 300


@dataclass(frozen=True, slots=True)
class Quality:
    """Agreement on texts that had no part in what was learned.

    ``macro_f1`` is the mean over the labels that occur of F1, every text counted by its best label, with the 95 %
    interval ``low`` to ``high`` (bootstrap of texts, percentiles); ``coverage`` the share of texts that are told at
    all, ``accuracy_when_told`` the share of those told rightly; ``n`` the number of texts.
    """

    macro_f1: float
    low: float
    high: float
    coverage: float
    accuracy_when_told: float
    n: int


def judge(probabilities: Floats, labels: np.ndarray, deciding: Deciding, *, seed: int = 0) -> Quality:
    """Return the quality of probabilities (n, 3) against places of labels (n)."""
    best, told = deciding.best(probabilities), deciding.told(probabilities)
    counts = _pairs(labels, best)
    draws = np.random.default_rng(seed).multinomial(len(labels), (counts / counts.sum()).ravel(), size=_DRAWS)
    drawn = [macro_f1(draw.reshape(counts.shape)) for draw in draws]
    return Quality(
        macro_f1=macro_f1(counts),
        low=float(np.quantile(drawn, 0.025)),
        high=float(np.quantile(drawn, 0.975)),
        coverage=float(told.mean()),
        accuracy_when_told=float((best == labels)[told].mean()) if told.any() else float("nan"),
        n=len(labels),
    )


def _pairs(labels: np.ndarray, best: np.ndarray) -> np.ndarray:
    """Return how often each label (rows) was read as each (columns)."""
    counts = np.zeros((len(LABELS), len(LABELS)))
    np.add.at(counts, (labels, best), 1)
    return counts


def macro_f1(counts: np.ndarray) -> float:
    """Return the mean F1 of the labels that occur, from counts of label (rows) by reading (columns)."""
    right = np.diag(counts)
    both = counts.sum(axis=0) + counts.sum(axis=1)
    occurs = counts.sum(axis=1) > 0
    return float(np.mean(2 * right[occurs] / np.maximum(both[occurs], 1)))


_POWERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_THRESHOLDS = np.arange(0.34, 0.96, 0.02)
_SURE, _LEAST_COVERAGE = 0.9, 0.75
_CAUTION = 0.4


def choose_deciding(probabilities: Floats, labels: np.ndarray) -> Deciding:
    """Return how labels are best told from probabilities (n, 3) of texts that had no part in them.

    Rarer labels are lifted by a power of their share, the one with the highest macro-F1; with few texts, where it may
    be chance that one is higher, rather little. The threshold is the lowest at
    which nine of ten told labels are right, but not so high that less than three quarters of the texts are told, and
    never under a half.
    """
    shares = np.bincount(labels, minlength=len(LABELS)) / len(labels)
    occurs = shares > 0
    candidates = []
    for power in _POWERS:
        weights = np.where(occurs, np.where(occurs, shares, 1.0) ** -power, 1.0)
        deciding = Deciding((float(weights[0]), float(weights[1]), float(weights[2])), 0.0)
        gained = macro_f1(_pairs(labels, deciding.best(probabilities))) - _CAUTION * power / np.sqrt(len(labels))
        candidates.append((gained, -power, deciding))
    best = max(candidates, key=lambda one: one[:2])[2]
    return Deciding(best.weights, _threshold(best.shares(probabilities), labels))


def _threshold(shares: Floats, labels: np.ndarray) -> float:
    """Return the lowest threshold that is sure enough."""
    top, right = shares.max(axis=1), shares.argmax(axis=1) == labels
    kept = 0.5
    for threshold in _THRESHOLDS[kept <= _THRESHOLDS]:
        told = top >= threshold
        if told.mean() < _LEAST_COVERAGE:
            break
        kept = float(threshold)
        if right[told].mean() >= _SURE:
            break
    return kept

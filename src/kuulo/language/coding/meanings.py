"""Logistic regression of every code over meaning alone: what texts say in other words than those that were coded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuulo.base.later import Later
from kuulo.language.coding.folding import FOLDS, folds

Floats = NDArray[np.float64]

linear_model = Later("sklearn.linear_model")

_FREEDOM = 1.0
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Meanings:
    """Linear answers ``meaning @ by_meaning + base`` (log odds, codes balanced), and those for texts left out."""

    by_meaning: Floats
    base: Floats
    left_out: Floats


def fit_meanings(meaning: Floats, truth: Floats, weights: Floats, *, seed: int = 0) -> Meanings:
    """Learn every code alone, five times: with each fourth of the texts left out, and with all.

    Args:
        meaning: (n, d) centred vectors of meaning.
        truth: (n, codes) of 0 and 1.
        weights: (n,) how much each text counts.
        seed: Of the folds.
    """
    codes = truth.shape[1]
    by_meaning, base = np.zeros((meaning.shape[1], codes)), np.zeros(codes)
    left_out = np.zeros_like(truth)
    for code in range(codes):
        fold = folds(truth[:, code], seed + code)
        by_meaning[:, code], base[code] = _fitted(meaning, truth[:, code], weights)
        for out in range(FOLDS):
            seen = fold != out
            column, constant = _fitted(meaning[seen], truth[seen, code], weights[seen])
            left_out[~seen, code] = meaning[~seen] @ column + constant
    return Meanings(by_meaning, base, left_out)


def _fitted(meaning: Floats, truth: Floats, weights: Floats) -> tuple[Floats, float]:
    has = truth > 0
    if has.all() or not has.any():
        return np.zeros(meaning.shape[1]), 8.0 if has.all() else -8.0
    model = linear_model.LogisticRegression(C=_FREEDOM, class_weight="balanced", max_iter=_STEPS)
    model.fit(meaning, has, sample_weight=weights)
    return np.asarray(model.coef_[0]), float(model.intercept_[0])

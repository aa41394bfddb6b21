"""Logistic regression over terms that are first scaled by how much likelier they are with a code than without it.

Source: Wang & Manning (2012), Baselines and Bigrams (NBSVM), with logistic loss. Strong where a code hangs on a word or
two, which is how people often code; learned anew for every code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kuulo.base.later import Later
from kuulo.language.coding.folding import FOLDS, folds

Floats = NDArray[np.float64]

linear_model = Later("sklearn.linear_model")

_PSEUDO = 1.0
_FREEDOM = 1.0


@dataclass(frozen=True, slots=True)
class Ratios:
    """Linear answers ``terms @ by_terms + base`` (log odds, codes balanced), and those for texts left out."""

    by_terms: Floats
    base: Floats
    left_out: Floats


def fit_ratios(terms: sparse.csr_matrix, truth: Floats, weights: Floats, *, seed: int = 0) -> Ratios:
    """Learn every code alone, five times: with each fourth of the texts left out, and with all.

    Args:
        terms: (n, terms) weights of words and letters.
        truth: (n, codes) of 0 and 1.
        weights: (n,) how much each text counts.
        seed: Of the folds.
    """
    present = terms.sign()
    codes = truth.shape[1]
    by_terms, base = np.zeros((terms.shape[1], codes)), np.zeros(codes)
    left_out = np.zeros_like(truth)
    for code in range(codes):
        fold = folds(truth[:, code], seed + code)
        by_terms[:, code], base[code] = _fitted(terms, present, truth[:, code], weights)
        for out in range(FOLDS):
            seen = fold != out
            column, constant = _fitted(terms[seen], present[seen], truth[seen, code], weights[seen])
            left_out[~seen, code] = terms[~seen] @ column + constant
    return Ratios(by_terms, base, left_out)


def _fitted(
    terms: sparse.csr_matrix, present: sparse.csr_matrix, truth: Floats, weights: Floats
) -> tuple[Floats, float]:
    """Return the weights and the constant of one code; a code nobody or everybody has is a constant."""
    has = truth > 0
    if has.all() or not has.any():
        return np.zeros(terms.shape[1]), 8.0 if has.all() else -8.0
    plus = _PSEUDO + present.T @ (weights * truth)
    minus = _PSEUDO + present.T @ (weights * (1 - truth))
    ratio = np.log(plus / plus.sum()) - np.log(minus / minus.sum())
    model = linear_model.LogisticRegression(C=_FREEDOM, class_weight="balanced", solver="liblinear", random_state=0)
    model.fit(terms.multiply(ratio).tocsr(), has, sample_weight=weights)
    return ratio * model.coef_[0], float(model.intercept_[0])

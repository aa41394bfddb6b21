"""Logistic regression over what texts mean: what they say in other words than those that were coded.

The vectors of meaning, and beside them the weights of words and letters, are turned into their few hundred main
directions (kernel principal components: Schölkopf, Smola & Müller 1998; of many texts a part drawn by lot spans them:
Williams & Seeger 2001), over which codes are learned: all in one where a text has one code, else each alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from kuulo.base.later import Later
from kuulo.language.coding.folding import FOLDS, folds, folds_of_many

Floats = NDArray[np.float64]

linear_model = Later("sklearn.linear_model")

_DIRECTIONS = 500
_SPANNING = 1_500
_TERMS = 0.25
_FREEDOM_ALONE, _FREEDOM_TOGETHER = 1.0, 20.0
_STEPS = 150
_NEAR_ENOUGH = 1e-3
_TINY = 1e-8


@dataclass(frozen=True, slots=True)
class Meanings:
    """Linear answers ``terms @ by_terms + meaning @ by_meaning + base`` (log odds), and those for texts left out."""

    by_terms: Floats
    by_meaning: Floats
    base: Floats
    left_out: Floats


@dataclass(frozen=True, slots=True)
class Space:
    """The main directions: ``terms @ by_terms + meaning @ by_meaning`` are a text's places on them."""

    by_terms: Floats
    by_meaning: Floats

    @classmethod
    def fit(cls, terms: sparse.csr_matrix, meaning: Floats, *, share: float, seed: int) -> Space:
        """Find the directions in which texts differ most, what they say counting ``share`` beside what they mean."""
        rows = np.random.default_rng(seed).permutation(terms.shape[0])[:_SPANNING]
        some, meant = terms[rows], meaning[rows]
        likeness = share * np.asarray((some @ some.T).todense()) + meant @ meant.T
        most = min(_DIRECTIONS, len(rows))
        values, vectors = linalg.eigh(likeness, subset_by_index=(len(rows) - most, len(rows) - 1))
        kept = values > _TINY * values.max()
        turned = vectors[:, kept] / np.sqrt(values[kept])
        return cls(share * np.asarray(some.T @ turned), meant.T @ turned)

    def places(self, terms: sparse.csr_matrix, meaning: Floats) -> Floats:
        """Return where texts lie, (n, directions)."""
        return np.asarray(terms @ self.by_terms + meaning @ self.by_meaning)


def fit_meanings(
    terms: sparse.csr_matrix, meaning: Floats, truth: Floats, weights: Floats, *, exclusive: bool, seed: int = 0
) -> Meanings:
    """Learn every code five times: with each fourth of the texts left out, and with all.

    Args:
        terms: (n, terms) weights of words and letters.
        meaning: (n, d) centred vectors of meaning; d may be 0.
        truth: (n, codes) of 0 and 1.
        weights: (n,) how much each text counts.
        exclusive: Whether a text has at most one code.
        seed: Of the folds.
    """
    # Learned alone, a code of few texts would lean on single words, which the other learners weigh better
    share = 1.0 if not meaning.shape[1] else _TERMS if exclusive else 0.0
    space = Space.fit(terms, meaning, share=share, seed=seed)
    places = space.places(terms, meaning)
    learn = _together if exclusive else _alone
    columns, base, left_out = learn(places, truth, weights, seed)
    return Meanings(space.by_terms @ columns, space.by_meaning @ columns, base, left_out)


def _alone(places: Floats, truth: Floats, weights: Floats, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return the weights of the directions and the base of each code, and its answers for texts left out."""
    columns, base = np.zeros((places.shape[1], truth.shape[1])), np.zeros(truth.shape[1])
    left_out = np.zeros_like(truth)
    for code in range(truth.shape[1]):
        fold = folds(truth[:, code], seed + code)
        columns[:, code], base[code] = _fitted(places, truth[:, code], weights)
        for out in range(FOLDS):
            seen = fold != out
            column, constant = _fitted(places[seen], truth[seen, code], weights[seen])
            left_out[~seen, code] = places[~seen] @ column + constant
    return columns, base, left_out


def _together(places: Floats, truth: Floats, weights: Floats, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return the same where a text has one code: all are learned in one, of the texts that have any."""
    given = truth.sum(axis=1) > 0
    label = truth.argmax(axis=1)
    fold = folds_of_many(label, seed)
    columns, base = _fitted_all(places[given], label[given], weights[given], truth.shape[1])
    left_out = np.zeros_like(truth)
    for out in range(FOLDS):
        seen = (fold != out) & given
        some, constants = _fitted_all(places[seen], label[seen], weights[seen], truth.shape[1])
        left_out[fold == out] = places[fold == out] @ some + constants
    return columns, base, left_out


def _fitted(places: Floats, truth: Floats, weights: Floats) -> tuple[Floats, float]:
    has = truth > 0
    if has.all() or not has.any():
        return np.zeros(places.shape[1]), 8.0 if has.all() else -8.0
    model = linear_model.LogisticRegression(
        C=_FREEDOM_ALONE, class_weight="balanced", max_iter=_STEPS, tol=_NEAR_ENOUGH
    )
    model.fit(places, has, sample_weight=weights)
    return np.asarray(model.coef_[0]), float(model.intercept_[0])


def _fitted_all(places: Floats, label: NDArray[np.int64], weights: Floats, codes: int) -> tuple[Floats, Floats]:
    columns, base = np.zeros((places.shape[1], codes)), np.full(codes, -8.0)
    known = np.unique(label)
    if len(known) < 2:
        base[known] = 8.0
        return columns, base
    model = linear_model.LogisticRegression(C=_FREEDOM_TOGETHER, max_iter=_STEPS, tol=_NEAR_ENOUGH)
    model.fit(places, label, sample_weight=weights)
    if len(known) == 2:  # two classes come as one column
        columns[:, known[1]], base[known] = model.coef_[0], (0.0, float(model.intercept_[0]))
        return columns, base
    columns[:, known], base[known] = model.coef_.T, model.intercept_
    return columns, base

"""Ridge regression of every code at once, over likeness of words, of letters and of meaning.

In its dual form each fit also tells what it would have said of every text without having seen that text
(leave-one-out by the diagonal of the inverse: Cawley & Talbot 2003, eq. 7), so that nothing has to be learned twice to
know how right it is. Several thousand texts are learned in chunks whose answers are averaged (Zhang, Duchi &
Wainwright 2013): a text's own chunk leaves it out, the others never saw it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

Floats = NDArray[np.float64]

_CHUNK = 2_500
_TRIED = 1_200
_STRENGTHS = (0.3, 1.0, 3.0)
_MEANINGS = (0.5, 1.5, 4.0)


@dataclass(frozen=True, slots=True)
class Ridge:
    """Linear answers of the learned: ``terms @ by_terms + meaning @ by_meaning + base``.

    Attributes:
        by_terms: (terms, codes).
        by_meaning: (dimensions, codes).
        base: (codes,).
        left_out: (texts, codes): what is said of each learned text when it was not seen.
    """

    by_terms: Floats
    by_meaning: Floats
    base: Floats
    left_out: Floats


def fit_ridge(terms: sparse.csr_matrix, meaning: Floats, truth: Floats, weights: Floats, *, seed: int = 0) -> Ridge:
    """Learn all codes.

    Args:
        terms: (n, terms) weights of words and letters.
        meaning: (n, d) centred vectors of meaning; d may be 0.
        truth: (n, codes) of 0 and 1.
        weights: (n,) how much each text counts, over 0.
        seed: Of the split into chunks.
    """
    order = np.random.default_rng(seed).permutation(len(truth))
    strength, share = _chosen(terms, meaning, truth, weights, order[:_TRIED])
    chunks = np.array_split(order, -(-len(order) // _CHUNK))
    alphas = [np.zeros_like(truth) for _ in chunks]
    left_out = np.zeros_like(truth)
    for chunk, alpha in zip(chunks, alphas, strict=True):
        alpha[chunk], own = _solved(
            _likeness(terms[chunk], meaning[chunk], share), truth[chunk], weights[chunk] / strength
        )
        left_out[chunk] += own
        others = np.setdiff1d(order, chunk)
        if len(others):
            by_terms, by_meaning = terms[chunk].T @ alpha[chunk], share * (meaning[chunk].T @ alpha[chunk])
            left_out[others] += terms[others] @ by_terms + meaning[others] @ by_meaning + alpha[chunk].sum(axis=0)
    alpha = np.sum(alphas, axis=0) / len(chunks)
    return Ridge(np.asarray(terms.T @ alpha), share * (meaning.T @ alpha), alpha.sum(axis=0), left_out / len(chunks))


def _likeness(terms: sparse.csr_matrix, meaning: Floats, share: float) -> Floats:
    # The added 1 is a constant for every text: the base of each code
    return np.asarray((terms @ terms.T).todense()) + share * (meaning @ meaning.T) + 1.0


def _solved(likeness: Floats, truth: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the dual coefficients and the answers for each text left out."""
    inverse = linalg.inv(likeness + np.diag(1.0 / weights), check_finite=False)
    alpha = inverse @ truth
    return alpha, truth - alpha / np.diag(inverse)[:, None]


def _chosen(
    terms: sparse.csr_matrix, meaning: Floats, truth: Floats, weights: Floats, rows: NDArray[np.int64]
) -> tuple[float, float]:
    """Return the strength of the ridge and the share of meaning with the smallest left-out error."""
    best, least = (_STRENGTHS[0], _MEANINGS[0]), np.inf
    for strength, share in product(_STRENGTHS, _MEANINGS if meaning.shape[1] else _MEANINGS[:1]):
        _, left_out = _solved(_likeness(terms[rows], meaning[rows], share), truth[rows], weights[rows] / strength)
        error = float((weights[rows, None] * (truth[rows] - left_out) ** 2).sum())
        if error < least:
            best, least = (strength, share), error
    return best

"""From what the two learners say of texts they did not see to probabilities, and to where a code is proposed.

One small regression over all codes at once weighs the learners (Platt 1999; stacking: Wolpert 1992), with an offset of
each code that is held near 0 unless its texts say otherwise. Where a text has at most one code, the codes share one
probability (softmax).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Floats = NDArray[np.float64]

_HOLD_OFFSETS = 6.0
_STEADY = 8.0
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Stack:
    """How much each learner counts: log odds = ``first · a + second · b + offset``.

    Attributes:
        first: Of the ridge.
        second: Of the ratios.
        offsets: (codes,).
        exclusive: Whether a text has at most one code.
    """

    first: float
    second: float
    offsets: Floats
    exclusive: bool

    def logits(self, ridge: Floats, ratios: Floats) -> Floats:
        """Return log odds, (n, codes)."""
        return self.first * ridge + self.second * ratios + self.offsets


def probabilities(logits: Floats, *, exclusive: bool) -> Floats:
    """Return probabilities of the codes, (n, codes); of exclusive ones they sum to 1 in every row."""
    shares = special.softmax(logits, axis=1) if exclusive else special.expit(logits)
    return np.asarray(shares, dtype=float)


def fit_stack(ridge: Floats, ratios: Floats, truth: Floats, *, exclusive: bool) -> Stack:
    """Weigh both learners by what they said of texts they had not seen.

    Args:
        ridge: (n, codes) left-out answers.
        ratios: (n, codes) left-out log odds.
        truth: (n, codes) of 0 and 1.
        exclusive: Whether a text has at most one code.
    """
    codes = truth.shape[1]
    prior = np.log((truth.mean(axis=0) + _TINY) / (1 - truth.mean(axis=0) + _TINY))
    scale = max(float(ridge.std()), _TINY)

    def loss(point: Floats) -> tuple[float, Floats]:
        logits = point[0] * ridge / scale + point[1] * ratios + point[2] * prior + point[3] + point[4:]
        shares = probabilities(logits, exclusive=exclusive)
        told = shares if exclusive else np.where(truth > 0, shares, 1 - shares)
        likelihood = np.log(np.maximum(told, _TINY * _TINY))
        likelihood = likelihood * truth if exclusive else likelihood
        off = shares - truth
        hold = np.array([_TINY, _TINY, _TINY, _TINY, *np.full(codes, _HOLD_OFFSETS)])
        gradient = np.array(
            [(off * ridge).sum() / scale, (off * ratios).sum(), (off * prior).sum(), off.sum(), *off.sum(0)]
        )
        return -float(likelihood.sum()) + float((hold * point**2).sum()) / 2, gradient + hold * point

    start = np.array([1.0, 0.5, 0.0, 0.0, *np.zeros(codes)])
    bounds = [(0.0, None), (0.0, None), *[(None, None)] * (2 + codes)]
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return Stack(float(found[0] / scale), float(found[1]), found[2] * prior + found[3] + found[4:], exclusive)


def fit_thresholds(shares: Floats, truth: Floats) -> Floats:
    """Return from which probability each code is proposed, (codes,): where its F1 is best on texts not seen.

    A code with few texts takes most of its threshold from all codes together.
    """
    common = _best_threshold(shares.ravel(), truth.ravel())
    own = np.array([_best_threshold(shares[:, code], truth[:, code]) for code in range(truth.shape[1])])
    seen = truth.sum(axis=0)
    logit = (seen * special.logit(own) + _STEADY * special.logit(common)) / (seen + _STEADY)
    return np.asarray(special.expit(logit), dtype=float)


def _best_threshold(shares: Floats, truth: Floats) -> float:
    if not truth.any():
        return 0.5
    order = np.argsort(-shares, kind="stable")
    right = np.cumsum(truth[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + truth.sum())
    best = int(f1.argmax())
    below = shares[order[best + 1]] if best + 1 < len(order) else 0.0
    return float(np.clip((shares[order[best]] + below) / 2, 0.01, 0.99))

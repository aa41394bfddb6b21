"""From what the two learners say of texts they did not see to probabilities, and to where a code is proposed.

One small regression over all codes at once weighs the learners (Platt 1999; stacking: Wolpert 1992), with an offset of
each code that is held near 0 unless its texts say otherwise. Where a text has at most one code, the codes share one
probability (softmax).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Floats = NDArray[np.float64]

_HOLD_OFFSETS = 6.0
_LEAST = 0.01
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Stack:
    """How much each learner counts: log odds = sum of weight × answer + offset.

    Attributes:
        weights: One a learner.
        offsets: (codes,).
    """

    weights: tuple[float, ...]
    offsets: Floats

    def logits(self, answers: Sequence[Floats]) -> Floats:
        """Return log odds, (n, codes), of the learners' answers."""
        weighed = [weight * answer for weight, answer in zip(self.weights, answers, strict=True)]
        return np.asarray(np.sum(weighed, axis=0) + self.offsets)


def probabilities(logits: Floats, *, exclusive: bool) -> Floats:
    """Return probabilities of the codes, (n, codes); of exclusive ones they sum to 1 in every row."""
    shares = special.softmax(logits, axis=1) if exclusive else special.expit(logits)
    return np.asarray(shares, dtype=float)


def fit_stack(answers: Sequence[Floats], truth: Floats, *, exclusive: bool) -> Stack:
    """Weigh learners by what they said of texts they had not seen.

    Args:
        answers: (n, codes) left-out answers of each learner.
        truth: (n, codes) of 0 and 1.
        exclusive: Whether a text has at most one code.
    """
    codes, learners = truth.shape[1], len(answers)
    prior = np.log((truth.mean(axis=0) + _TINY) / (1 - truth.mean(axis=0) + _TINY))
    scales = [max(float(answer.std()), _TINY) for answer in answers]
    columns = [
        *(answer / scale for answer, scale in zip(answers, scales, strict=True)),
        np.broadcast_to(prior, truth.shape),
        np.ones_like(truth),
    ]
    hold = np.concatenate([np.full(len(columns), _TINY), np.full(codes, _HOLD_OFFSETS)])

    def loss(point: Floats) -> tuple[float, Floats]:
        logits = np.sum([weight * column for weight, column in zip(point, columns, strict=False)], axis=0)
        off, likelihood = _off(logits + point[len(columns) :], truth, exclusive=exclusive)
        gradient = np.array([*((off * column).sum() for column in columns), *off.sum(axis=0)])
        return float((hold * point**2).sum()) / 2 - likelihood, gradient + hold * point

    start = np.concatenate([np.ones(learners), np.zeros(2 + codes)])
    bounds = [(0.0, None)] * learners + [(None, None)] * (2 + codes)
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = tuple(float(weight / scale) for weight, scale in zip(found, scales, strict=False))
    return Stack(weights, found[learners] * prior + found[learners + 1] + found[learners + 2 :])


def _off(logits: Floats, truth: Floats, *, exclusive: bool) -> tuple[Floats, float]:
    """Return by how much probabilities are off the truth, and the log likelihood."""
    shares = probabilities(logits, exclusive=exclusive)
    told = shares[truth > 0] if exclusive else np.where(truth > 0, shares, 1 - shares)
    return shares - truth, float(np.log(np.maximum(told, _TINY**2)).sum())


def fit_thresholds(shares: Floats) -> Floats:
    """Return from which probability each code is proposed, (codes,): where the F1 to be expected is highest.

    That is half of the highest F1 itself (Lipton, Elkan & Naryanaswamy 2014), which calibrated probabilities of texts
    not seen tell without looking at the truth once more; steadier than the best cut of a code with few texts.

    Args:
        shares: (n, codes) calibrated probabilities of texts that were left out.
    """
    ordered = -np.sort(-shares, axis=0)
    said = np.arange(1, len(shares) + 1)[:, None]
    f1 = 2 * np.cumsum(ordered, axis=0) / (said + ordered.sum(axis=0))
    return np.asarray(np.clip(f1.max(axis=0) / 2, _LEAST, 0.5), dtype=float)

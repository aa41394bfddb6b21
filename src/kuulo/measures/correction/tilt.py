"""How the odds of answering go with the score itself, learnt from an earlier follow-up that reached all or most.

In that follow-up some answered at the ordinary effort and the others only at a greater one, so the score of both is
known: log odds of answering at once = h(x)'a + t(score)'γ. Today's follow-up has scores of those alone who answered;
γ comes from the lesson, with its covariance, and with an allowance for what may have changed since.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuulo.measures.correction.logistic import fit_logistic, information
from kuulo.measures.correction.people import Lesson, outcome
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Floats

DRIFT = 0.2  # standard deviation of a log odds between two follow-ups: from two thirds of the odds to half as many more
_RIDGE = 0.05  # keeps a level without a silent person finite
_ENOUGH = 30  # of each kind in the lesson


@dataclass(frozen=True, slots=True)
class Tilt:
    """The slope γ of the log odds on the score's terms, with its covariance (drift included)."""

    slope: Floats
    covariance: Floats
    learnt: bool


def score_terms(score: Floats, definition: Definition) -> Floats:
    """Return the terms of the score that the odds may go with, one column each.

    Net scores: favourable, unfavourable. Shares: favourable. Means: the score and its square, so that both ends may
    answer more; as standard shares of the scale's half, or of the spread where the scale is open.
    """
    if definition.statistic == "mean":
        low, high = definition.scale_min, definition.scale_max
        open_ended = low is None or high is None
        centre = float(np.nanmean(score)) if open_ended else (low + high) / 2  # type: ignore[operator]  # -- both given
        half = float(np.nanstd(score)) or 1.0 if open_ended else (high - low) / 2  # type: ignore[operator]  # -- as above
        part = (score - centre) / half
        return np.column_stack([part, part**2])
    value = outcome(score, definition)
    if definition.statistic == "net":
        return np.column_stack([value > 0, value < 0]).astype(float)
    return np.column_stack([value > 0]).astype(float)


def learn_tilt(lesson: Lesson | None, known: Floats | None, definition: Definition, *, drift: float = DRIFT) -> Tilt:
    """Return how the odds go with the score, or none where there is no lesson large enough.

    Args:
        lesson: The earlier follow-up.
        known: What is known of its persons: the columns h of today's follow-up, ones first.
        definition: What the score means.
        drift: Standard deviation of each log odds between then and now.
    """
    probe = score_terms(np.array([definition.scale_max or 1.0]), definition)
    width = probe.shape[1]
    if lesson is None or known is None or min(lesson.at_once.sum(), (~lesson.at_once).sum()) < _ENOUGH:
        return Tilt(np.zeros(width), np.zeros((width, width)), learnt=False)
    x = np.column_stack([known, score_terms(lesson.score, definition)])
    beta = fit_logistic(x, lesson.at_once.astype(float), ridge=_RIDGE)
    covariance = np.linalg.inv(information(x, beta, ridge=_RIDGE))[-width:, -width:]
    return Tilt(beta[-width:], covariance + drift**2 * np.eye(width), learnt=True)

"""The two-phase figure at the pace of a page: the same estimator, assisted by a linear model in place of boosted trees.

The assist only makes the interval shorter, whatever it is; what the follow-up of the silent says stays the same.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.estimate import Estimate
from kuulo.measures.correction import People, outcome
from kuulo.measures.correction.assisting import late_answers
from kuulo.measures.correction.design import folds, known_matrix
from kuulo.measures.correction.followed import followed_figure, those_asked, weigh
from kuulo.measures.correction.logistic import fit_logistic
from kuulo.measures.correction.tilt import learn_tilt
from kuulo.measures.definitions import Definition

Floats = NDArray[np.float64]
FOLDS: Final = 5
SEED: Final = 1
RIDGE: Final = 4.0


def two_phase_at_once(people: People, definition: Definition, *, confidence: float) -> Estimate:
    """Return the two-phase figure with a linear assist.

    Raises:
        ColumnError: There is no follow-up with answers.
        KuuloError: Its answers cannot stand for those who kept silent in it.
    """
    asked = those_asked(people)
    silent = weigh(asked, definition, _columns(asked, definition), learn_tilt(None, None, definition))
    return followed_figure(silent, definition, frame=len(people), confidence=confidence)


def _columns(asked: People, definition: Definition) -> Floats:
    """Return what the estimate leans on: ones, the score a linear model expects, the odds of answering at once."""
    known = known_matrix(asked.x, asked.earlier, asked.answered)
    if known.shape[1] < 2:
        return np.ones((len(asked), 1))
    late = late_answers(asked)
    y = np.nan_to_num(outcome(asked.score, definition))
    weight = np.where(late, asked.answered.sum() / max(late.sum(), 1), 1.0)
    expected = _expected(known, y, np.where(asked.answered | late, weight, 0.0))
    odds = known @ fit_logistic(known, asked.answered.astype(float), weight=asked.base_weight)
    columns = [each for each in (expected, odds) if each.std() > 0]
    return np.column_stack([np.ones(len(asked)), *((each - each.mean()) / each.std() for each in columns)])


def _expected(known: Floats, y: Floats, weight: Floats) -> Floats:
    """Return the score that ridge regression expects of each, fitted without the fold it predicts."""
    fold = folds(len(y), FOLDS, np.random.default_rng(SEED))
    penalty = RIDGE * np.eye(known.shape[1])
    penalty[0, 0] = 0.0
    found = np.empty(len(y))
    for each in range(FOLDS):
        rest = fold != each
        weighted = known[rest] * weight[rest][:, None]
        beta = np.linalg.solve(weighted.T @ known[rest] + penalty, weighted.T @ y[rest])
        found[~rest] = known[~rest] @ beta
    return found

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
NO_SPREAD: Final = 1e-9  # of a column that only rounding moves


def two_phase_at_once(people: People, definition: Definition, *, confidence: float) -> Estimate:
    """Return the two-phase figure with a linear assist.

    Raises:
        ColumnError: There is no follow-up with answers.
        KuuloError: Its answers cannot stand for those who kept silent in it.
    """
    asked = those_asked(people)
    known, then = _columns(asked, definition)
    silent = weigh(asked, definition, known, learn_tilt(people.lesson, then, definition))
    return followed_figure(silent, definition, frame=len(people), confidence=confidence)


def _columns(asked: People, definition: Definition) -> tuple[Floats, Floats | None]:
    """Return what the estimate leans on, of those asked and of the lesson.

    Ones, the score that a linear model expects, the odds of answering at once. The lesson's scores are in no fit.
    """
    lesson, count = asked.lesson, len(asked)
    x, earlier, more = asked.x, asked.earlier, 0
    if lesson is not None:
        x, more = x.then(lesson.x), len(lesson.score)
        earlier = None if earlier is None else np.concatenate([earlier, lesson.earlier])
    none = np.zeros(more, dtype=bool)
    known = known_matrix(x, earlier, np.append(asked.answered, none))
    if known.shape[1] < 2:
        return np.ones((count, 1)), None if lesson is None else np.ones((more, 1))
    late = late_answers(asked)
    y = np.append(np.nan_to_num(outcome(asked.score, definition)), np.zeros(more))
    weight = np.where(late, asked.answered.sum() / max(late.sum(), 1), 1.0)
    expected = _expected(known, y, np.append(np.where(asked.answered | late, weight, 0.0), none))
    odds = known @ fit_logistic(known[:count], asked.answered.astype(float), weight=asked.base_weight)
    now = _standardised([each[:count] for each in (expected, odds)])
    return now, None if lesson is None else _standardised([each[count:] for each in (expected, odds)])


def _standardised(columns: list[Floats]) -> Floats:
    """Return ones and the columns that have any spread, each less its mean and over its spread."""
    kept = [(each - each.mean()) / each.std() for each in columns if each.std() > NO_SPREAD]
    return np.column_stack([np.ones(len(columns[0])), *kept])


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

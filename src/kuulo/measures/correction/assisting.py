"""What a follow-up's estimate leans on: columns h of all that is known of each person, a model's prediction first."""

from __future__ import annotations

import numpy as np

from kuulo.measures.correction.design import folds, known_matrix, raw_matrix
from kuulo.measures.correction.logistic import fit_logistic
from kuulo.measures.correction.people import People, outcome
from kuulo.measures.correction.propensity import FOLDS, predict_scores
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Flags, Floats


def assist(asked: People, definition: Definition, seed: int) -> tuple[Floats, Floats | None]:
    """Return h of those asked and of the lesson: ones, predicted score, odds of having answered, earlier score.

    The score's model is fitted without the fold it predicts, on answers of both phases that weigh the same together.
    """
    x, earlier = asked.x, asked.earlier
    if asked.lesson is not None:
        x = x.then(asked.lesson.x)
        earlier = None if earlier is None else np.concatenate([earlier, asked.lesson.earlier])
    if not x.names and earlier is None:
        return np.ones((len(asked), 1)), None if asked.lesson is None else np.ones((len(asked.lesson.score), 1))
    rows = len(asked) + (0 if asked.lesson is None else len(asked.lesson.score))
    mean = _expected(asked, definition, raw_matrix(x, earlier, rows), seed)
    known = known_matrix(x, earlier, np.append(asked.answered, np.zeros(rows - len(asked), dtype=bool)))
    odds = known @ fit_logistic(known[: len(asked)], asked.answered.astype(float), weight=asked.base_weight)
    columns = [mean, odds]
    if earlier is not None and not np.isnan(earlier).all():
        columns += [np.where(np.isnan(earlier), np.nanmean(earlier), earlier), np.isnan(earlier).astype(float)]
    now = _standardised([column[: len(asked)] for column in columns])
    then = _standardised([column[len(asked) :] for column in columns])
    return now, None if asked.lesson is None else then


def _expected(asked: People, definition: Definition, trees: Floats, seed: int) -> Floats:
    """Return the score that gradient boosting expects of each row of ``trees``: those asked, then the lesson's."""
    late = late_answers(asked)
    y = np.nan_to_num(outcome(asked.score, definition))
    share = np.where(late, asked.answered.sum() / max(late.sum(), 1), 1.0)
    count = len(asked)
    fold = np.append(
        folds(count, FOLDS, np.random.default_rng(seed)), np.arange(len(trees) - count) % FOLDS
    )  # the lesson's scores are in no fit, so any fold may predict them
    told = np.append(asked.answered | late, np.zeros(len(trees) - count, dtype=bool))
    mean = np.empty(len(trees))
    for each in range(FOLDS):
        rest = np.flatnonzero((fold != each) & told)
        mean[fold == each] = predict_scores(trees[rest], y[rest], trees[fold == each], seed=each, weight=share[rest])
    return mean


def _standardised(columns: list[Floats]) -> Floats:
    """Return ones and the columns, each less its mean and over its spread; a column without spread is left out."""
    kept = [column for column in columns if len(column) and column.std() > 1e-9]
    rows = len(columns[0])
    return np.column_stack([np.ones(rows), *((column - column.mean()) / column.std() for column in kept)])


def late_answers(asked: People) -> Flags:
    """Return who answered in the follow-up alone."""
    none = np.zeros(len(asked), dtype=bool)
    return none if asked.phase2_answered is None else asked.phase2_answered & ~asked.answered

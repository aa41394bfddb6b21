"""Two-phase: those who answered, and a follow-up of a sample of those who did not.

The silent stand with the mean of the follow-up, as Hansen & Hurwitz (1946) have it, helped by two models:

* *Assist.* m(x) predicts the score from all that is known (gradient boosting, cross-fitted). The follow-up estimates
  only the mean of y − B'h with h = (1, m, …), so a good m makes the interval shorter and a bad one makes nothing wrong
  (difference estimator; Särndal, Swensson & Wretman 1992, ch. 9).
* *Nonresponse of the follow-up.* Its log odds of answering are h'α + t(score)'γ. α is solved from calibration, Σ over
  the answers of w·h = Σ over all drawn of h, with w = 1 + exp(−h'α − t'γ) (Kott & Chang 2010; Kim & Yu 2011 for the
  exponential tilt); γ comes from an earlier follow-up that reached all or most (`tilt`).

Variance: linearised over both phases (equal to Hansen & Hurwitz's where all answer and nothing assists), and the
covariance of γ with an allowance for drift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuulo.base.errors import ColumnError, KuuloError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.measures.correction.design import FEW, folds, known_matrix, raw_matrix
from kuulo.measures.correction.logistic import fit_logistic
from kuulo.measures.correction.people import Flags, Floats, People, outcome
from kuulo.measures.correction.propensity import FOLDS, predict_scores
from kuulo.measures.correction.shaping import Found, shape_estimate
from kuulo.measures.correction.tilt import DRIFT, Tilt, learn_tilt, score_terms
from kuulo.measures.definitions import Definition

_STEPS = 60


@dataclass(frozen=True, slots=True)
class Silent:
    """The weights and residuals of the follow-up, on those who were asked.

    Attributes:
        people: Those asked.
        y: Outcome; 0 where nobody answered.
        fitted: B'h for everybody.
        draw: 1 over the chance of being drawn into the follow-up; 0 where not drawn.
        weight: Weight of each follow-up answer (of draw and nonresponse); 0 elsewhere.
        moves: Change of the figure for a change of γ, times the number of persons.
        tilt: How the odds go with the score.
        columns: Number of columns of h.
    """

    people: People
    y: Floats
    fitted: Floats
    draw: Floats
    weight: Floats
    moves: Floats
    tilt: Tilt
    columns: int


def hansen_hurwitz(people: People, definition: Definition, *, confidence: float = 0.95) -> Estimate:
    """Return the two-phase figure without models: the follow-up's answers stand for all who were silent.

    Source: Hansen & Hurwitz (1946), JASA 41:517–529.
    """
    asked = _asked(people)
    silent = _weigh(asked, definition, np.ones((len(asked), 1)), learn_tilt(None, None, definition))
    return followed_figure(silent, definition, frame=len(people), confidence=confidence, method="two-phase")


def two_phase(
    people: People, definition: Definition, *, confidence: float = 0.95, seed: int = 1, drift: float = DRIFT
) -> Estimate:
    """Return the two-phase figure, assisted by a model of the score and corrected for who left out the follow-up.

    Args:
        people: The frame with its follow-up (and a lesson of an earlier one, where there was one).
        definition: What the score means.
        confidence: Confidence level, 0–1.
        seed: Of the folds.
        drift: Standard deviation of a log odds between the earlier follow-up and this one.

    Raises:
        ColumnError: There is no follow-up, or fewer than two of it answered.
    """
    silent = follow(people, definition, seed=seed, drift=drift)
    return followed_figure(silent, definition, frame=len(people), confidence=confidence)


def follow(people: People, definition: Definition, *, seed: int = 1, drift: float = DRIFT) -> Silent:
    """Return the weights and residuals that `two_phase` rests on."""
    asked = _asked(people)
    known, then = _assist(asked, definition, seed)
    return _weigh(asked, definition, known, learn_tilt(people.lesson, then, definition, drift=drift))


def _asked(people: People) -> People:
    if not people.followed or people.phase2_answered is None or people.phase2_answered.sum() < 2:
        raise ColumnError(
            _("There is no follow-up of the silent with answers."),
            _("Draw a sample of those who did not answer, ask them again, and come back."),
        )
    return people.take(people.invited)


def _assist(asked: People, definition: Definition, seed: int) -> tuple[Floats, Floats | None]:
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
    known = known_matrix(x, earlier, np.append(asked.answered.astype(float), np.zeros(rows - len(asked))))
    odds = known @ fit_logistic(known[: len(asked)], asked.answered.astype(float), weight=asked.base_weight)
    columns = [mean, odds]
    if earlier is not None and not np.isnan(earlier).all():
        columns += [np.where(np.isnan(earlier), np.nanmean(earlier), earlier), np.isnan(earlier).astype(float)]
    now = _standardised([column[: len(asked)] for column in columns])
    then = _standardised([column[len(asked) :] for column in columns])
    return now, None if asked.lesson is None else then


def _expected(asked: People, definition: Definition, trees: Floats, seed: int) -> Floats:
    """Return the score that gradient boosting expects of each row of ``trees``: those asked, then the lesson's."""
    late = _late(asked)
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


def _late(asked: People) -> Flags:
    """Return who answered in the follow-up alone."""
    none = np.zeros(len(asked), dtype=bool)
    return none if asked.phase2_answered is None else asked.phase2_answered & ~asked.answered


def _weigh(asked: People, definition: Definition, known: Floats, tilt: Tilt) -> Silent:
    """Solve the follow-up's weights, and regress its outcomes on h."""
    late, drawn = _late(asked), np.zeros(len(asked), dtype=bool) if asked.phase2 is None else asked.phase2
    y = np.nan_to_num(outcome(asked.score, definition))
    chosen = _draw_weight(asked, drawn)
    draw = asked.base_weight * chosen
    h, d = known[late], draw[late]
    quiet = drawn & ~late
    if quiet.sum() < FEW:
        known = known[:, :1] if quiet.any() else known
        h = known[late]
    terms = score_terms(asked.score[late], definition) if tilt.learnt else np.zeros((late.sum(), len(tilt.slope)))
    beyond = np.zeros(late.sum())
    if quiet.any():
        beyond = _beyond(h, d, terms @ tilt.slope, draw[drawn] @ known[drawn] - d @ h)
    pull = d * beyond if quiet.any() else d
    root = np.sqrt(pull)
    slope = np.linalg.lstsq(h * root[:, None], y[late] * root, rcond=1e-10)[0]
    fitted = known @ slope
    weight = np.zeros(len(asked))
    weight[late] = chosen[late] * (1 + beyond)
    moves = -((d * beyond * (y[late] - fitted[late])) @ terms)
    return Silent(asked, y, fitted, chosen, weight, moves, tilt, h.shape[1])


def _draw_weight(asked: People, drawn: Flags) -> Floats:
    """Return 1 over the chance of the follow-up's draw; where it is not told, as the counts have it."""
    if asked.phase2_weight is None:
        return np.where(drawn, (~asked.answered).sum() / max(drawn.sum(), 1), 0.0)
    return np.where(drawn, np.nan_to_num(asked.phase2_weight), 0.0)


def _beyond(h: Floats, d: Floats, shift: Floats, gap: Floats) -> Floats:
    """Return exp(−hα − shift), for which Σ d·exp(…)·h is the gap: how many who kept silent each answer stands for.

    Newton's steps with halving on the convex Σ d·exp(−hα − shift) + α'gap.

    Raises:
        KuuloError: The answers cannot stand for those who kept silent.
    """
    alpha = np.zeros(h.shape[1])
    alpha[0] = -np.log(max(gap[0], 1e-9) / (d @ np.exp(-shift)))
    for _step in range(_STEPS):
        grown = d * np.exp(-h @ alpha - shift)
        slope = gap - h.T @ grown
        if np.abs(slope).max() < 1e-9 * gap[0]:
            return grown / d
        step = np.linalg.lstsq((h * grown[:, None]).T @ h, slope, rcond=1e-12)[0]
        step *= min(1.0, 1.0 / max(np.abs(h @ step).max(), 1e-12))
        alpha = alpha - step
    raise KuuloError(
        _("The answers of the follow-up cannot stand for those who kept silent in it."),
        _("Ask more of the silent: too few answered, or only one kind of them."),
    )


def followed_figure(
    silent: Silent,
    definition: Definition,
    *,
    frame: int,
    confidence: float = 0.95,
    method: str = "two-phase, assisted",
) -> Estimate:
    """Return the figure: mean of answers, of B'h of the silent, and of the follow-up's weighted residuals."""
    people, d = silent.people, silent.people.base_weight
    late = silent.weight > 0
    residual = np.where(late, silent.weight * (silent.y - silent.fitted), 0.0)
    told = np.where(people.answered, silent.y, silent.fitted + residual)
    total = d.sum()
    value = float(d @ told / total)
    answers = int(late.sum())
    loose = answers / max(answers - silent.columns, 1)
    part = d * np.where(people.answered, silent.y, silent.fitted) - d * value
    spread = (part @ part) + loose * ((d * residual) @ (d * residual)) + 2 * (part @ (d * residual))
    spread -= _finite(silent, value) * total**2 / frame
    moves = silent.moves / total
    variance = max(spread, 0.0) / total**2 + float(moves @ silent.tilt.covariance @ moves)
    return shape_estimate(
        people,
        definition,
        Found(value, float(np.sqrt(variance)), answers - silent.columns, n=answers + int(people.answered.sum())),
        confidence=confidence,
        method=method,
    )


def _finite(silent: Silent, value: float) -> float:
    """Return the variance of the outcome over the frame, which a draw of all of it does not have."""
    people = silent.people
    weight = people.base_weight * np.where(people.answered, 1.0, silent.weight)
    return float(weight @ (silent.y - value) ** 2 / weight.sum())

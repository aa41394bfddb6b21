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
from kuulo.measures.correction.assisting import assist, late_answers
from kuulo.measures.correction.design import FEW
from kuulo.measures.correction.people import People, outcome
from kuulo.measures.correction.shaping import Found, shape_estimate
from kuulo.measures.correction.tilt import DRIFT, Tilt, learn_tilt, score_terms
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Flags, Floats

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
    asked = those_asked(people)
    silent = weigh(asked, definition, np.ones((len(asked), 1)), learn_tilt(None, None, definition))
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
    asked = those_asked(people)
    known, then = assist(asked, definition, seed)
    return weigh(asked, definition, known, learn_tilt(people.lesson, then, definition, drift=drift))


def those_asked(people: People) -> People:
    """Return those of the frame who were asked, where a follow-up of them has answers."""
    if not people.followed:
        raise ColumnError(
            _("There is no follow-up of the silent with answers."),
            _("Draw a sample of those who did not answer, ask them again, and come back."),
        )
    return people.take(people.invited)


def weigh(asked: People, definition: Definition, known: Floats, tilt: Tilt) -> Silent:
    """Solve the follow-up's weights, and regress its outcomes on h."""
    late, drawn = late_answers(asked), np.zeros(len(asked), dtype=bool) if asked.phase2 is None else asked.phase2
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

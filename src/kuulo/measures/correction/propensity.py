"""Weighting by the odds of answering: ridge logistic regression or gradient boosting, cross-fitted; doubly robust.

Cross-fitted: the model that judges a person was fitted without that person (Chernozhukov et al. 2018), so a flexible
model cannot weight its own noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from kuulo.base.estimate import Estimate
from kuulo.base.later import Later
from kuulo.measures.correction.design import folds, known_matrix, raw_matrix
from kuulo.measures.correction.logistic import fit_logistic, information
from kuulo.measures.correction.people import People, outcome
from kuulo.measures.correction.shaping import Found, shape_estimate, weighted_mean
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Codes, Floats

ensemble = Later("sklearn.ensemble")
FOLDS = 5
LEAST = 0.02  # odds below this share would make one answer stand for more than fifty
_TREES = {
    "max_iter": 40,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 20,
    "learning_rate": 0.1,
    "early_stopping": False,
    "max_bins": 48,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Those who were asked: what the models see of them."""

    people: People
    x: Floats
    trees: Floats
    weight: Floats
    answered: Floats
    y: Floats
    frame: int

    @classmethod
    def of(cls, people: People, definition: Definition) -> Asked:
        """Return those of the frame who were asked; y is 0 where nobody answered."""
        asked = people.take(people.invited)
        answered = asked.answered.astype(float)
        y = np.where(asked.answered, np.nan_to_num(outcome(asked.score, definition)), 0.0)
        x = known_matrix(asked.x, asked.earlier, asked.answered)
        return cls(
            people, x, raw_matrix(asked.x, asked.earlier, len(asked)), asked.base_weight, answered, y, len(people)
        )


def propensity(people: People, definition: Definition, *, confidence: float = 0.95, seed: int = 1) -> Estimate:
    """Return the figure weighted by 1 over the odds of answering (ridge logistic regression, cross-fitted).

    θ = Σ d·y/p over Σ d/p among those who answered. Variance by linearisation, the model's share in it: a person's
    influence is d·r(y − θ)/p − b'A⁻¹x·d(r − p), with A the model's information and b = Σ d·r(1 − p)/p·(y − θ)·x.

    Source: Robins, Rotnitzky & Zhao (1994); Lunceford & Davidian (2004), eq. 19.
    """
    asked = Asked.of(people, definition)
    chance = _crossed_logistic(asked, folds(len(asked.y), FOLDS, np.random.default_rng(seed)))
    value, part = _influence(asked, chance)
    beta = fit_logistic(asked.x, asked.answered, weight=asked.weight)
    pull = asked.x.T @ (asked.weight * asked.answered * (1 - chance) / chance * (asked.y - value))
    lean = asked.x @ np.linalg.solve(information(asked.x, beta, weight=asked.weight), pull)
    part = part - lean * asked.weight * (asked.answered - expit(asked.x @ beta))
    found = _found(asked, value, part, _fitted(asked, chance))
    return shape_estimate(asked.people, definition, found, confidence=confidence, method="propensity, logistic")


def boosted(people: People, definition: Definition, *, confidence: float = 0.95, seed: int = 1) -> Estimate:
    """Return the figure weighted by 1 over the odds of answering (gradient boosting, cross-fitted).

    Trees have no derivatives, so the model's share in the variance is taken as that of a logistic model of the same
    features: the influence less its regression on the scores x(r − p) (Hirano, Imbens & Ridder 2003).
    """
    asked = Asked.of(people, definition)
    chance = _crossed_trees(asked, folds(len(asked.y), FOLDS, np.random.default_rng(seed)))
    value, part = _influence(asked, chance)
    scores = asked.x * (asked.weight * (asked.answered - chance))[:, None]
    part = part - scores @ np.linalg.lstsq(scores, part, rcond=None)[0]
    found = _found(asked, value, part, _fitted(asked, chance))
    return shape_estimate(asked.people, definition, found, confidence=confidence, method="propensity, boosting")


def doubly_robust(people: People, definition: Definition, *, confidence: float = 0.95, seed: int = 1) -> Estimate:
    """Return the augmented inverse-probability figure: right if the model of answering or that of the score is.

    θ = mean of m(x) + r(y − m(x))/p over those asked, with the odds p by ridge logistic regression and the score m by
    gradient boosting, both cross-fitted; variance from the spread of the influences.

    Source: Robins, Rotnitzky & Zhao (1994); Chernozhukov et al. (2018), Econometrics Journal 21:C1–C68.
    """
    asked = Asked.of(people, definition)
    fold = folds(len(asked.y), FOLDS, np.random.default_rng(seed))
    chance, mean = _crossed_logistic(asked, fold), crossed_scores(asked, fold)
    weight = asked.answered / chance
    weight *= asked.weight.sum() / (asked.weight @ weight)
    told = mean + weight * (asked.y - mean)
    value = weighted_mean(asked.weight, told)
    part = asked.weight * (told - value)
    found = _found(asked, value, part, mean)
    return shape_estimate(asked.people, definition, found, confidence=confidence, method="doubly robust")


def _crossed_logistic(asked: Asked, fold: Codes) -> Floats:
    chance = np.empty(len(fold))
    for each in range(FOLDS):
        rest, here = fold != each, fold == each
        beta = fit_logistic(asked.x[rest], asked.answered[rest], weight=asked.weight[rest])
        chance[here] = expit(asked.x[here] @ beta)
    return np.maximum(chance, LEAST)


def _crossed_trees(asked: Asked, fold: Codes) -> Floats:
    chance = np.empty(len(fold))
    for each in range(FOLDS):
        rest, here = fold != each, fold == each
        model = ensemble.HistGradientBoostingClassifier(random_state=each, **_TREES)
        model.fit(asked.trees[rest], asked.answered[rest], sample_weight=_varying(asked.weight[rest]))
        chance[here] = model.predict_proba(asked.trees[here])[:, 1]
    return np.maximum(chance, LEAST)


def crossed_scores(asked: Asked, fold: Codes) -> Floats:
    """Return what the score of each person would be by gradient boosting, fitted on those who answered elsewhere."""
    mean = np.empty(len(fold))
    spoken = asked.answered > 0
    for each in range(FOLDS):
        here, rest = fold == each, (fold != each) & spoken
        mean[here] = predict_scores(asked.trees[rest], asked.y[rest], asked.trees[here], seed=each)
    return mean


def predict_scores(x: Floats, y: Floats, where: Floats, *, seed: int, weight: Floats | None = None) -> Floats:
    """Return what gradient boosting, fitted on x and y, expects of y in the rows ``where``."""
    model = ensemble.HistGradientBoostingRegressor(random_state=seed, **_TREES)
    return np.asarray(
        model.fit(x, y, sample_weight=None if weight is None else _varying(weight)).predict(where), dtype=float
    )


def _varying(weight: Floats) -> Floats | None:
    """Return the weights, or none where all are one: the same fit, much sooner."""
    return weight if np.ptp(weight) > 1e-9 * weight.max() else None


def _influence(asked: Asked, chance: Floats) -> tuple[float, Floats]:
    weight = asked.weight * asked.answered / chance
    value = weighted_mean(weight, asked.y)
    return value, weight * (asked.y - value)


def _fitted(asked: Asked, chance: Floats) -> Floats:
    """Return the outcome that weighted least squares expect of each person."""
    root = np.sqrt(asked.weight * asked.answered / chance)
    return asked.x @ np.linalg.lstsq(asked.x * root[:, None], asked.y * root, rcond=None)[0]


def _found(asked: Asked, value: float, part: Floats, expected: Floats) -> Found:
    """Return value and standard error; of what is known of the whole frame, only who was asked is a sample.

    The influences count every person as drawn from an endless frame; the expected outcome of a frame of N persons has
    no such variance, so its share, its variance over N, goes.
    """
    spoken, total = int(asked.answered.sum()), asked.weight.sum()
    centre = weighted_mean(asked.weight, expected)
    known = weighted_mean(asked.weight, (expected - centre) ** 2) / asked.frame
    se = float(np.sqrt(max(part @ part / total**2 - known, 0.0)))
    return Found(value, se, spoken - min(asked.x.shape[1], spoken - 1))

"""Weighting by the odds of answering, and the doubly robust figure: closed forms and small simulations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from kuulo.base.estimate import Estimate
from kuulo.measures.correction import Features, Method, correct, fit_logistic
from kuulo.measures.correction.propensity import boosted, doubly_robust, propensity
from kuulo.measures.correction.tests.makers import MEAN, NPS, invented, net, people_of

pytestmark = pytest.mark.pure


def test_logistic_regression_of_one_group_is_its_log_odds() -> None:
    x = np.column_stack([np.ones(100), np.repeat([0.0, 1.0], 50)])
    y = np.concatenate([np.repeat([1.0, 0.0], [10, 40]), np.repeat([1.0, 0.0], [30, 20])])
    constant, slope = fit_logistic(x, y, ridge=0.0)
    assert constant == pytest.approx(np.log(10 / 40))
    assert slope == pytest.approx(np.log(30 / 20) - np.log(10 / 40))


def test_a_ridge_draws_towards_nothing() -> None:
    x = np.column_stack([np.ones(100), np.repeat([0.0, 1.0], 50)])
    y = np.repeat([0.0, 1.0], 50)  # told apart wholly: without a ridge there is no end
    assert 0 < fit_logistic(x, y, ridge=1.0)[1] < 6
    assert fit_logistic(x, y, ridge=0.01)[1] > fit_logistic(x, y, ridge=1.0)[1]


def test_weights_by_propensity_of_cells_are_post_stratification() -> None:
    codes = [0] * 1000 + [1] * 1000
    score = [4.0, 5.0] * 300 + [None] * 400 + [1.0, 2.0] * 100 + [None] * 800
    people = people_of(codes=codes, score=score)
    cells = correct(people, MEAN, Method.POST_STRATIFIED).estimate
    found = propensity(people, MEAN)
    assert found.value == pytest.approx(cells.value, abs=0.02)  # a ridge and folds are between them
    assert found.se == pytest.approx(cells.se, rel=0.05)


@pytest.mark.parametrize("method", [propensity, boosted, doubly_robust])
def test_silence_that_goes_with_what_is_known_is_corrected(method: Callable[..., Estimate]) -> None:
    people, score = invented(3000)
    found = method(people, NPS)
    truth = net(score)
    assert found.raw is not None
    assert found.raw - truth > 15
    assert found.value == pytest.approx(truth, abs=5)
    assert (found.low or 0) < truth < (found.high or 0)


def test_doubly_robust_is_unbiased_where_one_model_knows_nothing() -> None:
    """The odds depend on tenure, which is withheld from neither; constant odds leave the work to the score's model."""
    off = []
    for seed in range(8):
        people, score = invented(1500, seed=seed)
        found = doubly_robust(people, NPS, seed=seed)
        assert found.value is not None
        off.append(found.value - net(score))
    assert abs(np.mean(off)) < 2


def test_the_same_seed_gives_the_same_figure() -> None:
    people, _score = invented(900)
    assert doubly_robust(people, NPS, seed=3) == doubly_robust(people, NPS, seed=3)


def test_nothing_known_leaves_the_figure_as_it_came() -> None:
    people, _score = invented(600)
    found = propensity(replace(people, x=Features()), NPS)
    assert found.value == pytest.approx(found.raw, abs=0.1)  # folds differ by a person or two


def test_base_weights_count_persons_as_often_as_they_stand_for() -> None:
    generator = np.random.default_rng(2)
    x = np.column_stack([np.ones(300), generator.normal(size=300)])
    y = (generator.random(300) < expit(x[:, 1])).astype(float)
    twice = fit_logistic(np.vstack([x, x]), np.append(y, y), ridge=1.0)
    assert fit_logistic(x, y, weight=np.full(300, 2.0), ridge=1.0) == pytest.approx(twice)

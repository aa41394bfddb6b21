"""Weights that make those who answered look like the frame: by hand, by brute force, and refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.base.errors import ColumnError, DefinitionError, KuuloError
from kuulo.measures import definition
from kuulo.measures.correction import Categorical, Features, Method, correct, outcome
from kuulo.measures.correction.tests.makers import MEAN, NPS, SHARE, invented, net, people_of
from kuulo.measures.correction.weights import HIGHEST, LOWEST, calibrated, raking_weights, raw, solve_weights

pytestmark = pytest.mark.pure


def test_post_stratification_is_the_mean_of_cell_means_by_the_frames_shares() -> None:
    codes = [0] * 100 + [1] * 50
    score = [4.0, 5.0] * 20 + [None] * 60 + [1.0, 2.0] * 15 + [None] * 20
    found = correct(people_of(codes=codes, score=score), MEAN, Method.POST_STRATIFIED)
    assert found.estimate.value == pytest.approx(100 / 150 * 4.5 + 50 / 150 * 1.5)
    # residuals are ±½ in both cells; weights 100/40 and 50/30; 70 answers, 2 cells
    squares = 40 * (100 / 40 * 0.5) ** 2 + 30 * (50 / 30 * 0.5) ** 2
    assert found.estimate.se == pytest.approx(np.sqrt(70 / 68 * squares) / 150)
    assert found.estimate.raw == pytest.approx((40 * 4.5 + 30 * 1.5) / 70)
    assert (found.estimate.n, found.estimate.invited, found.estimate.answered) == (70, 150, 70)


def test_raw_is_what_came() -> None:
    people = people_of(codes=[0, 0, 1, 1], score=[5.0, 4.0, 1.0, None])
    assert raw(people, SHARE).value == pytest.approx(2 / 3)
    assert str(correct(people, SHARE, Method.RAW).covers) == "Not corrected: the figure holds for those who answered."


def test_raking_meets_every_margin_and_equals_fitting_margins_in_turn() -> None:
    generator = np.random.default_rng(4)
    codes = {name: generator.integers(0, 3, 1200) for name in ("first", "second")}
    score = np.where(generator.random(1200) < 0.2 + 0.2 * codes["first"], 1.0 + codes["second"], np.nan)
    people = people_of(codes=[0] * 1200, score=list(score))
    known = {name: Categorical(each.astype(np.int64), ("a", "b", "c")) for name, each in codes.items()}
    people = replace(people, x=Features(known))
    weight, _x = raking_weights(people)
    by_turns = np.full(len(weight), 1.0)
    for _turn in range(200):
        for each in codes.values():
            target, held = np.bincount(each, minlength=3), each[people.answered]
            by_turns *= (target / np.bincount(held, weights=by_turns, minlength=3))[held]
    assert weight == pytest.approx(by_turns, rel=1e-8)


def test_linear_calibration_is_the_regression_estimator() -> None:
    people, _score = invented(800)
    tenure = people.x.numeric["tenure"]
    x, held = np.column_stack([np.ones(800), tenure]), people.answered
    y, d = outcome(people.score[held], NPS), np.full(held.sum(), 800 / held.sum())
    weight = solve_weights(x[held], d, x.sum(axis=0), "linear")
    slope = np.linalg.lstsq(x[held], y, rcond=None)[0]
    assert weight @ y / 800 == pytest.approx(float((x @ slope).mean()), abs=1e-9)


def test_logit_calibration_keeps_its_bounds() -> None:
    people, score = invented()
    held = people.answered
    d = np.full(held.sum(), len(people) / held.sum())
    tenure = people.x.numeric["tenure"]
    x = np.column_stack([np.ones(len(people)), tenure])
    factor = solve_weights(x[held], d, x.sum(axis=0), "logit") / d
    assert LOWEST < factor.min() < 1 < factor.max() < HIGHEST
    found = calibrated(people, NPS)
    assert found.value is not None
    assert found.raw is not None
    assert abs(found.value - net(score)) < abs(found.raw - net(score)) / 3


def test_a_level_almost_nobody_answered_stands_with_the_commonest() -> None:
    codes = [0] * 200 + [2] * 50
    score = [5.0, 3.0] * 50 + [None] * 100 + [1.0] * 3 + [None] * 47
    found = correct(people_of(codes=codes, score=score), MEAN, Method.RAKED)
    assert found.estimate.value == pytest.approx(found.estimate.raw)


def test_an_unweighable_frame_is_refused() -> None:
    x = np.column_stack([np.ones(30), np.linspace(0, 1, 30)])
    with pytest.raises(KuuloError, match="No weights make those who answered look like the frame"):
        solve_weights(x, np.ones(30), np.array([30.0, 900.0]), "raking")


def test_answers_of_persons_not_asked_are_refused() -> None:
    with pytest.raises(ColumnError, match="1 persons answered who were not asked"):
        people_of(codes=[0, 0], score=[5.0, 4.0], invited=np.array([True, False]))


def test_answers_without_a_score_are_refused() -> None:
    with pytest.raises(ColumnError, match="have no score"):
        people_of(codes=[0, 0], score=[5.0, None], answered=np.array([True, True]))


def test_totals_are_no_mean_over_persons() -> None:
    with pytest.raises(DefinitionError, match="not a mean over persons"):
        outcome(np.array([1.0]), definition("total@1"))


@given(st.lists(st.integers(0, 10), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_outcomes_average_to_the_figure(scores: list[int]) -> None:
    values = np.array(scores, dtype=float)
    assert outcome(values, NPS).mean() == pytest.approx(net(values))

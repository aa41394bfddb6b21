"""Kaplan–Meier, log-rank and Cox: equal to R's survival package and to lifelines."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test

from kuulo.base.errors import InputError
from kuulo.base.later import Later
from kuulo.measures.growth.survival import Cox, cox_regression, kaplan_meier, logrank

pytestmark = pytest.mark.pure
frames = Later("pandas")

# Freireich et al. (1963), weeks of remission of 21 leukaemia patients on 6-MP and 21 on placebo; `gehan` in R's MASS.
TREATED = [10, 7, 32, 23, 22, 6, 16, 34, 32, 25, 11, 20, 19, 6, 17, 35, 6, 13, 9, 6, 10]
ENDED = [1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0]
PLACEBO = [1, 22, 3, 12, 8, 17, 2, 11, 8, 12, 2, 5, 4, 15, 8, 23, 5, 11, 4, 1, 8]
# R 4.2, survival: summary(survfit(Surv(time, cens) ~ treat, gehan, conf.type = "log-log")), group 6-MP.
R_CURVE = {
    6: (0.8571428571, 0.6197179553, 0.9515517476),
    7: (0.8067226891, 0.5631465646, 0.9228090192),
    10: (0.7529411765, 0.5031995108, 0.8893618352),
    13: (0.6901960784, 0.4316102225, 0.8490659633),
    16: (0.6274509804, 0.3675108560, 0.8049121895),
    22: (0.5378151261, 0.2677789368, 0.7467907176),
    23: (0.4481792717, 0.1880520060, 0.6801426285),
}


def remission() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    time = np.array(TREATED + PLACEBO, dtype=float)
    event = np.array(ENDED + [1] * len(PLACEBO), dtype=bool)
    return time, event, np.array([0] * len(TREATED) + [1] * len(PLACEBO))


def test_the_curve_is_that_of_r() -> None:
    curve = kaplan_meier(np.array(TREATED, dtype=float), np.array(ENDED, dtype=bool))
    for week, expected in R_CURVE.items():
        assert curve.at(week)[:3] == pytest.approx(expected, abs=1e-9)
    assert curve.watched(22) == 7


def test_the_curve_is_that_of_lifelines() -> None:
    rng = np.random.default_rng(1)
    time, event = np.ceil(rng.exponential(40, 300)), rng.random(300) < 0.4
    ours = kaplan_meier(time, event)
    theirs = KaplanMeierFitter().fit(time, event)
    assert ours.share == pytest.approx(theirs.survival_function_.iloc[1:, 0].to_numpy(), abs=1e-12)
    inside = (ours.share < 1) & (ours.share > 0)
    ends = theirs.confidence_interval_.iloc[1:].to_numpy()
    assert np.c_[ours.low, ours.high][inside] == pytest.approx(ends[inside], abs=1e-9)


def test_where_nobody_left_the_interval_has_a_width() -> None:
    curve = kaplan_meier(np.array([5.0] * 20), np.zeros(20, dtype=bool))
    share, low, high, watched = curve.at(5)
    assert (share, high, watched) == (1.0, 1.0, 20)
    assert 0.8 < low < 0.9


def test_before_the_first_time_all_are_there() -> None:
    curve = kaplan_meier(np.array([5.0, 6.0]), np.array([True, False]))
    assert curve.at(1)[0] == 1.0
    assert curve.watched(9) == 0


def test_the_test_of_equal_curves_is_that_of_r_and_lifelines() -> None:
    time, event, group = remission()
    value, freedom, p = logrank(time, event, group)
    assert value == pytest.approx(16.7929409892, abs=1e-9)
    assert freedom == 1
    rng = np.random.default_rng(2)
    time, event, group = np.ceil(rng.exponential(40, 300)), rng.random(300) < 0.4, rng.integers(0, 3, 300)
    theirs = multivariate_logrank_test(time, group, event)
    value, freedom, p = logrank(time, event, group)
    assert [value, p] == pytest.approx([theirs.test_statistic, theirs.p_value])
    assert logrank(time, np.zeros(300, dtype=bool), group)[2] == 1.0


def test_the_regression_is_that_of_r() -> None:
    time, event, group = remission()
    fitted = cox_regression(time, event, group[:, None].astype(float))
    assert fitted.coefficient[0] == pytest.approx(1.572125148829, abs=1e-8)
    assert fitted.se[0] == pytest.approx(0.412396717709, abs=1e-8)
    ratio, low, high = fitted.ratio(0)
    assert np.log([low, high]) == pytest.approx([0.7638424348, 2.380407863], abs=1e-8)
    assert ratio == pytest.approx(np.exp(1.572125148829))


def test_the_regression_is_that_of_lifelines_with_ties_and_two_columns() -> None:
    rng = np.random.default_rng(3)
    columns = np.c_[rng.integers(0, 11, 800).astype(float), rng.normal(5, 100, 800)]
    time = np.ceil(rng.exponential(300 * np.exp(0.08 * columns[:, 0])))
    event = time < 200
    time = np.minimum(time, 200)
    ours = cox_regression(time, event, columns)
    frame = frames.DataFrame({"time": time, "event": event, "score": columns[:, 0], "other": columns[:, 1]})
    theirs = CoxPHFitter().fit(frame, "time", "event")
    assert ours.coefficient == pytest.approx(theirs.params_.to_numpy(), rel=1e-5, abs=1e-8)
    assert ours.se == pytest.approx(theirs.standard_errors_.to_numpy(), rel=1e-5)


@pytest.mark.parametrize(
    ("left", "column", "found"),
    [
        ([True, False] * 10, np.ones(20), "same for everybody"),
        ([True] * 3 + [False] * 17, np.arange(20.0), "too few"),
        ([True] * 10 + [False] * 10, np.repeat([1.0, 0.0], 10), "does not settle"),
    ],
)
def test_what_cannot_be_fitted_is_refused(left: list[bool], column: np.ndarray, found: str) -> None:
    with pytest.raises(InputError, match=found):
        cox_regression(np.arange(1.0, 21.0), np.array(left), column[:, None])


def test_a_column_that_hardly_tells_anything_gives_no_endless_ratio() -> None:
    fitted = Cox(np.array([1.0]), np.array([1e4]), 20, 10)
    assert all(np.isfinite(fitted.ratio(0)))
    rng = np.random.default_rng(3)
    duration, twin = rng.uniform(1, 100, 40), rng.normal(0, 1, 40)
    columns = np.column_stack([twin, twin + rng.normal(0, 1e-5, 40)])
    with pytest.raises(InputError, match="does not settle"):
        cox_regression(duration, np.arange(40) < 5, columns)

"""The level and its band: the same numbers as statsmodels, gaps and known breaks included."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from kuulo.measures.trends.level import fit, innovations, likelihood, regressed, smooth_level
from kuulo.measures.trends.series import Series
from kuulo.measures.trends.state_space import state_space_model
from kuulo.measures.trends.tests.drawn import plain_series

pytestmark = [pytest.mark.pure, pytest.mark.slow]


@pytest.fixture
def wandering() -> Series:
    """Ninety weeks of a level that wanders, some without figures."""
    generator = np.random.default_rng(5)
    variances = generator.uniform(50, 200, 90)
    values = np.cumsum(generator.normal(0, 4, 90)) + generator.normal(0, 1, 90) * np.sqrt(variances)
    values[[3, 40, 41, 42]] = np.nan
    return plain_series(values, np.where(np.isnan(values), np.nan, variances))


def test_where_all_variances_are_one_it_is_statsmodels_local_level_model(wandering: Series) -> None:
    even = plain_series(wandering.values, np.where(wandering.seen, 120.0, np.nan))
    fitted = fit(even)
    theirs = sm.tsa.UnobservedComponents(even.values, "llevel", use_exact_diffuse=True)
    smoothed = theirs.smooth([120.0, fitted.drift])
    ours = smooth_level(even, fitted.drift)
    np.testing.assert_allclose(ours.values, smoothed.smoothed_state[0], rtol=1e-9)
    np.testing.assert_allclose(ours.variances, smoothed.smoothed_state_cov[0, 0], rtol=1e-9)
    # Theirs counts the diffuse first figure as a constant; ours leaves it out.
    assert fitted.likelihood == pytest.approx(smoothed.llf + 0.5 * np.log(2 * np.pi), rel=1e-10)


def test_with_the_variance_of_each_week_it_is_the_same_as_statsmodels(wandering: Series) -> None:
    fitted = fit(wandering)
    model = state_space_model(wandering)
    smoothed = model.smooth([fitted.drift])
    ours = smooth_level(wandering, fitted.drift)
    np.testing.assert_allclose(ours.values, smoothed.smoothed_state[0], rtol=1e-9)
    np.testing.assert_allclose(ours.variances, smoothed.smoothed_state_cov[0, 0], rtol=1e-9)


def test_the_drift_of_maximum_likelihood_is_the_one_statsmodels_finds(wandering: Series) -> None:
    theirs = state_space_model(wandering).fit(disp=0, method="nm")
    assert fit(wandering).drift == pytest.approx(float(theirs.params[0]), rel=2e-3)


def test_a_known_break_begins_a_new_level(wandering: Series) -> None:
    values = wandering.values + np.where(np.arange(90) >= 60, 500.0, 0.0)
    broken = plain_series(values, wandering.variances, breaks=[60])
    ours = smooth_level(broken, 9.0)
    theirs = state_space_model(broken).smooth([9.0])
    np.testing.assert_allclose(ours.values, theirs.smoothed_state[0], rtol=1e-4)
    apart = [plain_series(values[part], wandering.variances[part]) for part in (slice(60), slice(60, None))]
    both = np.concatenate([smooth_level(part, 9.0).values for part in apart])
    np.testing.assert_allclose(ours.values, both, rtol=1e-12)


def test_the_plain_and_the_matrix_recursion_agree(wandering: Series) -> None:
    errors, logs = innovations(wandering, np.nan_to_num(wandering.values)[:, None], 9.0)
    told = -0.5 * (len(errors) * np.log(2 * np.pi) + logs + float((errors**2).sum()))
    assert likelihood(wandering, 9.0) == pytest.approx(told, rel=1e-12)


def test_effects_of_regressors_are_those_of_generalised_least_squares(wandering: Series) -> None:
    columns = np.column_stack([np.sin(np.arange(90) / 8), np.cos(np.arange(90) / 8)])
    _likelihood, effects = regressed(wandering, 9.0, columns)
    seen = np.flatnonzero(wandering.seen)
    steps = np.minimum.outer(seen, seen) * 9.0
    # A diffuse first level is a constant among the regressors.
    weights = np.linalg.inv(steps + np.diag(wandering.variances[seen]))
    design = np.column_stack([np.ones(len(seen)), columns[seen]])
    expected = np.linalg.solve(design.T @ weights @ design, design.T @ weights @ wandering.values[seen])
    np.testing.assert_allclose(effects, expected[1:], rtol=1e-9)


def test_a_level_that_stands_still_is_said_to() -> None:
    values = np.random.default_rng(4).normal(0, 10, 100)
    assert fit(plain_series(values, np.full(100, 110.0))).drift == pytest.approx(0.0, abs=0.5)


def test_a_stretch_without_figures_has_no_level() -> None:
    values = np.array([1.0, 2.0, np.nan, np.nan])
    series = plain_series(values, np.where(np.isnan(values), np.nan, 1.0), breaks=[2])
    level = smooth_level(series, 0.5)
    assert np.isnan(level.values).tolist() == [False, False, True, True]
    assert np.isnan(level.variances).tolist() == [False, False, True, True]

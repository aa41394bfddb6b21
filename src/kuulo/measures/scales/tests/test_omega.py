"""Omega of three factors: how much all items share, whatever their order and direction, and when it cannot be told."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.measures import reliability
from kuulo.measures.intervals import Floats
from kuulo.measures.scales import Moments, reliability_of
from kuulo.measures.scales.hierarchical import three_factors

pytestmark = pytest.mark.pure

GENERAL = np.array([0.7, 0.6, 0.65, 0.55, 0.6, 0.7, 0.5, 0.65, 0.6])
OWN = GENERAL * np.repeat([0.7, 0.8, 0.9], 3)  # in proportion within a group: three factors hold all of it


def moments(correlations: Floats) -> Moments:
    """Return the moments of 500 rows with these correlations."""
    k = len(correlations)
    return Moments(
        items=tuple(f"q{place}" for place in range(k)),
        n=500,
        counts=np.full((k, k), 500),
        mean=np.zeros(k),
        cov=correlations,
        score_mean=0.0,
        score_sd=1.0,
    )


def three_groups() -> Floats:
    """Return the correlations of nine items with a general factor and three factors of three items each."""
    found = np.outer(GENERAL, GENERAL)
    for first in (0, 3, 6):
        group = slice(first, first + 3)
        found[group, group] += np.outer(OWN[group], OWN[group])
    np.fill_diagonal(found, 1.0)
    return found


def test_a_scale_of_groups_of_items_tells_what_all_share() -> None:
    correlations = three_groups()
    found = reliability_of(moments(correlations)).three
    assert found is not None
    assert found.settled
    assert found.notes == ()
    assert found.hierarchical == pytest.approx(GENERAL.sum() ** 2 / correlations.sum(), abs=1e-4)
    assert found.total == pytest.approx(1 - (1 - GENERAL**2 - OWN**2).sum() / correlations.sum(), abs=1e-4)
    assert found.to_dict()["settled"] is True


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(9)), ways=st.lists(st.sampled_from([-1.0, 1.0]), min_size=9, max_size=9))
def test_neither_order_nor_direction_of_the_items_matters(order: list[int], ways: list[float]) -> None:
    correlations = three_groups()
    whole = three_factors(moments(correlations))
    turned = (correlations * np.outer(ways, ways))[np.ix_(order, order)]
    found = three_factors(moments(turned))
    assert whole is not None
    assert found is not None
    assert (found.hierarchical, found.total) == pytest.approx((whole.hierarchical, whole.total), abs=1e-6)
    assert np.abs(found.general) == pytest.approx(np.abs(whole.general)[order], abs=1e-5)


def test_items_that_run_against_the_others_are_named() -> None:
    ways = np.array([1.0, -1.0, *np.ones(7)])
    found = three_factors(moments(three_groups() * np.outer(ways, ways)))
    assert found is not None
    assert "turned round: q1." in str(found.notes[-1])


def test_items_half_of_which_run_the_other_way_have_no_correlation_with_the_whole() -> None:
    """Nothing is left of the whole then, and no number may stand for that."""
    ways = np.array([-1.0, -1.0, 1.0, -1.0, -1.0, 1.0, -1.0, 1.0, 1.0])
    correlations = three_groups() * np.outer(ways, ways)
    found = reliability_of(moments(correlations))
    assert [item.whole for item in found.items] == [None] * 9
    assert found.three is not None
    assert found.three.hierarchical == pytest.approx(GENERAL.sum() ** 2 / three_groups().sum(), abs=1e-4)


def test_one_factor_alone_is_what_all_items_share() -> None:
    loadings = np.linspace(0.5, 0.8, 4)
    correlations = np.outer(loadings, loadings)
    np.fill_diagonal(correlations, 1.0)
    found = reliability_of(moments(correlations))
    assert found.omega is not None
    assert found.omega_minres == pytest.approx(found.omega.value, abs=1e-4)
    assert found.three is not None
    assert "4 items do not settle three factors" in str(found.three.notes[0])


def test_a_factor_that_explains_everything_is_told() -> None:
    """The third group goes together with the others more than these do with each other: a Heywood case."""
    correlations = np.full((9, 9), 0.1)
    for first in (0, 3, 6):
        correlations[first : first + 3, first : first + 3] = 0.6
    correlations[:6, 6:9] = correlations[6:9, :6] = 0.4
    np.fill_diagonal(correlations, 1.0)
    found = three_factors(moments(correlations))
    assert found is not None
    assert not found.settled
    assert "would explain all of an item or of another factor" in str(found.notes[0])


def test_three_items_have_omega_of_one_factor_and_no_three() -> None:
    rng = np.random.default_rng(5)
    values = rng.standard_normal((300, 1)) + 0.8 * rng.standard_normal((300, 3))
    table = pl.DataFrame({f"q{place}": values[:, place] for place in range(3)})
    found = reliability(table, items=table.columns)
    assert found.omega_minres is not None
    assert 0.7 < found.omega_minres < 0.95
    assert found.three is None
    assert found.to_dict()["three_factors"] is None
    assert reliability(table, items=table.columns, missing="pairwise").omega_minres is None

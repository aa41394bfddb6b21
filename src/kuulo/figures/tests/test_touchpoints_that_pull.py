"""Touchpoints are ordered by what they cost the whole; the interval of the pull is right."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.figures.queries import touchpoint_pull, whole_figure
from kuulo.figures.tests.answers import answer, many, record
from kuulo.figures.tests.test_figures_by_group import look


@pytest.mark.django_db
def test_the_costliest_touchpoint_comes_first_and_pulls_sum_to_zero() -> None:
    record(
        [
            *many({10: 60, 0: 40}),
            *many({10: 5, 0: 25}, start=200, touchpoint="Invoice"),
            *many({0: 6}, start=300, touchpoint="Claim"),
        ]
    )
    pulls = touchpoint_pull(*look())
    whole = whole_figure(*look()).value
    assert whole is not None
    assert [one.touchpoint for one in pulls] == ["Invoice", "Claim", "Visit"]
    assert sum(one.pull for one in pulls) == pytest.approx(0.0, abs=1e-9)
    invoice = pulls[0]
    assert invoice.pull == pytest.approx(30 / 136 * (100 * (5 - 25) / 30 - whole))
    assert invoice.low < invoice.pull < invoice.high
    assert invoice.harmful
    assert not pulls[-1].harmful


@pytest.mark.django_db
def test_where_lower_is_better_the_high_touchpoint_costs() -> None:
    record(
        [
            *many({1: 20, 2: 10}, definition="ces.2010@1"),
            *many({5: 20, 4: 10}, start=100, definition="ces.2010@1", touchpoint="Invoice"),
        ]
    )
    pulls = touchpoint_pull(*look(measure="ces.2010@1"))
    assert [(one.touchpoint, one.harmful) for one in pulls] == [("Invoice", True), ("Visit", False)]
    assert pulls[0].pull > 0


@pytest.mark.django_db
def test_a_single_touchpoint_pulls_nothing() -> None:
    record(many({10: 20}))
    assert touchpoint_pull(*look()) == ()


@pytest.mark.django_db
def test_the_standard_error_agrees_with_a_jackknife_over_persons() -> None:
    generator = np.random.default_rng(7)
    persons = generator.integers(0, 60, 240)
    places = np.where(generator.random(240) < 0.3, "Invoice", "Visit")
    values = np.where(places == "Invoice", generator.integers(0, 11, 240), generator.integers(4, 11, 240))
    record(
        [answer(n, float(values[n]), touchpoint=str(places[n]), party=f"customer_id:{persons[n]}") for n in range(240)]
    )
    invoice = next(one for one in touchpoint_pull(*look()) if one.touchpoint == "Invoice")
    stands_for = np.where(values >= 9, 100.0, np.where(values <= 6, -100.0, 0.0))

    def pull(kept: np.ndarray) -> float:
        inside = kept & (places == "Invoice")
        return float((stands_for[inside].sum() - inside.sum() * stands_for[kept].mean()) / kept.sum())

    everybody = np.unique(persons)
    without = np.array([pull(persons != one) for one in everybody])
    jackknife = np.sqrt((len(everybody) - 1) / len(everybody) * ((without - without.mean()) ** 2).sum())
    assert invoice.pull == pytest.approx(pull(np.ones(240, dtype=bool)))
    assert invoice.se == pytest.approx(jackknife, rel=0.03)

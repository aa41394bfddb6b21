"""A scale of several items is examined, and groups are compared only where the items measure the same in each."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kuulo.base.errors import ColumnError, DefinitionError, SettingError, WithheldError
from kuulo.measures import reliability, scale
from kuulo.measures.scales.moments import moments_plan

pytestmark = pytest.mark.pure

ITEMS = ["q1", "q2", "q3", "q4"]


def answers(
    seed: int = 1,
    rows: int = 400,
    *,
    loadings: tuple[float, ...] = (0.9, 0.8, 0.7, 0.6),
    group: str = "fi",
    level: float = 0.0,
    shift: float = 0.0,
) -> pl.DataFrame:
    """Answers 1–7 of one factor; ``level`` raises the factor, ``shift`` the last question alone."""
    rng = np.random.default_rng(seed)
    factor = rng.standard_normal(rows) + level
    noise = rng.standard_normal((rows, len(loadings))) * np.sqrt(1 - np.square(loadings))
    values = 4 + 1.3 * (factor[:, None] * loadings + noise)
    values[:, -1] += shift
    table = np.clip(np.round(values), 1, 7)
    return pl.DataFrame({name: table[:, place] for place, name in enumerate(ITEMS)}).with_columns(
        language=pl.lit(group)
    )


def test_a_scale_shows_how_reliable_it_is() -> None:
    found = reliability(answers(), items=ITEMS)
    assert found.n == 400
    for estimate in (found.alpha, found.standardised, found.omega):
        assert estimate is not None
        assert None not in (estimate.value, estimate.low, estimate.high)
        assert 0.7 < (estimate.low or 0) < (estimate.value or 0) < (estimate.high or 0) < 0.92
    assert found.fit is not None
    assert found.fit.acceptable
    assert [item.name for item in found.items] == ITEMS
    assert [item.loading for item in found.items] == pytest.approx([0.9, 0.8, 0.7, 0.6], abs=0.1)
    assert found.notes == ()
    assert found.to_dict()["n"] == 400


@pytest.mark.slow
def test_intervals_of_alpha_and_omega_hold() -> None:
    """True values of the drawn population from a very large draw; about 95 of 100 intervals hold them."""
    whole = reliability(answers(seed=9, rows=200_000), items=ITEMS)
    assert whole.omega is not None
    assert whole.omega.value is not None
    assert whole.alpha.value is not None
    held = {"alpha": 0, "omega": 0}
    rounds = 60
    for seed in range(rounds):
        found = reliability(answers(seed=100 + seed, rows=120), items=ITEMS)
        assert found.omega is not None
        held["alpha"] += (found.alpha.low or 0) <= whole.alpha.value <= (found.alpha.high or 0)
        held["omega"] += (found.omega.low or 0) <= whole.omega.value <= (found.omega.high or 0)
    assert min(held.values()) / rounds >= 0.88


def test_an_item_that_runs_against_the_others_is_pointed_out_and_can_be_turned_round() -> None:
    table = answers().with_columns(q2=8 - pl.col("q2"))
    wrong = reliability(table, items=ITEMS)
    assert "were they meant to be reversed? q2" in str(wrong.notes[0])
    right = reliability(table, items=ITEMS, reverse=["q2"], ends=(1, 7))
    assert right.alpha.value == pytest.approx(reliability(answers(), items=ITEMS).alpha.value)
    assert [item.reversed for item in right.items] == [False, True, False, False]


def test_two_items_have_an_alpha_and_no_factor() -> None:
    found = reliability(answers(), items=ITEMS[:2])
    assert found.alpha.value is not None
    assert found.omega is None
    assert found.fit is None
    assert found.items[0].alpha_without is None
    assert "omega and loadings need three" in str(found.notes[-1])


def test_gaps_cost_complete_rows_and_pairwise_uses_what_is_there() -> None:
    table = answers().with_columns(
        q1=pl.when(pl.int_range(pl.len()) % 4 == 0).then(None).otherwise(pl.col("q1")),
        q2=pl.when(pl.int_range(pl.len()) % 5 == 0).then(float("nan")).otherwise(pl.col("q2")),
    )
    assert reliability(table, items=ITEMS).n == 240
    pairwise = reliability(table, items=ITEMS, missing="pairwise")
    assert pairwise.n == 400
    assert [item.n for item in pairwise.items] == [300, 320, 400, 400]
    assert pairwise.omega is None
    assert "complete answers only" in str(pairwise.notes[-1])


def test_groups_are_compared_where_the_items_measure_the_same() -> None:
    table = pl.concat([answers(1, 500), answers(2, 500, group="sv", level=0.5), answers(3, 30, group="en")])
    found = scale(table, items=ITEMS, group="language")
    assert found.invariance is not None
    assert found.invariance.comparable, found.invariance
    assert set(found.invariance.groups) == {"fi", "sv"}
    assert str(found.invariance.reason) == "The items measure the same in these groups: their means may be compared."
    assert found.compared is not None
    assert "sv is better than fi" in str(found.compared.sentence)
    assert {group.label: group.mean is None for group in found.groups} == {"fi": False, "sv": False, "en": True}
    assert found.reliability.n == 1030


@pytest.mark.parametrize(
    ("other", "held", "reason"),
    [
        ({"shift": 1.2}, [True, True, False], "answered higher or lower in a group"),
        ({"loadings": (0.9, 0.8, 0.7, -0.2)}, [True, False, False], "weigh differently"),
    ],
)
def test_groups_are_not_compared_where_a_question_means_something_else(
    other: dict[str, object], held: list[bool], reason: str
) -> None:
    table = pl.concat([answers(1, 600), answers(2, 600, group="sv", level=0.5, **other)])  # type: ignore[arg-type]  # -- the cases above
    found = scale(table, items=ITEMS, group="language")
    assert found.invariance is not None
    assert [step.holds for step in found.invariance.steps] == held
    assert reason in str(found.invariance.reason)
    assert found.compared is None
    assert found.to_dict()["compared"] is None


def test_small_groups_are_withheld_and_too_few_are_not_compared() -> None:
    table = pl.concat([answers(1, 300), answers(2, 3, group="sv"), answers(3, 8, group="en")])
    found = scale(table, items=ITEMS, group="language")
    assert {group.label: group.n for group in found.groups} == {"fi": 300, "sv": None, "en": None}
    assert found.invariance is not None
    assert "two of them need at least 50 complete answers each" in str(found.invariance.reason)


def test_an_item_that_follows_from_the_others_has_no_factor() -> None:
    table = answers().with_columns(q4=pl.col("q1"))
    found = reliability(table, items=ITEMS)
    assert found.fit is None
    assert "could not be fitted" in str(found.notes[-1])
    assert found.alpha.value is not None


def test_a_factor_of_many_items_is_found() -> None:
    rng = np.random.default_rng(4)
    factor = rng.standard_normal((3000, 1))
    values = factor * np.linspace(0.4, 0.9, 24) + rng.standard_normal((3000, 24))
    table = pl.DataFrame({f"i{place}": values[:, place] for place in range(24)})
    found = reliability(table, items=table.columns)
    assert found.fit is not None
    assert found.fit.df == 252
    assert found.fit.cfi > 0.98


def test_what_makes_no_scale_is_refused() -> None:
    table = answers()
    with pytest.raises(DefinitionError, match="A scale of 1 items cannot be examined"):
        reliability(table, items=["q1"])
    with pytest.raises(ColumnError, match="The item q1 is named twice"):
        reliability(table, items=["q1", "q1", "q2"])
    with pytest.raises(ColumnError, match="q9"):
        reliability(table, items=["q1", "q9"])
    with pytest.raises(ColumnError, match="q4 is to be reversed and is not among the items"):
        reliability(table, items=["q1", "q2"], reverse=["q4"], ends=(1, 7))
    with pytest.raises(DefinitionError, match="only where the scale's lowest and highest answer are known"):
        reliability(table, items=["q1", "q2"], reverse=["q2"])
    with pytest.raises(ColumnError, match="language"):
        reliability(table, items=["q1", "language"])
    with pytest.raises(DefinitionError, match="Everybody answered alike: q3"):
        reliability(table.with_columns(q3=pl.lit(4.0)), items=ITEMS)


def test_few_answers_are_withheld() -> None:
    with pytest.raises(WithheldError, match="Fewer than 5 persons answered all of these items"):
        reliability(answers(rows=4), items=ITEMS)
    with pytest.raises(SettingError, match="floor of 2 is too low"):
        scale(answers(), items=ITEMS, floor=2)


def test_only_sums_leave_the_engine() -> None:
    plan = moments_plan(columns=dict.fromkeys(ITEMS, "float64"), items=ITEMS)
    for dialect in ("duckdb", "spark"):
        sql = plan.sql(dialect)
        assert "SUM(" in sql.upper()
        assert "GROUP BY" not in sql.upper()

"""Weights of cells: what holds for any cells and margins, and that cells give what rows give."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.measures.weighting import Margin, cell_plan, domain_estimates, fit_cells, rake, sum_rows
from kuulo.measures.weighting.cells import floats

LEVELS = st.lists(st.integers(1, 40), min_size=2, max_size=4)


@st.composite
def populations(draw: st.DrawFn) -> tuple[pa.Table, list[Margin]]:
    """Return full tables of cells with targets of another population that has somebody everywhere."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=3))
    places = np.indices(sizes).reshape(len(sizes), -1)
    count = places.shape[1]
    numbers = st.lists(st.integers(1, 50), min_size=count, max_size=count)
    n, people = np.array(draw(numbers), dtype=float), np.array(draw(numbers), dtype=float)
    spread = np.array(draw(st.lists(st.floats(1, 3), min_size=count, max_size=count)))
    names = [f"m{i}" for i in range(len(sizes))]
    margins = [
        Margin(name, dict(enumerate(np.bincount(place, weights=people).tolist())))
        for name, place in zip(names, places, strict=True)
    ]
    columns = dict(zip(names, places, strict=True)) | {"n": n, "w": n * spread, "w2": n * spread**2 * 1.1}
    return pa.table(columns), margins


@settings(max_examples=60, deadline=None)
@given(populations(), st.randoms())
def test_margins_are_met_factors_are_positive_and_order_does_not_matter(
    population: tuple[pa.Table, list[Margin]], random: Any
) -> None:
    cells, margins = population
    fitted = fit_cells(cells, margins)
    assert (fitted.factor > 0).all()
    weights = floats(cells, "w") * fitted.factor
    for margin in margins:
        (name,) = margin.columns
        summed = np.bincount(cells.column(name).to_numpy(), weights=weights)
        assert summed == pytest.approx(list(margin.targets.values()), rel=1e-8)
    order = list(range(cells.num_rows))
    random.shuffle(order)
    moved = fit_cells(cells.take(pa.array(order)), margins)
    assert moved.factor == pytest.approx(fitted.factor[order], rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(populations(), st.floats(0.05, 0.6), st.floats(1.8, 9))
def test_bounds_hold_where_weights_are_found(
    population: tuple[pa.Table, list[Margin]], low: float, high: float
) -> None:
    cells, margins = population
    size = margins[0].total / float(floats(cells, "w").sum())
    scaled = cells.set_column(cells.column_names.index("w"), "w", pa.array(floats(cells, "w") * size))
    free = fit_cells(scaled, margins).factor
    if free.min() < low or free.max() > high:
        return
    for method in ("linear", "raking", "logit"):
        factor = fit_cells(scaled, margins, method=method, bounds=(low / 2, high * 2)).factor
        assert low / 2 - 1e-9 <= factor.min() <= factor.max() <= high * 2 + 1e-9


def test_sums_of_rows_in_memory_give_what_the_engine_gives() -> None:
    random = np.random.default_rng(11)
    rows = 400
    frame = pl.DataFrame(
        {
            "a": random.integers(0, 3, rows),
            "b": random.integers(0, 4, rows),
            "w": random.uniform(1, 4, rows),
            "score": random.integers(0, 11, rows).astype(float),
            "month": random.integers(1, 4, rows),
        }
    )
    margins = [Margin("a", {0: 10, 1: 20, 2: 30}), Margin("b", {0: 15, 1: 15, 2: 15, 3: 15})]
    weighted = rake(frame, margins, weight="w")
    place = {
        key: at for at, key in enumerate(zip(*(weighted.cells.column(i).to_pylist() for i in (0, 1)), strict=True))
    }
    cell = [place[key] for key in frame.select("a", "b").iter_rows()]
    sums = sum_rows(
        frame["score"].to_numpy(), cell, "nps@1", domain=frame["month"].to_list(), weight=frame["w"].to_numpy()
    )
    found = domain_estimates(sums, weighted.fitted, "nps@1")
    for figure in weighted.figures(score="score", definition="nps@1", by="month"):
        mine = found[figure.by["month"]]
        told = [mine.value, mine.se, mine.low, mine.high]
        assert told == [
            pytest.approx(part, rel=1e-9)
            for part in (figure.estimate.value, figure.estimate.se, figure.estimate.low, figure.estimate.high)
        ]


def test_persons_inside_cells_are_clusters() -> None:
    random = np.random.default_rng(12)
    person = np.sort(random.integers(0, 120, 400))
    level = person % 4
    score = np.clip(random.integers(0, 11, 120)[person] + random.integers(-1, 2, 400), 0, 10).astype(float)
    frame = pl.DataFrame({"level": level, "person": person, "score": score, "w": random.uniform(1, 2, 400)})
    margin = Margin("level", {0: 10, 1: 30, 2: 20, 3: 40})
    wanted = rake(frame, [margin], weight="w", cluster="person").figures(score="score", definition="nps@1")[0].estimate
    each = frame.group_by("level", "person").agg(d=pl.col("w").sum())
    by_level = each.group_by("level").agg(units=pl.len(), sdd=(pl.col("d") ** 2).sum())
    cells = (
        frame.group_by("level")
        .agg(n=pl.len(), w=pl.col("w").sum(), w2=(pl.col("w") ** 2).sum())
        .join(by_level, on="level")
        .sort("level")
    )
    fitted = fit_cells(cells.to_arrow(), [margin])
    sums = sum_rows(score, level, "nps@1", weight=frame["w"].to_numpy(), unit=person)
    found = domain_estimates(sums, fitted, "nps@1")[None]
    told = [found.value, found.se, found.n_eff]
    assert told == [pytest.approx(part, rel=1e-9) for part in (wanted.value, wanted.se, wanted.n_eff)]


def test_plans_are_texts_that_are_kept() -> None:
    plan = cell_plan(columns={"a": "string", "b": "int64"}, by=["a", "b"])
    assert plan == cell_plan(columns={"b": "int64", "a": "string"}, by=["a", "b"])
    assert "GROUP BY" in plan.sql("duckdb")
    assert plan.sql("spark", "SELECT * FROM t").startswith("WITH answers AS")
    cells = plan.finish(pa.table({"g0": ["y", "x"], "g1": [1, 2], "n": [3, 4]}))
    fitted = fit_cells(cells, [Margin("a", {"x": 1, "y": 1})])
    assert fitted.factor.tolist() == pytest.approx([0.25, 1 / 3])

"""The same weights and figures on every kind of table, joined back on its own engine."""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import polars as pl
import pytest

from kuulo.measures import Period
from kuulo.measures.requests import By
from kuulo.measures.tests.conftest import Bring
from kuulo.measures.weighting import Margin, rake

REGION = Margin("region", {"north": 30, "so'uth": 60, None: 10})
AGE = Margin(("age", "sex"), {(1, True): 30.0, (1, False): 20.0, (2, True): 20.0, (2, False): 30.0})
STRATA = {"stratum": "stratum", "cluster": "person"}


def frame() -> pl.DataFrame:
    random = np.random.default_rng(3)
    rows = 240
    region = random.choice(["north", "so'uth", ""], rows, p=[0.5, 0.3, 0.2])
    return pl.DataFrame(
        {
            "region": pl.Series(region).replace("", None),
            "age": random.integers(1, 3, rows),
            "sex": random.integers(0, 2, rows) == 1,
            "base": random.uniform(0.5, 3, rows),
            "score": pl.Series(random.integers(0, 11, rows)).set(pl.Series(random.uniform(size=rows) < 0.1), None),
            "person": random.integers(0, 90, rows),
            "day": pl.Series(random.integers(0, 59, rows)).cast(pl.Date),
        }
    ).with_columns(stratum=pl.col("person") % 3)


def plain(table: Any) -> pl.DataFrame:
    """Return a weighted table of any kind as a Polars frame."""
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    if isinstance(table, pl.DataFrame):
        return table
    if isinstance(table, ibis.Table):
        return pl.DataFrame(pl.from_arrow(table.to_pyarrow()))
    for name in ("to_arrow_table", "toArrow"):
        if hasattr(table, name):
            return pl.DataFrame(pl.from_arrow(getattr(table, name)()))
    return pl.DataFrame(pl.from_pandas(table) if hasattr(table, "iloc") else pl.from_arrow(table))


def test_weights_and_figures_are_the_same_everywhere(bring: Bring) -> None:
    rows = frame().with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))
    wanted = rake(rows, [REGION, AGE], weight="base", **STRATA)
    found = rake(bring(rows), [REGION, AGE], weight="base", **STRATA)
    weighted = plain(found.weights()).sort("id")
    assert weighted.columns == [*rows.columns, "weight"]
    assert weighted.drop("weight").equals(rows) or weighted["region"].to_list() == rows["region"].to_list()
    assert weighted["weight"].to_list() == pytest.approx(wanted.weights()["weight"].to_list(), rel=1e-12)
    by: list[By] = [Period("day", "month", "month"), "sex"]
    ours = wanted.figures(score="score", definition="nps@1", by=by)
    theirs = found.figures(score="score", definition="nps@1", by=by)
    assert [one.by for one in theirs] == [one.by for one in ours]
    for one, other in zip(theirs, ours, strict=True):
        assert not one.estimate.withheld
        assert one.estimate.value == pytest.approx(other.estimate.value, rel=1e-9)
        assert one.estimate.se == pytest.approx(other.estimate.se, rel=1e-9)


def test_without_base_weights(bring: Bring) -> None:
    rows = frame()
    weights = plain(rake(bring(rows), [REGION]).weights("w"))
    assert weights["w"].sum() == pytest.approx(100)
    assert weights.filter(pl.col("region") == "north")["w"].sum() == pytest.approx(30)

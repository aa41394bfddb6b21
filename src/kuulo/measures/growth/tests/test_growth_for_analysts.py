"""The functions for analysts: any table in, careful figures out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest

from kuulo.base.errors import ColumnError, InputError, SettingError
from kuulo.measures import growth, retention

pytestmark = pytest.mark.pure
START = datetime(2024, 1, 1, tzinfo=UTC)


def customers(rows: int = 400) -> pl.DataFrame:
    rng = np.random.default_rng(4)
    score = rng.integers(0, 11, rows)
    begin = rng.integers(0, 200, rows)
    stay = rng.exponential(300 * np.exp(0.15 * score))
    left = [START + timedelta(days=float(a + b)) if a + b < 500 else None for a, b in zip(begin, stay, strict=True)]
    return pl.DataFrame(
        {
            "id": np.arange(rows),
            "score": score,
            "answered": [START + timedelta(days=int(day)) for day in begin],
            "left": left,
            "size": rng.normal(size=rows),
        },
        schema_overrides={"left": pl.Datetime("us", "UTC")},
    )


def tables(kind: str, frame: pl.DataFrame) -> Any:
    if kind == "pandas":
        return frame.to_pandas()
    if kind == "duckdb":
        return duckdb.connect().from_arrow(frame.to_arrow())
    return frame if kind == "polars" else frame.lazy() if kind == "lazy" else frame.to_arrow()


@pytest.mark.parametrize("kind", ["pandas", "polars", "lazy", "arrow", "duckdb"])
def test_retention_of_any_table(kind: str) -> None:
    table = tables(kind, customers())
    found = retention(table, score="score", begin="answered", left="left", now=START + timedelta(days=500))
    assert sum(group.n or 0 for group in found.retention.groups) == 400
    assert found.hazards["score"].high is not None
    assert found.hazards["score"].high < 1


def test_further_columns_go_through_lifelines_and_agree_with_our_own() -> None:
    frame = customers()
    now = START + timedelta(days=500)
    plain = retention(frame, score="score", begin="answered", left="left", now=now)
    more = retention(frame, score="score", begin="answered", left="left", now=now, covariates=["size"])
    assert more.hazards["score"].value == pytest.approx(plain.hazards["score"].value, rel=0.02)
    assert more.hazards["size"].low < 1 < more.hazards["size"].high  # type: ignore[operator]
    assert set(more.proportional) == {"score", "size"}
    assert more.hazards["score"].method == "cox_robust"


def test_growth_of_three_tables() -> None:
    frame = customers()
    rng = np.random.default_rng(6)
    purchases = pl.DataFrame(
        {
            "customer": [f"{who}" for who in rng.integers(0, 400, 6000)],
            "at": [START + timedelta(days=float(day)) for day in rng.uniform(0, 500, 6000)],
            "amount": rng.gamma(2, 20, 6000),
        }
    )
    answers = frame.select(customer=pl.col("id").cast(pl.String), score="score", at="answered")
    people = frame.select(customer=pl.col("id").cast(pl.String), left="left")
    found = growth(answers, purchases, people, left="left")
    assert found.by_score is not None
    assert found.value.groups[0].revenue is not None
    assert found.forecast is not None
    assert not found.forecast.foretells
    alone = growth(answers)
    assert (alone.by_score, alone.shift, alone.forecast) == (None, None, None)


def test_what_cannot_be_used_is_refused_by_name() -> None:
    frame = customers(40)
    with pytest.raises(ColumnError, match="no column named mood"):
        retention(frame, score="mood", begin="answered", left="left")
    with pytest.raises(ColumnError, match="size holds double, not dates"):
        retention(frame, score="score", begin="answered", left="size")
    with pytest.raises(ColumnError, match="not numbers"):
        retention(frame, score="answered", begin="answered", left="left")
    with pytest.raises(SettingError):
        retention(frame, score="score", begin="answered", left="left", floor=2)
    with pytest.raises(InputError, match="No customer"):
        retention(frame.with_columns(left="answered"), score="score", begin="answered", left="left")
    stays = frame.with_columns(left=pl.lit(None, pl.Datetime("us", "UTC")))
    with pytest.raises(InputError, match="too few for a regression"):
        retention(stays, score="score", begin="answered", left="left", covariates=["size"])

"""An analyst asks for the trend of a table."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from kuulo.base.errors import ColumnError, InputError
from kuulo.measures import trend
from kuulo.measures.trends.tests.drawn import MONDAY

pytestmark = pytest.mark.pure


@pytest.fixture
def table() -> pl.DataFrame:
    """A hundred weeks of thirty answers; nobody answered in the eleventh, and the last six are worse."""
    generator = np.random.default_rng(2)
    days, scores = [], []
    for week in range(100):
        if week == 10:
            continue
        happy = generator.random(30) < (0.6 if week < 94 else 0.3)
        scores += np.where(happy, 9, 5).tolist()
        days += [MONDAY + timedelta(days=7 * week + int(day)) for day in generator.integers(0, 7, 30)]
    return pl.DataFrame({"score": scores, "day": days})


def test_the_trend_says_what_changed(table: pl.DataFrame) -> None:
    found = trend(table, score="score", time="day", definition="nps@1")
    assert len(found.estimates) == len(found.smoothed.level) == 100
    assert found.estimates[10].n == 0
    assert found.smoothed.open_alarm is not None
    assert found.smoothed.open_alarm.direction == -1
    assert "It has fallen by about" in repr(found)


def test_it_is_plain_values_for_programs(table: pl.DataFrame) -> None:
    found = json.loads(json.dumps(trend(table, score="score", time="day", definition="nps@1").to_dict()))
    assert found["grain"] == "week"
    assert found["points"][0]["figure"]["n"] == 30
    assert found["alarms"][-1]["direction"] == -1
    assert found["false_alarms_a_year"] == 0.1


def test_months_are_read_as_well(table: pl.DataFrame) -> None:
    found = trend(table, score="score", time="day", definition="nps@1", grain="month", known_breaks=[date(2022, 6, 1)])
    assert [day.day for day in found.smoothed.days] == [1] * len(found.smoothed.days)
    assert found.smoothed.level[0] is not None


def test_shares_are_told_in_points_of_a_hundred(table: pl.DataFrame) -> None:
    yes = table.with_columns(yes=pl.col("score") > 8)
    found = trend(yes, score="yes", time="day", definition="share@1")
    size = float(found.smoothed.smallest_change.params["size"])  # type: ignore[arg-type]  # -- it is an amount
    assert 5 < size < 40
    assert all(0 <= low <= high <= 1 for low, high in zip(found.smoothed.low, found.smoothed.high, strict=True) if low)  # type: ignore[operator]  # -- both are there together


def test_a_column_that_is_missing_is_refused(table: pl.DataFrame) -> None:
    with pytest.raises(ColumnError, match="no column named when"):
        trend(table, score="score", time="when", definition="nps@1")


def test_a_table_without_times_is_refused(table: pl.DataFrame) -> None:
    empty = table.with_columns(day=pl.lit(None, dtype=pl.Date))
    with pytest.raises(InputError, match="No answer has a time"):
        trend(empty, score="score", time="day", definition="nps@1")

"""The bench of figures: three contenders agree, and the report has the project's shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuulo.base.errors import EngineError
from kuulo.bench.figures import CONTENDERS, bench_figures
from kuulo.bench.turns import Contender
from kuulo.bench.with_kuulo import CASES as KUULO
from kuulo.bench.with_pandas import CASES as PANDAS
from kuulo.bench.with_sql import CASES as SQL


@pytest.mark.slow
def test_contenders_agree_and_the_report_has_its_shape() -> None:
    found = bench_figures(400_000, runs=1)
    assert found["bench"] == "figures"
    assert found["machine"]["cores"] >= 1
    assert len(found["results"]) == len(CONTENDERS) * (len(KUULO) + 1)
    assert all(row["min"] <= row["median"] <= row["max"] for row in found["results"])
    ratios = {"to_sql_worst", "to_sql_median", "pandas_to_kuulo_median", "peak_memory_to_pandas"}
    assert set(found["ratios"]) == ratios
    assert all(ratio > 0 for ratio in found["ratios"].values())


def test_every_contender_answers_the_same_questions() -> None:
    assert list(KUULO) == list(SQL) == list(PANDAS)


def test_a_contender_that_fails_is_told(tmp_path: Path) -> None:
    with (
        Contender(CONTENDERS["sql"], tmp_path) as contender,
        pytest.raises(EngineError, match="ended before it answered"),
    ):
        contender.run("NPS by month")

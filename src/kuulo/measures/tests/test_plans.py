"""Plans: the question as text, apart from running it, and the figures from whatever engine ran it."""

from __future__ import annotations

import re

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal
from pyspark.sql import SparkSession

from kuulo.base.errors import ColumnError, DefinitionError, EngineError, ScaleMismatchError
from kuulo.measures import Design, FigurePlan, Period, definition, figure_plan, nps
from kuulo.measures.distribution import distribution_plan
from kuulo.measures.finishing import Extremes

COLUMNS = {"value": "float64", "team": "int64", "weight": "float64", "at": "timestamp('UTC')", "home": "string"}


def rows(count: int = 3000) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "value": [float((i * 7919) % 11) for i in range(count)],
            "team": [(i * i) % 50 for i in range(count)],
            "weight": [1.0 + i % 3 for i in range(count)],
        }
    )


def run(sql: str) -> pa.Table:
    with duckdb.connect() as connection:
        connection.register("answers", rows().to_arrow())
        connection.register("signals", rows().to_arrow())
        return connection.sql(sql).to_arrow_table()


def plan() -> FigurePlan:
    return figure_plan("nps@1", columns=COLUMNS, score="value", by="team")


def test_the_text_reads_answers_or_another_select() -> None:
    wanted = nps(rows(), score="value", by="team", floor=3).to_dicts()
    source = "SELECT value, team FROM signals"
    assert plan().finish(run(plan().sql())).to_dicts() == wanted
    assert plan().finish(run(plan().sql("duckdb", source))).to_dicts() == wanted


def test_the_text_is_compiled_once() -> None:
    assert plan().sql("duckdb") is plan().sql("duckdb")
    assert plan().sql("spark") != plan().sql("duckdb")
    assert "`answers`" in plan().sql("spark")


def test_only_the_columns_asked_for_are_read() -> None:
    text = figure_plan(
        "nps@1", columns=COLUMNS, score="value", by=Period("at", "month"), design=Design(weight="weight")
    ).sql()
    assert '"home"' not in text
    assert "MONTH" in text


def test_spark_gets_no_number_with_a_point() -> None:
    """It would be a decimal there, and sums of products of decimals overflow."""
    for name in ("nps@1", "mean@1", "share@1", "csat.mean@1"):
        design = Design(cluster="home", weight="weight", stratum="team")
        text = figure_plan(name, columns=COLUMNS, score="value", design=design, by="home").sql("spark")
        assert re.search(r"\d\.\d", text) is None


def test_the_version_of_the_data_goes_along() -> None:
    found = plan().finish(run(plan().sql()), data_version="v12+3")
    assert {figure.estimate.data_version for figure in found} == {"v12+3"}


def test_the_lowest_and_the_highest() -> None:
    every = sorted(plan().finish(run(plan().sql())), key=lambda figure: figure.estimate.value or 0.0)
    enough = [figure.by["team"] for figure in every if (figure.estimate.n or 0) >= 100]
    found = plan().finish(run(plan().sql()), extremes=Extremes(4, 100))
    assert [figure.by["team"] for figure in found] == [*enough[:4], *enough[-4:]]
    assert len(plan().finish(run(plan().sql()), extremes=Extremes(100, 1))) == len(every)


@pytest.mark.parametrize("name", ["nps@1", "recommend.1to10.top2@1", "recommend.1to10.mean@1", "csat.top2@1"])
@pytest.mark.parametrize("stratum", [None, "half"])
def test_many_groups_give_the_same_figures(name: str, stratum: str | None) -> None:
    low, high = definition(name).scale_min, definition(name).scale_max
    source = f"SELECT least(greatest(value, {low}), {high}) AS value, team, team % 7 AS half FROM answers"  # noqa: S608
    columns = {"value": "float64", "team": "int64", "half": "int64"}
    found = []
    for many in (True, False):
        asked = figure_plan(
            name, columns=columns, score="value", by="team", design=Design(stratum=stratum), many_groups=many
        )
        found.append(asked.finish(run(asked.sql("duckdb", source))).to_polars().drop("notes"))
        assert asked.sql("spark").count("GROUP BY") == 1
    assert_frame_equal(*found, rel_tol=1e-12)


@pytest.mark.spark
def test_many_groups_on_spark(spark: SparkSession) -> None:
    asked = figure_plan("nps@1", columns=COLUMNS, score="value", by="team", many_groups=True)
    spark.createDataFrame(rows().to_arrow()).createOrReplaceTempView("team_answers")
    found = asked.finish(spark.sql(asked.sql("spark", "SELECT * FROM team_answers")).toArrow())
    wanted = plan().finish(run(plan().sql()))
    assert_frame_equal(found.to_polars().drop("notes"), wanted.to_polars().drop("notes"), rel_tol=1e-12)


def test_many_groups_are_checked_too() -> None:
    asked = figure_plan("csat.top2@1", columns=COLUMNS, score="value", by="team", many_groups=True)
    with pytest.raises(ScaleMismatchError, match="run from 0"):
        asked.finish(run(asked.sql()))
    nothing = "SELECT CASE WHEN team = 1 THEN 'nan'::DOUBLE ELSE 2 END AS value, team FROM answers"
    with pytest.raises(ScaleMismatchError, match="no numbers"):
        asked.finish(run(asked.sql("duckdb", nothing)))
    halves = "SELECT value / 4 + 1 AS value, team FROM answers"
    with pytest.raises(ScaleMismatchError, match="between the points"):
        asked.finish(run(asked.sql("duckdb", halves)))


def test_counts_as_a_plan() -> None:
    counts = distribution_plan(columns=COLUMNS, score="value", by="team")
    found = counts.finish(run(counts.sql("duckdb", "SELECT * FROM signals")))
    assert sum(group.n or 0 for group in found) == 3000
    assert counts.sql("spark").count("`value`") >= 1


def test_an_unknown_dialect_is_refused() -> None:
    with pytest.raises(EngineError, match=r"does not write SQL for oracle\. Use one of: duckdb, spark"):
        plan().sql("oracle")


def test_unknown_names_are_refused() -> None:
    with pytest.raises(DefinitionError, match="no definition named nps@2"):
        figure_plan("nps@2", columns=COLUMNS, score="value")
    with pytest.raises(ColumnError, match="no column named size"):
        figure_plan("nps@1", columns=COLUMNS, score="value", design=Design(fpc="size"))

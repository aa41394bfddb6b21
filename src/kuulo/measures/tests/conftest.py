"""One fixture that brings the same answers in every kind of table Kuulo reads."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import ibis
import polars as pl
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)  # pyspark says it does not fully know pandas 3 yet
    from pyspark.sql import SparkSession

Bring = Callable[[pl.DataFrame], Any]


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """Return a Spark session in this process, without its web pages, in UTC."""
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


ENGINES = [
    "pandas",
    "polars",
    "polars lazy",
    "pyarrow",
    "duckdb",
    "ibis",
    pytest.param("spark", marks=pytest.mark.spark),
]


@pytest.fixture(params=ENGINES)
def bring(request: pytest.FixtureRequest) -> Bring:
    """Return what turns a Polars frame into a table of each kind in turn."""
    kind: str = request.param
    if kind == "spark":
        session: SparkSession = request.getfixturevalue("spark")
        return lambda frame: session.createDataFrame(frame.to_arrow())
    return _KINDS[kind]


def _duckdb_relation(frame: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection.from_arrow(frame.to_arrow())


_KINDS: dict[str, Bring] = {
    "pandas": lambda frame: frame.to_pandas(),
    "polars": lambda frame: frame,
    "polars lazy": lambda frame: frame.lazy(),
    "pyarrow": lambda frame: frame.to_arrow(),
    "duckdb": _duckdb_relation,
    "ibis": lambda frame: ibis.memtable(frame.to_arrow()),
}

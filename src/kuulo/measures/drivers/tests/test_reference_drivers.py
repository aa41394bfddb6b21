"""Shares of R², relative weights, coefficients and correlations equal R's, unweighted and weighted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kuulo.measures import drivers

pytestmark = pytest.mark.pure
CLOSE = 1e-8


@pytest.fixture(scope="module")
def told(reference: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((reference / "keydriver_reference.json").read_text())
    return found


@pytest.fixture(scope="module")
def schools(reference: Path) -> pl.DataFrame:
    return pl.read_csv(reference / "apistrat.csv", infer_schema_length=None, null_values="NA")


@pytest.mark.parametrize("weight", ["", "pw"])
@pytest.mark.parametrize("method", ["lmg", "johnson"])
def test_shares_equal_those_of_r(told: dict[str, Any], schools: pl.DataFrame, method: str, weight: str) -> None:
    found = drivers(
        schools, outcome="api00", drivers=told["vars"], method=method, weight=weight or None, samples=20, cluster="snum"
    )
    kind = "weighted" if weight else "unweighted"
    assert found.explained.value == pytest.approx(told[f"r2_{kind}"], abs=CLOSE)
    for name, share in told[f"{method}_{kind}"].items():
        assert found[name].importance.value == pytest.approx(share, abs=CLOSE)
        assert found[name].share.value == pytest.approx(share / told[f"r2_{kind}"], abs=CLOSE)
    assert found.n == told["n"]


def test_coefficients_and_correlations_equal_those_of_r(told: dict[str, Any], schools: pl.DataFrame) -> None:
    found = drivers(schools, outcome="api00", drivers=told["vars"], samples=20)
    for name in told["vars"]:
        assert found[name].beta.value == pytest.approx(told["std_beta"][name], abs=CLOSE)
        assert found[name].correlation.value == pytest.approx(told["zero_order_r"][name], abs=CLOSE)


def test_what_stands_for_the_same_is_said(told: dict[str, Any], schools: pl.DataFrame) -> None:
    """Fully certified teachers and emergency credentials are nearly two sides of one thing."""
    found = drivers(schools, outcome="api00", drivers=told["vars"], samples=20)
    said = next(check for check in found.checks if check.name == "collinearity")
    assert said.level == "caution"
    assert "say much the same" in str(said.sentence)
    assert max(found.drivers, key=lambda one: one.inflation).name == "emer"

"""`kuulo figures` against what R's survey package printed for the California schools: equal to 1e-8."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from kuulo.cli.tests.conftest import Command

STRATIFIED = ("--weight", "pw", "--stratum", "stype", "--fpc", "fpc")
CLUSTERED = ("--weight", "pw", "--cluster", "dnum", "--fpc", "fpc")
SIMPLE = ("--weight", "pw", "--fpc", "fpc")
DESIGNS = [
    ("strat_fpc", "apistrat.csv", STRATIFIED),
    ("strat_nofpc", "apistrat.csv", STRATIFIED[:4]),
    ("clus1_fpc", "apiclus1.csv", CLUSTERED),
    ("srs_fpc", "apisrs.csv", SIMPLE),
    ("weights_only", "apistrat.csv", STRATIFIED[:2]),
]


@pytest.fixture(scope="module")
def printed() -> dict[str, Any]:
    """Return R's output."""
    path = Path(__file__).resolve().parents[5] / "shared" / "reference" / "survey_reference.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _figures(kuulo: Command, *arguments: object) -> list[dict[str, Any]]:
    outcome = kuulo("figures", *arguments, "--json", "--floor", "3")
    assert outcome.code == 0, outcome.err
    found: list[dict[str, Any]] = json.loads(outcome.out)
    return found


@pytest.mark.parametrize(("name", "file", "design"), DESIGNS)
def test_nps(kuulo: Command, reference: Path, printed: dict[str, Any], name: str, file: str, design: Any) -> None:
    (found,) = _figures(kuulo, reference / file, "--measure", "nps", "--score", "ltr", *design)
    assert found["value"] == pytest.approx(printed[name]["nps"]["est"]["nps"], rel=1e-8)
    assert found["se"] == pytest.approx(printed[name]["nps"]["se"]["nps"], rel=1e-8)


@pytest.mark.parametrize(("name", "file", "design"), DESIGNS)
def test_mean(kuulo: Command, reference: Path, printed: dict[str, Any], name: str, file: str, design: Any) -> None:
    (found,) = _figures(kuulo, reference / file, "--measure", "mean", "--score", "api00", *design)
    mean = printed[name]["svymean"]
    assert found["value"] == pytest.approx(mean["est"]["api00"], rel=1e-8)
    assert found["se"] == pytest.approx(mean["se"]["api00"], rel=1e-8)
    # R prints normal intervals here; Kuulo's use the design's degrees of freedom, which R prints as degf.
    half = stats.t.ppf(0.975, printed[name]["degf"]) * mean["se"]["api00"]
    assert (found["low"], found["high"]) == pytest.approx((found["value"] - half, found["value"] + half), rel=1e-8)


@pytest.mark.parametrize(("name", "file", "design"), DESIGNS)
def test_nps_by_a_domain(
    kuulo: Command, reference: Path, printed: dict[str, Any], name: str, file: str, design: Any
) -> None:
    found = _figures(kuulo, reference / file, "--measure", "nps", "--score", "ltr", "--by", "sch.wide", *design)
    domain = printed[name]["by_schwide_nps"]
    assert [figure["by"]["sch.wide"] for figure in found] == domain["group"]
    assert [figure["value"] for figure in found] == pytest.approx(domain["est"], rel=1e-8)
    assert [figure["se"] for figure in found] == pytest.approx(domain["se"], rel=1e-8)


@pytest.mark.parametrize(("name", "file", "design"), DESIGNS)
def test_condition_is_a_domain_too(
    kuulo: Command, reference: Path, printed: dict[str, Any], name: str, file: str, design: Any
) -> None:
    where = ("--where", "\"sch.wide\" = 'Yes'")
    (found,) = _figures(kuulo, reference / file, "--measure", "nps", "--score", "ltr", *where, *design)
    assert found["value"] == pytest.approx(printed[name]["by_schwide_nps"]["est"][1], rel=1e-8)
    assert found["se"] == pytest.approx(printed[name]["by_schwide_nps"]["se"][1], rel=1e-8)


@pytest.mark.parametrize(("name", "file", "design"), DESIGNS)
def test_share(kuulo: Command, reference: Path, printed: dict[str, Any], name: str, file: str, design: Any) -> None:
    (found,) = _figures(kuulo, reference / file, "--measure", "share", "--score", "top2", *design)
    assert found["value"] == pytest.approx(printed[name]["top2"]["est"]["top2"], rel=1e-8)
    assert found["se"] == pytest.approx(printed[name]["top2"]["se"]["top2"], rel=1e-8)


@pytest.mark.parametrize(("name", "file", "design"), DESIGNS)
def test_total(kuulo: Command, reference: Path, printed: dict[str, Any], name: str, file: str, design: Any) -> None:
    (found,) = _figures(kuulo, reference / file, "--measure", "total", "--score", "enroll", *design)
    assert found["value"] == pytest.approx(printed[name]["svytotal"]["est"]["enroll"], rel=1e-8)
    assert found["se"] == pytest.approx(printed[name]["svytotal"]["se"]["enroll"], rel=1e-8)

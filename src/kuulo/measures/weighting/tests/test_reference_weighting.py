"""Weights and figures equal R's survey package 4.1.1 to 1e-8: every adjusted section of the reference."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from scipy import stats

from kuulo.base.estimate import Estimate
from kuulo.measures import FigureTable
from kuulo.measures.weighting import Calibrated, Margin, Numeric, Trim, calibrate, post_stratify, rake

CLUSTERS: dict[str, Any] = {"weight": "pw", "cluster": "dnum", "fpc": "fpc"}
STYPE = Margin("stype", {"E": 4421, "H": 755, "M": 1018})
WIDE = Margin("sch.wide", {"No": 1072, "Yes": 5122})
API99 = Numeric("api99", 3914069)
SECTIONS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "adj_clus1_poststrat_stype": ("apiclus1", CLUSTERS, {"margins": [STYPE], "method": "poststratification"}),
    "adj_clus1_rake_stype_schwide": ("apiclus1", CLUSTERS, {"margins": [STYPE, WIDE]}),
    "adj_clus1_calib_linear_stype_api99": ("apiclus1", CLUSTERS, {"margins": [STYPE, API99], "method": "linear"}),
    "adj_clus1_calib_raking_stype_api99": ("apiclus1", CLUSTERS, {"margins": [STYPE, API99]}),
    "adj_clus1_calib_logit_b0.3_3": (
        "apiclus1",
        CLUSTERS,
        {"margins": [STYPE, API99], "method": "logit", "bounds": (0.3, 3)},
    ),
    "adj_clus1_calib_raking_stype_schwide": ("apiclus1", CLUSTERS, {"margins": [STYPE, WIDE], "bounds": (0, 100)}),
    "adj_clus1_rake_trim20_60": ("apiclus1", CLUSTERS, {"margins": [STYPE, WIDE], "trim": Trim(20, 60)}),
    "adj_weightsonly_strat_poststrat": (
        "apistrat",
        {"weight": "pw"},
        {"margins": [STYPE], "method": "poststratification"},
    ),
    "adj_srs_unweighted_rake": ("apisrs", {}, {"margins": [STYPE, WIDE]}),
}
Case = tuple[str, Calibrated, dict[str, Any]]


def told_by_r(reference: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((reference / "survey_reference.json").read_text())
    return found


def load(reference: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(reference / f"{name}.csv", null_values=["", "NA"], infer_schema_length=None)


@pytest.fixture(scope="module", params=list(SECTIONS))
def case(request: pytest.FixtureRequest, reference: Path) -> Case:
    """Return the name of a section, the weighted table and what R found."""
    name, design, asked = SECTIONS[request.param]
    asked = dict(asked)
    weighted = calibrate(load(reference, name), asked.pop("margins"), **design, **asked)
    return request.param, weighted, told_by_r(reference)[request.param]


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-8, abs=1e-8)


def only(figures: FigureTable) -> Estimate:
    assert len(figures) == 1
    return figures[0].estimate


def test_every_adjusted_section_is_tried(reference: Path) -> None:
    assert {name for name in told_by_r(reference) if name.startswith("adj_")} == set(SECTIONS)


def test_weights(case: Case, reference: Path) -> None:
    name, weighted, told = case
    weights = weighted.weights()["weight"]
    assert weights.sum() == near(told["weights"]["sum"])
    assert (weights.min(), weights.max()) == (near(told["weights"]["min"]), near(told["weights"]["max"]))
    assert weighted.fitted.n_eff == near(told["weights"]["kish_neff"])
    assert weighted.fitted.deff_kish == near(len(weights) / told["weights"]["kish_neff"])
    for file in ("apiclus1_weights", "apisrs_rake_weights"):
        listed = load(reference, file)
        column = "w" if file == "apisrs_rake_weights" and "srs" in name else name.removeprefix("adj_")
        if column in listed.columns:
            assert weights.to_list() == [near(weight) for weight in listed[column]]


def test_means_totals_and_net_scores(case: Case) -> None:
    _name, weighted, told = case
    for score, definition, part in (
        ("api00", "mean@1", "svymean"),
        ("enroll", "total@1", "svytotal"),
        ("ltr", "nps@1", "nps"),
    ):
        found = only(weighted.figures(score=score, definition=definition))
        (wanted,), (error,) = told[part]["est"].values(), told[part]["se"].values()
        assert (found.value, found.se) == (near(wanted), near(error))
        in_t = only(weighted.figures(score=score, definition=definition, interval="t"))
        units = 15 if "clus1" in _name else 200
        half = stats.t.ppf(0.975, units - 1) * error
        assert (in_t.low, in_t.high) == (near(wanted - half), near(wanted + half))


def test_subgroups_are_domains(case: Case) -> None:
    _name, weighted, told = case
    found = weighted.figures(score="ltr", definition="nps@1", by="stype")
    assert [figure.by["stype"] for figure in found] == told["by_stype_nps"]["group"]
    assert [figure.estimate.value for figure in found] == [near(x) for x in told["by_stype_nps"]["est"]]
    assert [figure.estimate.se for figure in found] == [near(x) for x in told["by_stype_nps"]["se"]]
    inside = only(weighted.figures(score="ltr", definition="nps@1", where="stype = 'M'"))
    assert (inside.value, inside.se) == (near(told["by_stype_nps"]["est"][2]), near(told["by_stype_nps"]["se"][2]))


def test_shares_with_the_logit_interval(case: Case) -> None:
    _name, weighted, told = case
    found = only(weighted.figures(score="top2", definition="share@1", interval="logit"))
    assert found.value == near(told["top2_ci_logit"]["est"])
    # R's svyciprop fits a regression that stops at 1e-8, and counts the degrees of freedom of the whole design
    assert [found.low, found.high] == [pytest.approx(end, rel=1e-6) for end in told["top2_ci_logit"]["ci95"]]


def test_the_short_names_do_the_same(reference: Path) -> None:
    frame = load(reference, "apiclus1")
    raked, stratified = rake(frame, [STYPE, WIDE], **CLUSTERS), post_stratify(frame, "stype", STYPE.targets, **CLUSTERS)
    told = told_by_r(reference)
    assert raked.fitted.n_eff == near(told["adj_clus1_rake_stype_schwide"]["weights"]["kish_neff"])
    assert stratified.fitted.n_eff == near(told["adj_clus1_poststrat_stype"]["weights"]["kish_neff"])

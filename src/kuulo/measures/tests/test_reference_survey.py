"""Figures of complex samples equal R's survey package 4.1.1 on its api data, to 1e-8."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from scipy import stats

from kuulo.base.estimate import Estimate
from kuulo.measures import FigureTable, csat, mean_score, nps, ratio, share, total
from kuulo.measures.intervals import tango

DESIGNS: dict[str, tuple[str, dict[str, Any]]] = {
    "strat_fpc": ("apistrat", {"weight": "pw", "stratum": "stype", "fpc": "fpc"}),
    "strat_nofpc": ("apistrat", {"weight": "pw", "stratum": "stype"}),
    "clus1_fpc": ("apiclus1", {"weight": "pw", "cluster": "dnum", "fpc": "fpc"}),
    "clus1_nofpc": ("apiclus1", {"weight": "pw", "cluster": "dnum"}),
    "srs_fpc": ("apisrs", {"weight": "pw", "fpc": "fpc"}),
    "weights_only": ("apistrat", {"weight": "pw"}),
}


@pytest.fixture(params=list(DESIGNS))
def case(request: pytest.FixtureRequest, reference: Path) -> tuple[pl.DataFrame, dict[str, Any], dict[str, Any]]:
    """Return the data of a design, the arguments that say the design, and what R found."""
    found = json.loads((reference / "survey_reference.json").read_text())[request.param]
    name, design = DESIGNS[request.param]
    frame = pl.read_csv(reference / f"{name}.csv", null_values=["", "NA"], infer_schema_length=None)
    return frame, design, found


Case = tuple[pl.DataFrame, dict[str, Any], dict[str, Any]]


def only(figures: FigureTable) -> Estimate:
    assert len(figures) == 1
    return figures[0].estimate


def has_width(estimate: Estimate) -> bool:
    return estimate.low is not None and estimate.high is not None and estimate.low < estimate.high


def near(value: float | None) -> Any:
    assert value is not None
    return pytest.approx(value, rel=1e-8, abs=1e-8)


def test_every_design_of_r_is_tried(reference: Path) -> None:
    told = json.loads((reference / "survey_reference.json").read_text())
    assert {name for name, part in told.items() if "svymean" in part and "degf" in part} == set(DESIGNS)


def test_means(case: Case) -> None:
    frame, design, told = case
    for score in ("api00", "api99"):
        found = only(mean_score(frame, score=score, **design))
        assert (found.value, found.se) == (near(told["svymean"]["est"][score]), near(told["svymean"]["se"][score]))
        value, half = told["svymean"]["est"][score], stats.t.ppf(0.975, told["degf"]) * told["svymean"]["se"][score]
        assert (found.low, found.high) == (near(value - half), near(value + half))


def test_totals_and_ratios(case: Case) -> None:
    frame, design, told = case
    found = only(total(frame, score="enroll", **design))
    part = told["svytotal"]
    assert (found.value, found.se) == (near(part["est"]["enroll"]), near(part["se"]["enroll"]))
    found = only(ratio(frame, score="api.stu", denominator="enroll", **design))
    assert (found.value, found.se) == (near(told["svyratio"]["est"]), near(told["svyratio"]["se"]))


def test_net_score(case: Case) -> None:
    frame, design, told = case
    found = only(nps(frame, score="ltr", **design))
    assert (found.value, found.se) == (near(told["nps"]["est"]["nps"]), near(told["nps"]["se"]["nps"]))
    spread = only(mean_score(frame, score="nps", **design))
    assert (spread.value, spread.se) == (near(found.value), near(found.se))
    assert found.n_eff is not None
    assert found.n_eff <= told["weights"]["kish_neff"] + 1e-6


def test_effective_n_is_the_smaller_of_kish_and_design(case: Case) -> None:
    frame, design, told = case
    found = only(nps(frame, score="ltr", **design))
    weights, values = frame["pw"].to_numpy(), frame["nps"].to_numpy()
    centre = (weights * values).sum() / weights.sum()
    n = len(values)
    population = (weights * (values - centre) ** 2).sum() / weights.sum() * n / (n - 1)
    wanted = min(told["weights"]["kish_neff"], population / told["nps"]["se"]["nps"] ** 2)
    assert found.n_eff == near(wanted)
    assert found.deff == near(told["nps"]["se"]["nps"] ** 2 * n / population)
    plus, minus = ((weights * (values == sign)).sum() / weights.sum() for sign in (100, -100))
    low, high = tango(plus * wanted, minus * wanted, wanted)
    assert (found.low, found.high) == (near(low[0]), near(high[0]))


def test_shares_with_the_logit_interval(case: Case) -> None:
    frame, design, told = case
    found = only(share(frame, score="top2", interval="logit", **design))
    assert (found.value, found.se) == (near(told["top2"]["est"]["top2"]), near(told["top2"]["se"]["top2"]))
    assert (found.low, found.high) == tuple(near(end) for end in told["ciprop_top2"]["logit"]["ci95"])


@pytest.mark.parametrize(("by", "name"), [("stype", "by_stype_nps"), ("sch.wide", "by_schwide_nps")])
def test_subgroups(case: Case, by: str, name: str) -> None:
    frame, design, told = case
    found = nps(frame, score="ltr", by=by, **design)
    assert [figure.by[by] for figure in found] == told[name]["group"]
    assert [figure.estimate.value for figure in found] == [near(x) for x in told[name]["est"]]
    assert [figure.estimate.se for figure in found] == [near(x) for x in told[name]["se"]]
    assert all(has_width(figure.estimate) for figure in found)


def test_means_of_a_closed_scale_equal_those_of_open_numbers(case: Case) -> None:
    frame, design, _told = case
    stars = frame.with_columns(stars=pl.col("ltr") // 3 + 1)
    for by in ([], ["stype"], ["stype", "sch.wide"]):
        closed = mean_score(stars, score="stars", definition="csat.mean@1", by=by, **design)
        opened = mean_score(stars, score="stars", by=by, **design)
        for one, other in zip(closed, opened, strict=True):
            assert one.by == other.by
            assert (one.estimate.value, one.estimate.se) == pytest.approx((other.estimate.value, other.estimate.se))
            assert one.estimate.n_eff == pytest.approx(other.estimate.n_eff)


def test_subgroup_means(case: Case) -> None:
    frame, design, told = case
    found = mean_score(frame, score="api00", by="stype", **design)
    assert [figure.estimate.value for figure in found] == [near(x) for x in told["by_stype_api00"]["est"]]
    assert [figure.estimate.se for figure in found] == [near(x) for x in told["by_stype_api00"]["se"]]


def test_a_condition_is_a_subgroup(case: Case) -> None:
    frame, design, told = case
    found = only(nps(frame, score="ltr", where="stype = 'E'", **design))
    assert (found.value, found.se) == (near(told["by_stype_nps"]["est"][0]), near(told["by_stype_nps"]["se"][0]))


def test_population_sizes_as_fractions(case: Case) -> None:
    frame, design, told = case
    if "fpc" not in design:
        return
    units = frame.select(stratum=pl.col("stype") if "stratum" in design else pl.lit(1), unit=_unit(design))
    counted = units.with_columns(count=pl.col("unit").n_unique().over("stratum"))["count"]
    frame = frame.with_columns(fraction=counted / frame["fpc"])
    found = only(nps(frame, score="ltr", **(design | {"fpc": "fraction"})))
    assert found.se == near(told["nps"]["se"]["nps"])


def _unit(design: dict[str, Any]) -> pl.Expr:
    return pl.col(design["cluster"]) if "cluster" in design else pl.int_range(pl.len())


def test_plain_answers(reference: Path) -> None:
    told = json.loads((reference / "survey_reference.json").read_text())["nps_plain"]
    for part in told.values():
        frame = pl.DataFrame({"score": [s for s, n in enumerate(part["counts"]) for _ in range(n)]})
        found = only(nps(frame, score="score"))
        assert (found.value, found.se, found.n) == (near(part["nps"]), near(part["se_taylor"]), part["n"])
        fixed = only(nps(frame, score="score", interval="t"))
        if part["se_taylor"] > 0:
            assert (fixed.low, fixed.high) == tuple(near(min(max(end, -100), 100)) for end in part["ci95_t"])
        assert has_width(found)


def test_satisfaction_of_five_points(reference: Path) -> None:
    frame = pl.read_csv(reference / "apistrat.csv", null_values=["", "NA"], infer_schema_length=None)
    frame = frame.with_columns(stars=pl.col("ltr").clip(0, 8) // 2 + 1)
    top = frame.with_columns(high=pl.col("stars") >= 4)
    design = DESIGNS["strat_fpc"][1]
    found, wanted = only(csat(frame, score="stars", **design)), only(share(top, score="high", **design))
    assert (found.value, found.se) == (near(wanted.value), near(wanted.se))
    assert (found.low, found.high) == (near(wanted.low), near(wanted.high))

"""Replicate weights that are found anew in each replicate equal R's; bootstrap within its chance.

What R says was computed with survey 4.1.1 on R 4.2.2 (c1 is apiclus1.csv, st is apistrat.csv, nps −100/0/100 from ltr):

    pst <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
    psw <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
    strict <- list(maxit = 300, epsilon = 1e-9, verbose = FALSE)
    r1 <- as.svrepdesign(svydesign(ids = ~dnum, weights = ~pw, data = c1), type = "JK1")
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kuulo.measures.weighting import Margin, Replicates, calibrate
from kuulo.measures.weighting.tests.test_reference_weighting import API99, STYPE, WIDE, load, near, only

CLUSTERS: dict[str, Any] = {"weight": "pw", "cluster": "dnum"}
STRATA: dict[str, Any] = {"weight": "pw", "stratum": "stype"}
JACKKNIFE, BOOTSTRAP = Replicates(), Replicates("bootstrap", count=1500, seed=7)

# (data, design, margins, method, score, definition) → value and standard error by R
JACKKNIFED: dict[str, tuple[str, dict[str, Any], list[Any], str, str, str, float, float]] = {
    # R says of svymean(~nps, rake(r1, list(~stype, ~sch.wide), list(pst, psw), control = strict))
    "nps raked": (
        "apiclus1",
        CLUSTERS,
        [STYPE, WIDE],
        "raking",
        "ltr",
        "nps@1",
        -80.0647971507564,
        5.74130677042984,
    ),
    # R says of svymean(~api00, …the same…)
    "mean raked": (
        "apiclus1",
        CLUSTERS,
        [STYPE, WIDE],
        "raking",
        "api00",
        "mean@1",
        641.230320926572,
        27.1442585238704,
    ),
    # svytotal(~enroll, …the same…)
    "total raked": (
        "apiclus1",
        CLUSTERS,
        [STYPE, WIDE],
        "raking",
        "enroll",
        "total@1",
        3647280.14813187,
        468244.536363167,
    ),
    # R says of svymean(~nps, postStratify(r1, ~stype, pst))
    "nps post-stratified": (
        "apiclus1",
        CLUSTERS,
        [STYPE],
        "poststratification",
        "ltr",
        "nps@1",
        -79.5264772360349,
        5.90933832008249,
    ),
    # R says of svymean(~nps, calibrate(r1, ~stype + api99, c(6194, 755, 1018, 3914069)))
    "nps calibrated": (
        "apiclus1",
        CLUSTERS,
        [STYPE, API99],
        "linear",
        "ltr",
        "nps@1",
        -73.001449189778,
        3.97883723915921,
    ),
    # the first with svydesign(…, fpc = ~fpc)
    "nps with population sizes": (
        "apiclus1",
        CLUSTERS | {"fpc": "fpc"},
        [STYPE, WIDE],
        "raking",
        "ltr",
        "nps@1",
        -80.0647971507564,
        5.68413999525935,
    ),
    # with rs <- as.svrepdesign(svydesign(ids = ~1, strata = ~stype, weights = ~pw, data = st), type = "JKn")
    # R says of svymean(~nps, rake(rs, list(~stype, ~sch.wide), list(pst, psw), control = strict))
    "nps in strata": (
        "apistrat",
        STRATA,
        [STYPE, WIDE],
        "raking",
        "ltr",
        "nps@1",
        -60.6401138585299,
        5.10868597890504,
    ),
}


@pytest.mark.parametrize("name", list(JACKKNIFED))
def test_jackknife(name: str, reference: Path) -> None:
    data, design, margins, method, score, definition, value, error = JACKKNIFED[name]
    weighted = calibrate(load(reference, data), margins, method=method, **design)  # type: ignore[arg-type]  # -- a literal
    found = only(weighted.figures(score=score, definition=definition, replicates=JACKKNIFE))
    # R rakes until no cell changes by a millionth of the whole
    assert found.value == pytest.approx(value, rel=1e-9)
    assert found.se == pytest.approx(error, rel=1e-6)
    assert found.method.endswith("jackknife")


def test_jackknife_of_subgroups(reference: Path) -> None:
    weighted = calibrate(load(reference, "apiclus1"), [STYPE, WIDE], **CLUSTERS)
    found = weighted.figures(score="ltr", definition="nps@1", by="stype", replicates=JACKKNIFE)
    # R says of svyby(~nps, ~stype, …, svymean)
    assert [figure.estimate.se for figure in found] == [
        pytest.approx(6.63467055847761, rel=1e-6),
        0,
        pytest.approx(8.55027998853051, rel=1e-6),
    ]


def test_bootstrap_within_its_chance(reference: Path) -> None:
    # set.seed(1); rs <- as.svrepdesign(svydesign(ids = ~1, strata = ~stype, weights = ~pw, data = st),
    #   type = "subbootstrap", replicates = 4000); the same margins by calibrate(calfun = "raking"): 5.202399261419
    weighted = calibrate(load(reference, "apistrat"), [STYPE, WIDE], **STRATA)
    found = only(weighted.figures(score="ltr", definition="nps@1", replicates=BOOTSTRAP))
    assert found.se == pytest.approx(5.2024, rel=0.06)
    again = only(weighted.figures(score="ltr", definition="nps@1", replicates=BOOTSTRAP))
    assert again.se == found.se


def test_unequal_base_weights_bounds_strata_and_ratios(reference: Path) -> None:
    frame = load(reference, "apistrat")
    # R says of calibrate(svydesign(ids = ~1, weights = ~pw, data = st), ~sch.wide + both, c(6194, 5122, 4500),
    #   calfun = "raking")
    raked = calibrate(frame, [WIDE, Margin("both", {"No": 1694, "Yes": 4500})], weight="pw")
    found = only(raked.figures(score="ltr", definition="nps@1"))
    assert (found.value, found.se) == (near(-60.2331967292066), near(5.43577469003285))
    # R says of calibrate(svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = st),
    #   ~stype + sch.wide + api99, c(6194, 755, 1018, 5122, 3914069))
    linear = calibrate(frame, [STYPE, WIDE, API99], method="linear", fpc="fpc", **STRATA)
    found = only(linear.figures(score="ltr", definition="nps@1"))
    assert (found.value, found.se) == (near(-59.6231251214217), near(2.92930451146929))
    found = only(linear.figures(score="api.stu", denominator="enroll", definition="ratio@1"))
    assert (found.value, found.se) == (near(0.836886565268708), near(0.00782698423616781))
    by = linear.figures(score="ltr", definition="nps@1", by="sch.wide")
    assert [one.estimate.se for one in by] == [near(5.88401467944181), near(3.70327292288228)]


def test_bounds_hold(reference: Path) -> None:
    # …, calfun = "linear", bounds = c(0.9, 1.1)): none is met, so both give the same; 0.97 to 1.03 are met
    frame = load(reference, "apistrat")
    for bounds in ((0.9, 1.1), (0.97, 1.03)):
        fitted = calibrate(frame, [STYPE, WIDE, API99], method="linear", bounds=bounds, **STRATA).fitted
        assert bounds[0] - 1e-12 <= fitted.factor.min() < fitted.factor.max() <= bounds[1] + 1e-12
        assert fitted.max_difference < 1e-9
    wide = calibrate(frame, [STYPE, WIDE, API99], method="linear", bounds=(0.9, 1.1), **STRATA)
    found = only(wide.figures(score="ltr", definition="nps@1"))
    assert (found.value, found.se) == (near(-59.6231251214204), near(2.96999306417743))

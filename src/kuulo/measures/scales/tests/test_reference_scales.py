"""Scales equal R's psych and lavaan on the agreeableness items of ``bfi``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from kuulo.measures import reliability, scale
from kuulo.measures.scales import moments_plan
from kuulo.measures.scales.factor import Equal, fit_factor
from kuulo.measures.scales.fit import Fit, fit_of
from kuulo.measures.tables import open_table

pytestmark = pytest.mark.pure

AGREE = ["A1", "A2", "A3", "A4", "A5"]
ALL_ITEMS = [f"{letter}{number}" for letter in "ACENO" for number in range(1, 6)]
CLOSED = 1e-8  # formulas
ITERATED = 1e-6  # what R found by an optimiser of its own


@pytest.fixture
def answers(reference: Path) -> pl.DataFrame:
    return pl.read_csv(reference / "bfi.csv", null_values=["NA", ""])


@pytest.fixture
def printed(reference: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((reference / "psych_reference.json").read_text())
    return found


@pytest.mark.parametrize("missing", ["pairwise", "complete"])
def test_alpha_and_items_equal_psych(answers: pl.DataFrame, printed: dict[str, Any], missing: str) -> None:
    """The complete reference holds the rows in which all 25 items of the questionnaire were answered."""
    rows = answers if missing == "pairwise" else answers.drop_nulls(ALL_ITEMS)
    known = printed["alpha"]["agree"]["pairwise_all" if missing == "pairwise" else "complete"]
    kind: Any = missing
    found = reliability(rows, items=AGREE, reverse=["A1"], ends=(1, 6), missing=kind)
    numbers = {
        "raw_alpha": found.alpha.value,
        "std_alpha": found.standardised.value,
        "G6": found.lambda6,
        "average_r": found.average_r,
        "median_r": found.median_r,
        "ase": found.alpha.se,
        "mean": found.mean,
        "sd": found.sd,
        "feldt_lower": found.alpha.low,
        "feldt_upper": found.alpha.high,
    }
    assert numbers == pytest.approx({name: known[name] for name in numbers}, abs=CLOSED)
    for name, field in (("alpha_drop", "alpha_without"), ("r_drop", "rest"), ("r_cor", "whole")):
        items = {item.name: getattr(item, field) for item in found.items}
        assert items == pytest.approx(known[name], abs=CLOSED)


def test_omega_and_its_kin_equal_lavaan(answers: pl.DataFrame, printed: dict[str, Any]) -> None:
    found = reliability(answers.drop_nulls(ALL_ITEMS), items=AGREE, reverse=["A1"], ends=(1, 6))
    known = printed["omega"]["agree"]
    assert found.omega is not None
    assert found.omega.value == pytest.approx(known["omega_cfa_ml_1f_cov"], abs=ITERATED)
    assert found.composite == pytest.approx(known["CR_std"], abs=ITERATED)
    assert found.extracted == pytest.approx(known["AVE"], abs=ITERATED)
    assert found.standardised.value == pytest.approx(known["alpha_std_from_omega"], abs=CLOSED)


def test_the_fit_of_one_factor_equals_lavaan(answers: pl.DataFrame) -> None:
    """lavaan 0.6-14: cfa("f =~ A1+A2+A3+A4+A5", d, std.lv = TRUE) with d$A1 <- 7 - d$A1; fitMeasures(fit)."""
    found = reliability(answers, items=AGREE, reverse=["A1"], ends=(1, 6))
    assert found.fit is not None
    assert (found.n, found.fit.df) == (2709, 5)
    _same(
        found.fit,
        chi_square=86.6960615933,
        cfi=0.967627642583,
        tli=0.935255285167,
        rmsea=0.0776624443803,
        rmsea_low=0.0638039679814,
        rmsea_high=0.0924180868744,
        srmr=0.0316840671231,
    )
    loadings = [item.loading for item in found.items]
    assert loadings == pytest.approx([0.376, 0.658, 0.762, 0.483, 0.627], abs=5e-4)  # standardizedSolution(fit)
    errors = [((item.loading_high or 0) - (item.loading_low or 0)) / 2 / 1.959964 for item in found.items]
    assert errors == pytest.approx([0.019, 0.015, 0.014, 0.018, 0.016], abs=5e-4)


# lavaan 0.6-14: cfa(m, d, group = g), … group.equal = "loadings", … = c("loadings", "intercepts"); fitMeasures(fit)
NAMES = ("chi_square", "df", "cfi", "tli", "rmsea", "rmsea_low", "rmsea_high", "srmr")
GENDER = {
    "configural": (85.3249128157, 10, 0.968228053562, 0.936456107125, 0.074572690829, 0.060446127631, 0.0895560295579),
    "metric": (92.7904228625, 14, 0.966766306108, 0.95252329444, 0.0644589449998, 0.0523577172996, 0.0772265418386),
    "scalar": (132.020511927, 18, 0.951906302147, 0.946562557942, 0.0683857691739, 0.0577124630544, 0.0795593351222),
}
EDUCATION = {
    "configural": (
        111.697175022,
        25,
        0.961523606272,
        0.923047212545,
        0.0833981336607,
        0.0679951187675,
        0.0994622492195,
    ),
    "metric": (135.600870462, 41, 0.958015929147, 0.948799913594, 0.0680267152159, 0.0555326796353, 0.0808923861206),
    "scalar": (256.899986241, 57, 0.91128395389, 0.922178906921, 0.0838673300296, 0.0735896009314, 0.0944334758675),
}
SRMR = {
    "gender": {"configural": 0.0277632866225, "metric": 0.0317305582726, "scalar": 0.0389247751212},
    "education": {"configural": 0.0312575162732, "metric": 0.0430088349033, "scalar": 0.0603425126094},
}


@pytest.mark.parametrize(("group", "known"), [("gender", GENDER), ("education", EDUCATION)])
def test_invariance_equals_lavaan(answers: pl.DataFrame, group: str, known: dict[str, tuple[float, ...]]) -> None:
    found = scale(answers, items=AGREE, group=group, reverse=["A1"], ends=(1, 6)).invariance
    assert found is not None
    for step in found.steps:
        row = dict(zip(NAMES, (*known[step.equal], SRMR[group][step.equal]), strict=True))
        _same(step.fit, **row)


def test_latent_means_equal_lavaan(answers: pl.DataFrame) -> None:
    """parameterEstimates(cfa(m, d, group = "gender", group.equal = c("loadings", "intercepts"), std.lv = TRUE))."""
    table = open_table(answers)
    plan = moments_plan(columns=table.columns, items=AGREE, reverse=["A1"], ends=(1, 6), group="gender")
    found = plan.finish(table.run(plan, [name for name, _kind in plan.columns]))
    groups = [found[1], found[2]]
    solution = fit_factor(groups, Equal.INTERCEPTS)
    men, women = solution.groups
    assert men.loadings == pytest.approx([0.572, 0.825, 1.037, 0.761, 0.829], abs=5e-4)
    assert women.intercepts == pytest.approx([4.425, 4.560, 4.295, 4.457, 4.306], abs=5e-4)
    assert (women.mean, women.variance) == pytest.approx((0.441, 0.781), abs=5e-4)
    assert fit_of(solution, groups).df == 18
    errors = np.sqrt(np.diag(fit_factor([found[1]]).covariance))
    assert (errors > 0).all()


def test_groups_are_compared_only_where_the_items_measure_the_same(answers: pl.DataFrame) -> None:
    """By education CFI falls by 0.047 when intercepts are held equal: the means are refused, with the reason."""
    found = scale(answers, items=AGREE, group="education", reverse=["A1"], ends=(1, 6))
    assert found.invariance is not None
    assert [step.holds for step in found.invariance.steps] == [True, True, False]
    assert not found.invariance.comparable
    assert str(found.invariance.reason).startswith("Groups are not compared: some items are answered higher or lower")
    assert found.compared is None
    assert all(group.mean is None for group in found.groups)


def _same(fit: Fit, **known: float) -> None:
    found = {name: getattr(fit, name) for name in known}
    assert found == pytest.approx(known, abs=ITERATED, rel=ITERATED)

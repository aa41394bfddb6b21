"""The experiment on who did not answer: a small one from end to end, its population, and how it is scored."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.bench.correction import Experiment, bench_correction
from kuulo.bench.correction.estimators import TWO_PHASE, WITH_FOLLOW_UP, WITHOUT_FOLLOW_UP, Outcome
from kuulo.bench.correction.fieldwork import Fieldwork, ask
from kuulo.bench.correction.population import TRUTH, WORLDS, make_population
from kuulo.bench.correction.scoring import as_text, ratios, score
from kuulo.measures.correction import outcome
from kuulo.measures.definitions import definition

pytestmark = pytest.mark.pure
NPS = definition("nps@1")


def test_a_small_experiment_holds_every_estimator_and_world() -> None:
    plan = Fieldwork(invited=2500, followed=200)
    found = bench_correction(Experiment(replications=1, customers=6000, plan=plan, balance_rounds=0))
    table = found["table"]
    assert {row["world"] for row in table} == set(WORLDS)
    named = [row["estimator"] for row in table if row["world"] == "symmetric U"]
    assert {"raw", "raked", "propensity, logistic", "doubly robust", TWO_PHASE, WITH_FOLLOW_UP} <= set(named)
    assert all(-60 < row["bias"] < 60 for row in table if row["bias"] is not None)
    assert set(found["ratios"]) == {
        "bias_two_phase_worst",
        "coverage_two_phase_worst",
        "coverage_bounds_worst",
        "bounds_width_to_manski",
    }
    assert len(as_text(table).splitlines()) == 1 + len(WORLDS) + len(table)


@pytest.mark.parametrize("world", WORLDS)
def test_the_truth_is_known_and_the_same_in_every_world(world: str) -> None:
    population = make_population(world, 20_000, np.random.default_rng(1))
    assert outcome(population.now.score, NPS).mean() == pytest.approx(TRUTH)
    assert population.now.chance.mean() == pytest.approx(0.2)
    assert outcome(population.last.score, NPS).mean() < TRUTH - 4  # it was another before


def test_only_those_who_spoke_are_heard() -> None:
    population = make_population("symmetric U", 8000, np.random.default_rng(2))
    full, half = ask(population, Fieldwork(invited=3000, followed=300), np.random.default_rng(3))
    for people in (full, half):
        assert people.phase2_answered is not None
        assert np.isnan(people.score[~(people.answered | people.phase2_answered)]).all()
        assert people.invited.sum() == 3000
    assert full.phase2_answered is not None
    assert half.phase2_answered is not None
    assert full.phase2_answered.sum() == 300
    assert 90 < half.phase2_answered.sum() < 210
    assert half.lesson is not None
    assert full.lesson is None


def test_the_score_is_bias_error_and_coverage() -> None:
    told = [Outcome("a", 20.0, 10.0, 21.0), Outcome("a", 26.0, 20.0, 32.0), Outcome("b", None, 0.0, 30.0, worst=120.0)]
    first, second = score("w", told, 22.0)
    assert (first["bias"], first["coverage"], first["runs"]) == (1.0, 0.5, 2)
    assert first["rmse"] == pytest.approx(np.sqrt((4 + 16) / 2))
    assert (second["bias"], second["coverage"], second["to_manski"]) == (None, 1.0, 0.25)


def test_the_worst_world_counts() -> None:
    rows = [
        {"estimator": TWO_PHASE, "bias": bias, "coverage": coverage, "to_manski": None}
        for bias, coverage in ((0.5, 0.96), (-0.9, 0.94))
    ]
    rows += [
        {"estimator": name, "bias": None, "coverage": 1.0, "to_manski": 0.3}
        for name in (WITH_FOLLOW_UP, WITHOUT_FOLLOW_UP)
    ]
    assert ratios(rows) == {
        "bias_two_phase_worst": -0.9,
        "coverage_two_phase_worst": 0.94,
        "coverage_bounds_worst": 1.0,
        "bounds_width_to_manski": 0.3,
    }

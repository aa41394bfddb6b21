"""Intervals hold as often as they say: seeded simulation."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kuulo.measures import compare_groups, figures
from kuulo.measures.comparing import pool, pool_shares, rank_of, ranks

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("between", [0.0, 5.0, 30.0])
@pytest.mark.parametrize("groups", [4, 12])
def test_pooled_figures(groups: int, between: float) -> None:
    """Of unequal groups, from no difference between them to a large one; own error of the simulation about 1 point."""
    rng = np.random.default_rng(1)
    inside = narrower = 0.0
    rounds = 250
    for _round in range(rounds):
        error = rng.uniform(5, 25, groups)
        truth = 20 + between * rng.standard_normal(groups)
        found = pool(truth + error * rng.standard_normal(groups), error**2)
        inside += ((found.low <= truth) & (truth <= found.high)).mean()
        narrower += ((found.high - found.low) / (2 * 1.96 * error)).mean()
    assert 0.94 <= inside / rounds <= 0.999
    assert narrower / rounds < 1.0


@pytest.mark.parametrize("spread", [0.02, 0.15])
def test_pooled_shares(spread: float) -> None:
    rng = np.random.default_rng(2)
    rounds, inside = 250, 0.0
    for _round in range(rounds):  # its own error is about 0.6 points
        sizes = rng.integers(3, 40, 10)
        strength = 0.7 * 0.3 / spread**2 - 1
        truth = rng.beta(0.7 * strength, 0.3 * strength, 10)
        found = pool_shares(rng.binomial(sizes, truth), sizes)
        inside += ((found.low <= truth) & (truth <= found.high)).mean()
    assert 0.935 <= inside / rounds <= 0.999


def test_ranks_hold_together() -> None:
    rng = np.random.default_rng(3)
    held = single = 0
    rounds = 400
    for _round in range(rounds):
        truth, error = np.array([0.0, 2.0, 4.0, 6.0, 6.5, 9.0]), np.array([1.0, 1.5, 1.0, 2.0, 1.0, 1.5])
        true_rank = (truth[:, None] < truth).sum(axis=1) + 1
        seen = truth + error * rng.standard_normal(6)
        best, worst = ranks(seen, error)
        held += bool(((best <= true_rank) & (true_rank <= worst)).all())
        low, high = rank_of(3, seen, error)
        single += bool(low <= true_rank[3] <= high)
    assert held / rounds >= 0.95
    assert single / rounds >= 0.94


@pytest.mark.slow
def test_nothing_is_seen_where_nothing_is_nineteen_times_of_twenty() -> None:
    """Ten groups of one truth, five to thirty NPS answers each: a difference is called in at most some 5 of 100."""
    rng = np.random.default_rng(4)
    called = 0
    rounds = 80
    sizes = np.array([5, 6, 8, 10, 12, 15, 20, 25, 30, 30])
    group = np.repeat(np.arange(10), sizes)
    for _round in range(rounds):
        scores = rng.choice([10, 9, 8, 7, 5, 2], len(group), p=[0.25, 0.2, 0.2, 0.1, 0.15, 0.1])
        found = figures(pl.DataFrame({"g": group, "s": scores}), score="s", definition="nps@1", by="g")
        compared = compare_groups({one.by["g"]: one.estimate for one in found}, 1)
        called += any(one.seen for one in compared.differences)
    assert called / rounds <= 0.07


def test_pooled_net_scores_of_few_answers() -> None:
    """Touchpoints with 5 to 40 answers, true scores apart by some 15 points: the pooled intervals hold."""
    rng = np.random.default_rng(5)
    inside = nearer = rounds = 0
    sizes = np.array([5, 6, 7, 8, 10, 12, 15, 20, 30, 40])
    group = np.repeat(np.arange(10), sizes)
    for _round in range(80):
        plus = np.clip(rng.normal(0.5, 0.06, 10), 0.1, 0.8)
        truth = 100 * (plus - 0.2)
        draws = rng.random(len(group))
        scores = np.where(draws < plus[group], 9, np.where(draws < plus[group] + 0.2, 3, 7))
        found = figures(pl.DataFrame({"g": group, "s": scores}), score="s", definition="nps@1", by="g")
        compared = compare_groups({one.by["g"]: one.estimate for one in found}, 1)
        for row in compared.rows:
            own, pooled, true = row.estimate, row.pooled, truth[int(str(row.label))]
            assert None not in (own.value, pooled.value, pooled.low, pooled.high)
            inside += (pooled.low or 0.0) <= true <= (pooled.high or 0.0)
            nearer += abs((pooled.value or 0.0) - true) < abs((own.value or 0.0) - true)
            rounds += 1
    assert inside / rounds >= 0.94
    assert nearer / rounds > 0.6

"""Intervals hold what they promise: contain the value, keep to the scale, mirror, and never have a width of zero."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.base.errors import DefinitionError
from kuulo.measures import ces, csat, enps, figures, mean_score, nps, share
from kuulo.measures.intervals import adjusted_wald, agreeing, logit_interval, tango, wilson

counts = st.floats(0, 5000, allow_nan=False).map(lambda x: round(x, 3))


@given(counts, counts, counts, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_net_intervals_contain_the_value_and_mirror(plus: float, middle: float, minus: float, level: float) -> None:
    n = plus + middle + minus
    if n < 0.5:
        return
    value = 100 * (plus - minus) / n
    for interval in (tango, adjusted_wald):
        low, high = (float(np.ravel(end)[0]) for end in interval(plus, minus, n, level))
        other_low, other_high = (float(np.ravel(end)[0]) for end in interval(minus, plus, n, level))
        assert -100 <= low < high <= 100
        assert (low, high) == pytest.approx((-other_high, -other_low), abs=1e-6)
        if interval is tango:
            assert low - 1e-6 <= value <= high + 1e-6


@given(st.floats(0, 1), st.floats(1, 1e6))
def test_wilson(p: float, n: float) -> None:
    low, high = wilson(p, n)
    assert 0 <= low <= p + 1e-12
    assert p - 1e-12 <= high <= 1
    assert high > low
    mirrored = wilson(1 - p, n)
    assert low == pytest.approx(1 - mirrored[1], abs=1e-9)


def test_wilson_of_a_textbook() -> None:
    assert np.array(wilson(81 / 263, 263)) == pytest.approx([0.2553, 0.3662], abs=5e-5)  # Newcombe (1998)


def test_logit_is_undefined_at_the_ends() -> None:
    low, high = logit_interval([0.0, 0.5, 1.0], [0.0, 0.05, 0.0], 20)
    assert np.isnan(low[0])
    assert np.isnan(high[2])
    assert low[1] < 0.5 < high[1]


def test_agreeing_reaches_to_both_sides_of_the_scale() -> None:
    low, high = agreeing([5.0, 3.0, 1.0], 10, (1, 5))
    assert low == pytest.approx([3.8899, 2.4450, 1.0], abs=1e-3)
    assert high == pytest.approx([5.0, 3.5550, 2.1101], abs=1e-3)


@pytest.mark.parametrize("n", [5, 10, 400])
@pytest.mark.parametrize("weight", [None, "weight"])
@pytest.mark.parametrize("cluster", [None, "cluster"])
@pytest.mark.parametrize(
    ("definition", "answer"),
    [
        ("nps@1", 10),
        ("nps@1", 7),
        ("nps@1", 0),
        ("enps@1", 9),
        ("csat.top2@1", 5),
        ("csat.top2@1", 1),
        ("csat.mean@1", 5),
        ("csat.mean@1", 3),
        ("ces.2@1", 1),
        ("ces.2010@1", 2),
        ("share@1", 1),
    ],
)
def test_agreement_never_has_a_width_of_zero(
    definition: str, answer: int, n: int, weight: str | None, cluster: str | None
) -> None:
    rows = {
        "score": [answer] * n,
        "weight": [0.1 + 0.37 * (i % 7) for i in range(n)],
        "cluster": [i % 5 for i in range(n)],
    }
    found = figures(pl.DataFrame(rows), score="score", definition=definition, weight=weight, cluster=cluster)
    estimate = found[0].estimate
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low <= estimate.value <= estimate.high
    assert estimate.high - estimate.low > 1e-3
    assert estimate.se == 0


def test_agreement_on_an_open_scale() -> None:
    frame = pl.DataFrame({"score": [20.0] * 9 + [10.0, 30.0] * 6, "group": ["same"] * 9 + ["other"] * 12})
    other, same = mean_score(frame, score="score", by="group")
    assert same.estimate.method == "agreeing"
    assert (same.estimate.low, same.estimate.high) == pytest.approx((17.01, 22.99), abs=0.01)
    assert other.estimate.method == "t"
    alone = mean_score(frame, score="score", where="group = 'same'")[0].estimate
    assert (alone.value, alone.low, alone.high) == (20.0, None, None)
    assert "no interval can be given" in str(alone.notes[0])


def test_unequal_clusters_of_one_answer_each_equal_no_clusters() -> None:
    rng = np.random.default_rng(3)
    frame = pl.DataFrame({"score": rng.integers(0, 11, 200), "id": range(200)})
    plain, clustered = nps(frame, score="score")[0].estimate, nps(frame, score="score", cluster="id")[0].estimate
    assert (plain.low, plain.high, plain.se) == pytest.approx((clustered.low, clustered.high, clustered.se))


def test_one_cluster_tells_no_spread() -> None:
    frame = pl.DataFrame({"score": [0, 5, 10, 9, 8, 7], "home": ["a"] * 6})
    found = nps(frame, score="score", cluster="home")[0].estimate
    assert found.se is None
    assert found.n_eff == 1
    assert found.low is not None
    assert found.low < -58
    assert "how much clusters differ cannot be seen" in str(found.notes[-1])


def test_an_nps_without_a_zero_is_pointed_out() -> None:
    frame = pl.DataFrame({"score": [1 + i % 10 for i in range(300)]})
    assert "Nobody answered 0" in str(nps(frame, score="score")[0].estimate.notes[0])


def test_an_unknown_interval_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"There is no interval wald for nps@1\. Use one of: tango"):
        nps(pl.DataFrame({"score": [1, 2, 3]}), score="score", interval="wald")


def test_functions_refuse_definitions_of_others() -> None:
    frame = pl.DataFrame({"score": [1, 2, 3]})
    with pytest.raises(DefinitionError, match=r"csat\.top2@1 is not a definition of nps"):
        nps(frame, score="score", definition="csat.top2@1")
    with pytest.raises(DefinitionError, match="There is no definition named csat@9"):
        csat(frame, score="score", definition="csat@9")
    with pytest.raises(DefinitionError, match=r"mean@1 is not a share"):
        share(frame, score="score", definition="mean@1")
    with pytest.raises(DefinitionError, match="confidence level lies between 0 and 1; 95 was given"):
        ces(frame, score="score", confidence=95)
    assert enps(pl.DataFrame({"score": [10, 9, 8, 1, 2]}), score="score")[0].estimate.measure == "enps"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9), st.sampled_from("ab")), min_size=5, max_size=60))
def test_weighted_means_keep_to_the_scale(rows: list[tuple[int, int, str]]) -> None:
    frame = pl.DataFrame(rows, schema=["score", "weight", "stratum"], orient="row")
    found = figures(frame, score="score", definition="csat.mean@1", weight="weight", stratum="stratum")[0].estimate
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 1 <= found.low <= found.value <= found.high <= 5
    assert found.high > found.low


COVERAGE = [(10, False), (30, False), (100, False), (30, True), (150, True)]


@pytest.mark.parametrize(("n", "weighted"), COVERAGE)
def test_tango_covers_what_it_says(n: int, *, weighted: bool) -> None:
    """About 95 of 100 intervals hold the true net score (5000 samples; their own error is 0.3 points)."""
    rng = np.random.default_rng(7)
    plus, minus = 0.55, 0.2
    draws = rng.random((5000, n))
    values = np.where(draws < plus, 1.0, np.where(draws < plus + minus, -1.0, 0.0))
    weights = rng.lognormal(0, 0.6, (5000, n)) if weighted else np.ones((5000, n))
    total = weights.sum(axis=1)
    value = (weights * values).sum(axis=1) / total
    kish = total**2 / (weights**2).sum(axis=1)
    variance = n / (n - 1) * (weights**2 * (values - value[:, None]) ** 2).sum(axis=1) / total**2
    population = n / (n - 1) * (weights * (values - value[:, None]) ** 2).sum(axis=1) / total
    n_eff = np.fmin(kish, np.where(variance > 0, population / np.maximum(variance, 1e-300), kish))
    share_plus, share_minus = ((weights * (values == sign)).sum(axis=1) / total for sign in (1, -1))
    low, high = tango(share_plus * n_eff, share_minus * n_eff, n_eff)
    covered = ((low <= 100 * (plus - minus)) & (100 * (plus - minus) <= high)).mean()
    assert 0.935 <= covered <= 0.975

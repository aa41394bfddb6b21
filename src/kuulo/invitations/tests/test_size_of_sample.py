"""How many are needed: against textbooks' tables and examples."""

from __future__ import annotations

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import InputError
from kuulo.invitations.rules.size import Need, size_for_mean, size_for_nps, size_for_share

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("population", "table"),
    [(100, 80), (200, 132), (500, 217), (1_000, 278), (2_000, 322), (5_000, 357), (10_000, 370), (100_000, 383)],
)
def test_shares_of_finite_populations_agree_with_krejcie_and_morgan(population: int, table: int) -> None:
    # Krejcie & Morgan (1970), Educational and Psychological Measurement 30:607–610, table 1: ±5 points, 95 %, p = ½.
    # The table rounds to the nearest; Kuulo rounds up, so that the margin is kept.
    size = size_for_share(0.05, need=Need(population=population))
    assert round(size.exact) == pytest.approx(table, abs=0.51)
    assert size.exact <= size.answers < size.exact + 1


@pytest.mark.parametrize(("margin", "answers"), [(0.05, 385), (0.03, 1068), (0.02, 2401), (0.01, 9604)])
def test_worst_case_shares_are_the_well_known_ones(margin: float, answers: int) -> None:
    assert size_for_share(margin).answers == answers


def test_the_mean_of_cochrans_seedlings() -> None:
    # Cochran (1977), §4.6: S² = 85.6, margin 10 % of the mean 19, t = 2, N = 430: n₀ = 95, n = 78.
    two = 2 * NormalDist().cdf(2) - 1
    infinite = size_for_mean(1.9, deviation=85.6**0.5, need=Need(confidence=two))
    finite = size_for_mean(1.9, deviation=85.6**0.5, need=Need(confidence=two, population=430))
    assert infinite.exact == pytest.approx(94.85, abs=0.01)
    assert (infinite.answers, finite.answers) == (95, 78)


def test_an_nps_takes_as_many_as_its_variance_says() -> None:
    # p = 0.5, q = 0.2: variance 0.61, ±5 points at 95 %: 3.8415 · 0.61 / 0.0025 = 937.3.
    assert size_for_nps(5, promoters=0.5, detractors=0.2).answers == 938
    # The worst case, half and half, has variance 1.
    assert size_for_nps(5).answers == 1537


def test_silence_and_design_ask_for_more() -> None:
    size = size_for_share(0.05, need=Need(response_rate=0.2, deff=1.5))
    assert (size.answers, size.invite, size.reachable) == (577, 2885, True)
    few = size_for_share(0.05, need=Need(response_rate=0.2, population=1_000))
    assert (few.answers, few.invite, few.reachable) == (278, 1_000, False)


@given(st.floats(0.001, 0.4), st.floats(0.05, 0.95), st.floats(0.5, 0.999), st.integers(2, 10**7))
def test_the_size_keeps_the_margin(margin: float, expected: float, confidence: float, population: int) -> None:
    size = size_for_share(margin, expected=expected, need=Need(confidence=confidence, population=population))
    n = size.answers
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    # Cochran (1977), eq. 3.5: variance of a share from a finite population, as n₀ of §4.4 takes it.
    variance = expected * (1 - expected) / n * (population - n) / max(population - 1, 1)
    assert z * variance**0.5 <= margin * (1 + 1e-6)
    assert 1 <= n <= population


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda: size_for_share(0), "margin"),
        (lambda: size_for_share(0.1, expected=1), "expected share"),
        (lambda: size_for_share(0.1, need=Need(confidence=1)), "confidence"),
        (lambda: size_for_share(0.1, need=Need(response_rate=0)), "response rate"),
        (lambda: size_for_share(0.1, need=Need(population=0)), "population"),
        (lambda: size_for_share(0.1, need=Need(deff=0)), "design effect"),
        (lambda: size_for_nps(5, promoters=0.8, detractors=0.3), "together at most 1"),
        (lambda: size_for_nps(5, promoters=1, detractors=0), "answers alike"),
        (lambda: size_for_mean(1, deviation=0), "more than 0"),
    ],
)
def test_numbers_outside_their_range_are_refused(asked: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        asked()  # type: ignore[operator]

"""Samples: of the right size, with the right chances, the same again from the same seed whatever the order of rows."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kuulo.base.errors import InputError
from kuulo.invitations.rules.allocation import Allocation, allocate
from kuulo.invitations.rules.chance import chance, ordered
from kuulo.invitations.rules.samples import Method, Quota, SampleSpec, Unit, draw

pytestmark = pytest.mark.pure

frames = st.dictionaries(
    st.text(min_size=1, max_size=12), st.fixed_dictionaries({"segment": st.sampled_from("abcd")}), max_size=60
).map(lambda rows: [Unit(key, values) for key, values in rows.items()])
seeds = st.integers(min_value=0, max_value=2**63 - 1)
STRATA = ("segment",)


def specs(size: int) -> list[SampleSpec]:
    plain = SampleSpec(method=Method.STRATIFIED, size=size, by=STRATA)
    return [
        SampleSpec(),
        SampleSpec(method=Method.SIMPLE, size=size),
        plain,
        replace(plain, allocation=Allocation.EQUAL),
        replace(plain, allocation=Allocation.OPTIMAL, deviations={"a": 4.0, "b": 0.0}),
    ]


@given(frames, seeds, st.integers(min_value=1, max_value=80), st.randoms())
def test_every_sample_has_its_size_its_weights_and_can_be_drawn_again(
    units: list[Unit], seed: int, size: int, order: object
) -> None:
    for spec in specs(size):
        drawn = draw(units, spec, seed)
        wanted = len(units) if spec.method is Method.EVERYBODY else min(size, len(units))
        assert len(drawn.members) == wanted
        assert len({member.key for member in drawn.members}) == wanted
        assert all(0 < (member.probability or 0) <= 1 for member in drawn.members)
        for stratum in drawn.strata:
            weights = [member.weight or 0 for member in drawn.members if member.stratum == stratum.label]
            assert len(weights) == stratum.drawn
            if stratum.drawn:
                # The weights of a stratum stand for all of it.
                assert sum(weights) == pytest.approx(stratum.size)
        shuffled = units[:]
        order.shuffle(shuffled)  # type: ignore[attr-defined]
        assert draw(shuffled, spec, seed) == drawn


@given(frames, seeds, st.integers(min_value=1, max_value=80), st.integers(0, 9), st.integers(0, 9))
def test_quotas_are_never_exceeded(units: list[Unit], seed: int, size: int, most_a: int, most_b: int) -> None:
    quotas = (
        Quota(attribute="segment", value="a", invited=most_a),
        Quota(attribute="segment", value="b", invited=most_b),
    )
    drawn = draw(units, SampleSpec(method=Method.QUOTAS, size=size, quotas=quotas), seed)
    counts = Counter(member.stratum for member in drawn.members)
    assert counts["a"] <= most_a
    assert counts["b"] <= most_b
    assert counts["c"] == counts["d"] == 0
    assert len(drawn.members) <= size
    assert {member.weight for member in drawn.members} <= {None}
    assert not {member.key for member in drawn.members} & set(drawn.passed_over)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 500), min_size=1),
    st.lists(st.floats(0, 50), min_size=6, max_size=6),
    st.integers(1, 1500),
    st.sampled_from(list(Allocation)),
)
def test_allocations_fit_the_strata_and_add_up(
    sizes: dict[str, int], deviations: list[float], size: int, allocation: Allocation
) -> None:
    spreads = dict(zip("abcdef", deviations, strict=True))
    shares = allocate(sizes, spreads, size, allocation)
    assert sum(shares.values()) == min(size, sum(sizes.values()))
    assert all(0 <= shares[label] <= sizes[label] for label in sizes)
    if size >= 2 * len(sizes):
        assert all(shares[label] >= min(2, sizes[label]) for label in sizes)


def test_optimal_allocation_is_neymans() -> None:
    # N·S = 400·4 : 300·12 : 200·20 = 1600 : 3600 : 4000; of 92 that is 16, 36 and 40 exactly.
    shares = allocate({"a": 400, "b": 300, "c": 200}, {"a": 4.0, "b": 12.0, "c": 20.0}, 92, Allocation.OPTIMAL)
    assert shares == {"a": 16, "b": 36, "c": 40}
    # A stratum due more than it has gives all of it: 10 whole, and of the 90 left N·S = 100·1 : 200·1.
    whole = allocate({"a": 100, "b": 200, "c": 10}, {"a": 1.0, "b": 1.0, "c": 1000.0}, 100, Allocation.OPTIMAL)
    assert whole == {"a": 30, "b": 60, "c": 10}


def test_every_unit_has_the_same_chance() -> None:
    units = [Unit(f"party:{number}", {}) for number in range(40)]
    spec = SampleSpec(method=Method.SIMPLE, size=10)
    counts = Counter(member.key for seed in range(4_000) for member in draw(units, spec, seed).members)
    # Each is drawn 1000 times in 4000 on average, deviation √(4000·¼·¾) ≈ 27.4; the seeds are fixed.
    assert all(abs(counts[unit.key] - 1_000) < 4.5 * 27.4 for unit in units)
    squares = sum((counts[unit.key] - 1_000) ** 2 for unit in units) / 750
    assert 20 < squares * 39 / 40 < 70  # χ² with 39 degrees of freedom


def test_pairs_are_drawn_together_as_often_as_they_should() -> None:
    units = [Unit(f"party:{number}", {}) for number in range(10)]
    spec = SampleSpec(method=Method.SIMPLE, size=3)
    pairs: Counter[tuple[str, str]] = Counter()
    for seed in range(6_000):
        keys = sorted(member.key for member in draw(units, spec, seed).members)
        pairs.update((one, other) for place, one in enumerate(keys) for other in keys[place + 1 :])
    # Second-order inclusion probability n(n−1)/(N(N−1)) = 6/90: 400 in 6000, deviation about 19.3.
    assert len(pairs) == 45
    assert all(abs(number - 400) < 4.5 * 19.3 for number in pairs.values())


def test_draws_for_different_ends_do_not_follow_each_other() -> None:
    keys = [f"party:{number}" for number in range(1_000)]
    first, second = ordered(keys, 1), ordered(keys, 1, purpose="second phase")
    assert 60 <= len(set(first[:300]) & set(second[:300])) <= 120  # 90 expected, deviation 6.6


def test_chances_are_uniform() -> None:
    drawn = [chance(f"event:{number}", 3, purpose="trigger") for number in range(10_000)]
    assert all(0 <= each < 1 for each in drawn)
    counts = Counter(int(each * 10) for each in drawn)
    assert all(abs(counts[tenth] - 1_000) < 135 for tenth in range(10))


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (SampleSpec(method=Method.SIMPLE), "no size"),
        (SampleSpec(method=Method.STRATIFIED, size=2), "needs strata"),
        (SampleSpec(method=Method.STRATIFIED, size=2, by=STRATA, deviations={"a": -1.0}), "standard deviation"),
        (SampleSpec(method=Method.QUOTAS, size=2), "needs quotas"),
    ],
)
def test_a_spec_that_says_nothing_is_refused(spec: SampleSpec, words: str) -> None:
    with pytest.raises(InputError, match=words):
        draw([], spec, 1)


def test_a_party_twice_in_the_frame_is_refused() -> None:
    with pytest.raises(InputError, match="twice"):
        draw([Unit("a", {}), Unit("a", {})], SampleSpec(), 1)

"""What a check proposes for every interval, and what calibration says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import DefinitionError, InputError
from kuulo.decisions.rules import (
    OTHERS,
    Effect,
    Proposal,
    Sides,
    Verdict,
    change_as_told,
    checked_effect,
    effect_from,
    observed_change,
    propose,
    spells_of,
)
from kuulo.decisions.rules.kept import estimate_from_plain, estimate_to_plain
from kuulo.decisions.rules.learning import NO_EVIDENCE, Outcome, by_year, calibrate, kinds_of_evidence
from kuulo.decisions.rules.words import change_words
from kuulo.figures.tests.casts import estimate, withheld
from kuulo.measures.definitions import DEFINITIONS

pytestmark = pytest.mark.pure
CHECKED = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("value", "half", "proposal"),
    [
        (10, 4, Proposal.HELD),
        (14, 2, Proposal.HELD),
        (4, 3, Proposal.PARTLY),
        (1, 3, Proposal.FAILED),
        (-9, 3, Proposal.FAILED),
        (5, 9, Proposal.CANNOT_TELL),
    ],
)
def test_a_verdict_is_proposed_by_where_the_interval_lies(value: float, half: float, proposal: Proposal) -> None:
    assert propose(10.0, estimate(value, half)) is proposal
    assert propose(-10.0, estimate(-value, half)) is proposal


def test_a_figure_without_interval_tells_nothing() -> None:
    assert propose(10.0, None) is Proposal.CANNOT_TELL
    assert propose(10.0, withheld()) is Proposal.CANNOT_TELL


@given(expected=st.floats(0.1, 50), value=st.floats(-80, 80), half=st.floats(0.1, 60), shrink=st.floats(0.05, 1.0))
def test_narrower_intervals_never_turn_held_into_failed(
    expected: float, value: float, half: float, shrink: float
) -> None:
    wide, narrow = propose(expected, estimate(value, half)), propose(expected, estimate(value, half * shrink))
    if wide in {Proposal.HELD, Proposal.FAILED}:
        assert narrow in {wide, Proposal.PARTLY}
    if wide is Proposal.PARTLY:
        assert narrow is Proposal.PARTLY


def test_what_happened_to_the_others_is_taken_off() -> None:
    sides = Sides(
        before=estimate(10, 4), after=estimate(30, 4), beside_before=estimate(12, 4), beside_after=estimate(22, 4)
    )
    found = observed_change(sides)
    assert found is not None
    assert found.value == pytest.approx(10.0)
    # Four intervals of half-width 4 add in quadrature.
    assert found.high is not None
    assert found.high - 10.0 == pytest.approx(8.0)
    assert found.n == 800


def test_a_withheld_side_tells_nothing() -> None:
    assert observed_change(Sides(before=withheld(), after=estimate(10))) is None


def test_the_times_compared_are_of_equal_length() -> None:
    effect = Effect(definition="nps@1", change=5.0, due=date(2026, 6, 30), span=91)
    before, after = spells_of(effect, date(2026, 1, 1))
    assert (before.after - before.first).days == (after.after - after.first).days == 91
    assert after.after == date(2026, 7, 1)
    before, after = spells_of(effect, date(2026, 6, 1))
    assert (before.after - before.first).days == (after.after - after.first).days == 30


def test_an_effect_is_written_in_the_order_of_addresses() -> None:
    wanted = Effect(
        definition="csat.top2@1",
        change=change_as_told(5.0, DEFINITIONS["csat.top2@1"]),
        due=CHECKED,
        among="/explore/?measure=nps%401&touchpoint=Visit&a.region=North&period=90",
        beside=OTHERS,
    )
    found = checked_effect(wanted)
    assert found.change == pytest.approx(0.05)
    assert str(found.told) == "+5%"
    assert str(change_words(found)) == "+5 percentage points"
    assert found.among == "a.region=North&touchpoint=Visit"
    assert effect_from(found.to_dict()) == found


@pytest.mark.parametrize(
    "wrong",
    [
        {"definition": "nonsense@1"},
        {"change": 0.0},
        {"change": 300.0},
        {"span": 17},
        {"among": "", "beside": OTHERS},
        {"among": "strange=1"},
        {"among": "a.x=" + "y" * 3000},
    ],
)
def test_an_effect_that_cannot_be_measured_is_refused(wrong: dict[str, object]) -> None:
    usual = Effect(definition="nps@1", change=5.0, due=CHECKED, among="a.region=North")
    with pytest.raises((InputError, DefinitionError)):
        checked_effect(replace(usual, **wrong))  # type: ignore[arg-type] # one field each


def outcome(certainty: int, verdict: Verdict, *kinds: str, year: int = 2026) -> Outcome:
    return Outcome(
        number="D1", certainty=certainty, verdict=verdict, checked_on=date(year, 5, 1), kinds=frozenset(kinds)
    )


def test_calibration_says_whether_we_were_surer_than_right() -> None:
    sure = [outcome(95, Verdict.FAILED)] * 6 + [outcome(95, Verdict.HELD)] * 2 + [outcome(60, Verdict.HELD)]
    found = calibrate(sure)
    assert [(step.low, step.high, step.right.n) for step in found.steps] == [(60, 69, 1), (90, 99, 8)]
    assert found.steps[1].right.value == pytest.approx(0.25)
    assert found.gap is not None
    assert found.gap.high is not None
    assert found.gap.high < 0
    assert "surer than we were right" in str(found.sentence)


def test_nothing_checked_says_so() -> None:
    found = calibrate([])
    assert found.gap is None
    assert found.right.value is None
    assert "No decision has been checked" in str(found.sentence)


def test_held_in_part_is_not_right() -> None:
    assert calibrate([outcome(70, Verdict.PARTLY)]).right.value == 0.0


def test_kinds_of_evidence_are_told_by_how_often_they_predicted() -> None:
    found = kinds_of_evidence(
        [
            outcome(80, Verdict.HELD, "interview", "diary"),
            outcome(80, Verdict.FAILED, "interview"),
            outcome(80, Verdict.FAILED, NO_EVIDENCE),
        ]
    )
    assert [(one.kind, one.right.n, one.right.value) for one in found] == [
        ("interview", 2, 0.5),
        ("diary", 1, 1.0),
        (NO_EVIDENCE, 1, 0.0),
    ]
    years = by_year([outcome(80, Verdict.HELD, year=2025), outcome(80, Verdict.HELD)])
    assert list(years) == [2026, 2025]


def test_an_estimate_is_kept_with_its_texts() -> None:
    found = estimate(12.0)
    assert estimate_from_plain(estimate_to_plain(found)) == found

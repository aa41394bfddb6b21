"""The headline: a change that chance cannot explain, worse before better; else that none can be seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kuulo.base.estimate import Estimate
from kuulo.figures.rules import Contribution, Direction, compare
from kuulo.figures.rules.headline import Measured, change_words, headline_of
from kuulo.measures.definitions import DEFINITIONS


def estimate(value: float | None, se: float | None, definition: str = "nps@1", n: int | None = 400) -> Estimate:
    half = 1.96 * (se or 0.0)
    return Estimate(
        measure=DEFINITIONS[definition].family,
        value=value,
        low=None if value is None else value - half,
        high=None if value is None else value + half,
        se=se,
        confidence=0.95,
        n=n,
        n_eff=None,
        deff=None,
        invited=None,
        answered=None,
        method="tango",
        definition=definition,
    )


def measured(now: Estimate, before: Estimate | None) -> Measured:
    definition = DEFINITIONS[now.definition]
    return Measured(definition=definition, comparison=compare(now, before, better=definition.direction))


def pull(*, harmful: bool) -> Contribution:
    return Contribution(
        touchpoint="Invoice", n=50, share=0.2, value=-10, pull=-4.2, low=-6, high=-2.4, se=0.9, harmful=harmful
    )


def test_a_worsening_that_chance_cannot_explain_is_said_with_its_interval() -> None:
    one = measured(estimate(20, 3), estimate(40, 3))
    found = headline_of([one], one, [])
    assert found.direction is Direction.WORSE
    assert str(found.text) == "“Net Promoter Score” has become worse: −20 (−28 … −12)."
    assert str(change_words(one)).startswith("Worse than before: −20 (−28 … −12). It was 40 (34 … 46, n = 400).")


def test_a_worsening_comes_before_a_clearer_improvement() -> None:
    better = measured(estimate(60, 2), estimate(20, 2))
    worse = measured(estimate(0.60, 0.02, "csat.top2@1"), estimate(0.72, 0.02, "csat.top2@1"))
    found = headline_of([better, worse], better, [])
    assert found.direction is Direction.WORSE
    assert "Satisfied customers" in str(found.text)
    assert "percentage points" in str(change_words(worse))


def test_where_lower_is_better_a_fall_is_an_improvement() -> None:
    one = measured(estimate(2.0, 0.05, "ces.2010@1"), estimate(2.5, 0.05, "ces.2010@1"))
    assert headline_of([one], one, []).direction is Direction.BETTER


def test_an_interval_that_covers_zero_is_no_difference() -> None:
    one = measured(estimate(35, 4), estimate(40, 4))
    assert "Nothing has clearly changed" in str(headline_of([one], one, []).text)
    assert "No difference to before can be seen" in str(change_words(one))


def test_looking_at_four_figures_takes_a_clearer_change() -> None:
    one = measured(estimate(30, 2.0), estimate(36.2, 2.0))
    assert headline_of([one], one, []).direction is Direction.WORSE
    same = measured(estimate(40, 2.0), estimate(40, 2.0))
    found = headline_of([one, same, same, same], one, [])
    assert found.direction is Direction.NO_DIFFERENCE
    assert str(found.text).startswith("“Net Promoter Score” may have become worse")


def test_the_costliest_touchpoint_is_named_only_when_its_cost_is_sure() -> None:
    one = measured(estimate(35, 4), estimate(40, 4))
    told = headline_of([one], one, [pull(harmful=True)]).detail
    assert str(told) == (
        "Most is lost at Invoice: were it like the whole, "
        "“Net Promoter Score” would be better by 4.2 points (2.4 … 6.0)."
    )
    assert headline_of([one], one, [pull(harmful=False)]).detail is None


def test_without_a_time_before_the_figure_itself_is_said() -> None:
    one = measured(estimate(35, 4), None)
    assert "nothing yet to compare it with" in str(headline_of([one], one, []).text)
    assert str(change_words(one)) == "Nobody had answered in the time before."


def test_a_withheld_time_before_is_no_comparison() -> None:
    one = measured(estimate(35, 4), estimate(None, None, n=None))
    assert str(change_words(one)) == "Too few people answered to compare with the time before."


def test_a_time_whose_silent_were_asked_again_is_not_compared_with_one_whose_were_not() -> None:
    followed = replace(estimate(26, 2), method="two-phase, assisted")
    one = measured(followed, estimate(40, 3))
    assert one.comparison.change is None
    assert "the silent were asked again in one of the two alone" in str(change_words(one))
    assert measured(followed, replace(followed, value=40.0)).comparison.change is not None


def test_answers_that_all_agree_make_no_change_certain() -> None:
    # Six of six say 10: no standard error, but an interval that reaches far down.
    agreed = replace(estimate(100, 0.0), low=40.0, high=100.0, n=6)
    found = compare(agreed, estimate(60, 5), better=1).change
    assert found is not None
    assert found.se == pytest.approx(((60 / 1.959964) ** 2 + 25) ** 0.5)
    # Rounding in the weighting leaves a standard error of next to nothing.
    explained = replace(agreed, se=1e-7)
    assert compare(explained, estimate(60, 5), better=1).direction is Direction.NO_DIFFERENCE

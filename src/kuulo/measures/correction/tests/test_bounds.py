"""What remains unknown: the slider, the plausible range, the worst case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.base.errors import ColumnError
from kuulo.measures import definition
from kuulo.measures.correction import Features, Method, bounds, correct
from kuulo.measures.correction.tests.makers import MEAN, NPS, SHARE, invented, people_of

pytestmark = pytest.mark.pure


def test_the_worst_case_is_manskis() -> None:
    people = people_of(codes=[0] * 10, score=[10.0, 9.0, 9.0, 0.0] + [None] * 6, x=Features())
    found = bounds(people, NPS, correct(people, NPS, Method.RAW).estimate)
    assert (found.worst_low, found.worst_high) == pytest.approx((0.4 * 50 - 60, 0.4 * 50 + 60))


def test_the_silent_one_point_lower() -> None:
    people = people_of(codes=[0] * 8, score=[10.0, 9.0, 8.0, 7.0] + [None] * 4, x=Features())
    found = bounds(people, NPS, correct(people, NPS, Method.RAW).estimate)
    # 10, 9, 8, 7 become 9, 8, 7, 6 among the silent half: from +50 to 0
    assert dict(found.pattern)[-1.0] == pytest.approx(25.0)
    assert dict(found.pattern)[-0.5] == pytest.approx(37.5)
    assert dict(found.pattern)[0.0] == pytest.approx(50.0)
    assert str(found.sentence) == "The figure is 50; if those who are silent are one point lower, 25."


def test_effort_is_worse_when_it_is_higher() -> None:
    people = people_of(codes=[0] * 8, score=[2.0, 3.0, 2.0, 3.0] + [None] * 4, x=Features())
    effort = definition("ces.2010@1")
    found = bounds(people, effort, correct(people, effort, Method.RAW).estimate)
    assert str(found.sentence) == "The figure is 2.50; if those who are silent are one point higher, 3.00."


def test_a_share_is_said_in_percent() -> None:
    people = people_of(codes=[0] * 4, score=[5.0, 3.0, None, None], x=Features())
    found = bounds(people, SHARE, correct(people, SHARE, Method.RAW).estimate, deltas=(-1.0, 0.0, 1.0))
    assert str(found.sentence) == "The figure is 50 %; if those who are silent are one point lower, 50 %."
    assert str(bounds(people, SHARE, correct(people, SHARE, Method.RAW).estimate, deltas=(0.0,)).sentence) == (
        "The figure is 50 %; it rests on what the silent are taken to think."
    )


def test_an_open_scale_ends_where_answers_end() -> None:
    people = people_of(codes=[0] * 4, score=[5.0, 3.0, None, None], x=Features())
    money = definition("mean@1")
    found = bounds(people, money, correct(people, money, Method.RAW).estimate)
    assert (found.worst_low, found.worst_high) == pytest.approx((3.5, 4.5))


def test_a_follow_up_narrows_the_plausible_range() -> None:
    people, score = invented(2500)
    drawn = ~people.answered & (np.random.default_rng(1).random(len(people)) < 0.4)
    heard = replace(
        people,
        score=np.where(people.answered | drawn, score, np.nan),
        phase2=drawn,
        phase2_answered=drawn,
    )
    before = bounds(people, NPS, correct(people, NPS, Method.RAKED).estimate)
    after = bounds(heard, NPS, correct(heard, NPS, Method.TWO_PHASE).estimate)
    assert after.high - after.low < before.high - before.low
    assert (after.worst_low, after.worst_high) == pytest.approx((before.worst_low, before.worst_high))


def test_only_those_whom_the_follow_up_did_not_hear_are_moved() -> None:
    # 10 asked, 2 answered at once; all 8 silent ones were asked again, of whom 4 say 9: 40 % stay unheard.
    people = people_of(
        codes=[0] * 10,
        score=[10.0, 0.0] + [9.0] * 4 + [None] * 4,
        x=Features(),
        answered=np.arange(10) < 2,
        phase2=np.arange(10) >= 2,
        phase2_answered=(np.arange(10) >= 2) & (np.arange(10) < 6),
    )
    estimate = replace(correct(people, NPS, Method.RAW).estimate, value=80.0, se=0.0)
    found = bounds(people, NPS, estimate)
    # One point lower a promoter is passive: 40 % of all lose 100 points.
    assert dict(found.pattern)[-1.0] == pytest.approx(80 - 40)
    assert "(40 % of those asked) are one point lower, 40." in str(found.sentence)


def test_where_all_who_were_asked_again_answered_nobody_is_left_to_guess() -> None:
    people = people_of(
        codes=[0] * 10,
        score=[10.0, 0.0] + [9.0] * 8,
        x=Features(),
        answered=np.arange(10) < 2,
        phase2=np.arange(10) >= 2,
        phase2_answered=np.arange(10) >= 2,
    )
    found = bounds(people, NPS, replace(correct(people, NPS, Method.RAW).estimate, value=80.0, se=0.0))
    assert {value for _delta, value in found.pattern} == {80.0}
    assert "nobody is left to guess" in str(found.sentence)


@given(st.floats(1.0, 8.0), st.lists(st.integers(0, 10), min_size=2, max_size=30), st.integers(1, 30))
@settings(max_examples=20, deadline=None)
def test_ranges_nest(odds: float, scores: list[int], silent: int) -> None:
    people = people_of(codes=[0] * (len(scores) + silent), score=[*map(float, scores), *[None] * silent], x=Features())
    estimate = replace(correct(people, NPS, Method.RAW).estimate, se=0.0)
    near, far = bounds(people, NPS, estimate, odds=odds), bounds(people, NPS, estimate, odds=odds + 1)
    assert far.low <= near.low + 1e-9 <= (estimate.value or 0.0) + 2e-9
    assert (estimate.value or 0.0) <= near.high + 1e-9 <= far.high + 2e-9
    assert far.worst_low - 1e-9 <= far.low
    assert far.high <= far.worst_high + 1e-9
    values = [value for _delta, value in near.pattern]
    assert values == sorted(values)


def test_no_figure_has_no_bounds() -> None:
    people = people_of(codes=[0, 0], score=[None, None], x=Features())
    estimate = correct(people_of(codes=[0, 0], score=[4.0, 5.0]), MEAN, Method.RAW).estimate
    with pytest.raises(ColumnError, match="no figure to put bounds around"):
        bounds(people, MEAN, estimate)

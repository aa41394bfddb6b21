"""What customers did after they answered, by score and by change of score."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.base.errors import DefinitionError
from kuulo.measures.definitions import definition
from kuulo.measures.growth.buying import shift_by_change, value_by_score
from kuulo.measures.growth.figures import Terms
from kuulo.measures.growth.heavy import mean_of, slope_of
from kuulo.measures.growth.history import group_of, score_groups
from kuulo.measures.growth.staying import Staying, retention_by_change, retention_by_score
from kuulo.measures.growth.tests.cast import NOW, history, shop

pytestmark = pytest.mark.pure
NPS = definition("nps@1")
TERMS = Terms()


def leavers(rate: float, persons: int = 900) -> tuple[list[tuple[int, float, float]], np.ndarray]:
    """Return answers and last days of customers of whom those with low scores leave ``rate`` times as soon."""
    rng = np.random.default_rng(5)
    score = rng.integers(0, 11, persons).astype(float)
    at = rng.uniform(300, 700, persons)
    until = at + rng.exponential(900 * np.where(score >= 7, rate, 1.0))
    until[until > NOW] = np.inf
    return [(who, float(at[who]), float(score[who])) for who in range(persons)], until


def test_those_with_better_scores_stay_longer_where_it_is_so() -> None:
    answers, until = leavers(4.0)
    found = retention_by_score(history(900, answers=answers, until=until), NPS, TERMS)
    assert [group.key for group in found.groups] == ["favourable", "middle", "unfavourable"]
    best, worst = found.groups[0], found.groups[-1]
    assert dict(best.after)[180].low > dict(worst.after)[180].high  # type: ignore[operator]
    assert found.hazard.high is not None
    assert found.hazard.high < 1
    assert found.p is not None
    assert found.p < 0.001
    assert "no proof" in str(found.sentence)
    assert str(best.label) == "Promoters (9–10)"


def test_no_connection_is_said_where_there_is_none() -> None:
    answers, until = leavers(1.0)
    found = retention_by_score(history(900, answers=answers, until=until), NPS, TERMS)
    assert "No connection" in str(found.sentence)


def test_a_customer_counts_once_from_the_first_answer_and_not_after_leaving() -> None:
    until = np.full(60, np.inf)
    until[:5] = 500.0
    answers = [(who, 400.0, 9.0) for who in range(60)] + [(who, 600.0, 2.0) for who in range(60)]
    found = retention_by_score(history(60, answers=answers, until=until), NPS, TERMS)
    assert [(group.key, group.n, group.left) for group in found.groups] == [("favourable", 60, 5)]
    assert dict(found.groups[0].after)[180].value == pytest.approx(55 / 60)


def curve_of(last_days: list[float], persons: int = 60) -> Staying:
    """Return the group of customers who all answered on day 400, of whom some left on the days given."""
    until = np.full(persons, np.inf)
    until[: len(last_days)] = last_days
    answers = [(who, 400.0, 9.0) for who in range(persons)]
    return retention_by_score(history(persons, answers=answers, until=until), NPS, TERMS).groups[0]


@pytest.mark.parametrize("day", [410.0, 500.0, 640.0])
def test_the_curve_does_not_tell_when_the_only_one_left(day: float) -> None:
    once, early = curve_of([day]), curve_of([430.0])
    assert once == early
    assert once.left == 1
    assert once.points[0][1].value == 1.0
    assert once.points[-1][1].value == pytest.approx(59 / 60)


def test_whoever_leaves_alone_goes_with_the_next_step() -> None:
    together = [450.0] * 5 + [640.0] * 5
    assert curve_of([*together, 470.0]) == curve_of([*together, 600.0])
    assert curve_of([*together, 960.0]) == curve_of([*together, 900.0])


def test_between_two_steps_the_interval_holds_both() -> None:
    found = dict(curve_of([450.0] * 5 + [640.0] * 5).points)
    between, before, after = found[150], found[60], found[240]
    assert before.value == pytest.approx(55 / 60)
    assert after.value == pytest.approx(50 / 60)
    assert after.value < between.value < before.value  # type: ignore[operator]
    assert (between.low, between.high) == (after.low, before.high)
    assert "between 60 and 240 days" in str(between.notes[0])
    assert found[300].value == after.value


def test_small_groups_are_withheld_with_the_one_they_could_be_worked_out_from() -> None:
    answers = [(who, 400.0, 10.0 if who < 20 else 7.0 if who < 30 else 1.0) for who in range(33)]
    found = retention_by_score(history(33, answers=answers), NPS, TERMS)
    assert [group.n for group in found.groups] == [20, None, None]
    assert found.groups[1].points == ()
    assert all(estimate.withheld for _day, estimate in found.groups[2].after)


def test_change_of_score_makes_groups() -> None:
    answers = [(who, 300.0, 5.0) for who in range(60)]
    answers += [(who, 500.0, 9.0 if who < 20 else 6.0 if who < 40 else 1.0) for who in range(60)]
    answers += [(who, 510.0, 0.0) for who in range(60, 70)]  # one answer alone is no change
    found = retention_by_change(history(70, answers=answers), NPS, TERMS)
    assert [(group.key, group.n) for group in found.groups] == [("rose", 20), ("same", 20), ("fell", 20)]
    assert str(found.groups[0].label) == "Score rose (by 2 or more)"


def test_revenue_goes_with_the_score_where_it_does() -> None:
    found = value_by_score(shop(pull=6.0), NPS, TERMS)
    best, worst = found.groups[0].revenue, found.groups[-1].revenue
    assert best is not None
    assert worst is not None
    assert best.low > worst.high  # type: ignore[operator]
    assert best.method == "bootstrap_t"
    assert found.slope is not None
    assert found.slope.low > 0  # type: ignore[operator]
    assert "nothing of the cause" in str(found.sentence)


def test_buying_is_counted_in_the_days_after_the_answer_alone() -> None:
    answers = [(who, 500.0, 9.0) for who in range(10)]
    purchases = [(who, day, 50.0) for who in range(10) for day in (499.0, 501.0, 680.0, 690.0)] + [(0, 300.0, 5.0)]
    found = value_by_score(
        history(10, answers=answers, purchases=purchases, brought=[(0, 510.0), (1, 900.0)]), NPS, TERMS
    )
    group = found.groups[0]
    assert group.revenue is not None
    assert group.orders is not None
    assert group.bought is not None
    assert group.brought is not None
    assert (group.revenue.value, group.orders.value, group.bought.value) == (100.0, 2.0, 1.0)
    assert group.revenue.low < 100 <= group.revenue.high  # type: ignore[operator]
    assert group.brought.value == pytest.approx(0.1)


def test_without_purchases_nothing_is_said_of_buying() -> None:
    without = history(10, answers=[(who, 500.0, 9.0) for who in range(10)])
    found = value_by_score(without, NPS, TERMS)
    assert (found.groups[0].revenue, found.slope) == (None, None)
    assert shift_by_change(without, NPS, TERMS) is None


def test_change_of_buying_beside_change_of_score() -> None:
    rng = np.random.default_rng(1)
    answers, purchases = [], []
    for who in range(90):
        rise = (-4.0, 0.0, 4.0)[who % 3]
        answers += [(who, 480.0, 5.0), (who, 700.0, 5.0 + rise)]
        purchases += [(who, 400.0, 100.0 + rng.normal()), (who, 800.0, 100.0 + 10 * rise + rng.normal())]
    found = shift_by_change(history(90, answers=answers, purchases=purchases), NPS, TERMS)
    assert found is not None
    assert [key for key, _label, _estimate in found.groups] == ["rose", "same", "fell"]
    assert [estimate.value for _key, _label, estimate in found.groups] == [
        pytest.approx(x, abs=1) for x in (40, 0, -40)
    ]
    assert found.slope.value == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(
    ("name", "spans"),
    [
        ("nps@1", [(9, 10), (7, 8), (0, 6)]),
        ("csat.top2@1", [(4, 5), (3, 3), (1, 2)]),
        ("fft.positive@1", [(1, 2), (3, 3), (4, 5)]),
        ("ces.2@1", [(5, 7), (4, 4), (1, 3)]),
        ("ces.2010@1", [(1, 2), (3, 3), (4, 5)]),
        ("share@1", [(1, 1), (0, 0)]),
    ],
)
def test_groups_of_scores_follow_the_definition(name: str, spans: list[tuple[int, int]]) -> None:
    groups = score_groups(definition(name))
    assert [(group.low, group.high) for group in groups] == spans
    assert set(group_of(groups, np.array([group.low for group in groups]))) == set(range(len(groups)))


def test_a_measure_without_a_scale_makes_no_groups() -> None:
    with pytest.raises(DefinitionError, match="no closed scale"):
        score_groups(definition("mean@1"))


def test_the_interval_of_a_skewed_mean_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(9)
    truth = np.exp(0.5)
    held = sum(
        (mean := mean_of(rng.lognormal(0, 1, 60), confidence=0.95, seed=trial)).low <= truth <= mean.high
        for trial in range(200)
    )
    assert 180 <= held <= 200


def test_few_many_and_equal_values_have_intervals_of_their_own() -> None:
    assert mean_of(np.array([1.0, 2.0, 5.0]), confidence=0.95, seed=1).method == "t"
    assert mean_of(np.arange(5000.0), confidence=0.95, seed=1).method == "t"
    none = mean_of(np.zeros(20), confidence=0.95, seed=1, largest=100.0)
    assert (none.method, none.value, none.low) == ("agreeing", 0.0, 0.0)
    assert 10 < none.high < 20


def test_a_slope_needs_columns_that_tell_apart() -> None:
    assert slope_of(np.arange(10.0), np.ones((10, 1)), confidence=0.95) is None
    found = slope_of(np.arange(20.0) * 3, np.arange(20.0)[:, None], confidence=0.95)
    assert found is not None
    assert found.value == pytest.approx(3.0)

"""The follow-up of the silent: Hansen & Hurwitz by hand, the odds learnt before, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from kuulo.base.errors import ColumnError, KuuloError
from kuulo.measures.correction import Categorical, Features, Floats, Lesson, Method, People, correct
from kuulo.measures.correction.followed import follow, hansen_hurwitz, two_phase
from kuulo.measures.correction.tests.makers import LEVELS, MEAN, NPS, net, people_of
from kuulo.measures.correction.tilt import learn_tilt, score_terms

pytestmark = pytest.mark.pure


def followed(*, seed: int, tilt: tuple[float, float] = (0.0, 0.0), all_answer: bool = False) -> tuple[People, Floats]:
    """Return 4,000 persons of whom the happy answer at once more; 400 silent ones are followed, with odds by score."""
    generator = np.random.default_rng(seed)
    count = 4000
    codes, score = _persons(generator, count)
    answered = generator.random(count) < expit(-1.5 + 1.2 * (score >= 9))
    drawn = np.zeros(count, dtype=bool)
    drawn[generator.choice(np.flatnonzero(~answered), 400, replace=False)] = True
    late = drawn & (all_answer | (generator.random(count) < _odds(score, tilt)))
    people = People(
        x=Features({"segment": Categorical(codes, LEVELS)}),
        invited=np.ones(count, dtype=bool),
        answered=answered,
        score=np.where(answered | late, score, np.nan),
        base_weight=np.ones(count),
        phase2=drawn,
        phase2_weight=np.full(count, (~answered).sum() / 400),
        phase2_answered=late,
    )
    then_codes, then = _persons(generator, 400)
    lesson = Lesson(
        x=Features({"segment": Categorical(then_codes, LEVELS)}),
        earlier=np.full(400, np.nan),
        score=then,
        at_once=generator.random(400) < _odds(then, tilt),
    )
    return replace(people, lesson=lesson), score


def _persons(generator: np.random.Generator, count: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Floats]:
    codes = generator.choice(3, count)
    score = np.clip(np.rint(7.2 + np.array([1.0, 0.0, -1.5])[codes] + generator.normal(0, 2, count)), 0, 10)
    return codes.astype(np.int64), score


def _odds(score: Floats, tilt: tuple[float, float]) -> Floats:
    return np.asarray(expit(tilt[0] * (score >= 9) + tilt[1] * (score <= 6)))


def test_without_models_it_is_hansen_and_hurwitz() -> None:
    spoken, late = [5.0, 4.0, 5.0, 3.0], [1.0, 2.0, 4.0]
    people = people_of(
        codes=[0] * 10,
        score=[*spoken, *late, None, None, None],
        answered=np.array([True] * 4 + [False] * 6),
        phase2=np.array([False] * 4 + [True] * 3 + [False] * 3),
        phase2_answered=np.array([False] * 4 + [True] * 3 + [False] * 3),
        base_weight=np.full(10, 50.0),
    )
    frame = 500
    nobody: dict[str, Any] = {
        name: np.append(getattr(people, name), np.zeros(frame - 10, dtype=bool))
        for name in ("invited", "answered", "phase2", "phase2_answered")
    }
    everybody = replace(
        people,
        **nobody,
        x=Features(),
        score=np.append(people.score, np.full(frame - 10, np.nan)),
        base_weight=np.full(frame, 50.0),
    )
    found = hansen_hurwitz(everybody, MEAN)
    mean = (4 * np.mean(spoken) + 6 * np.mean(late)) / 10
    assert found.value == pytest.approx(mean)
    # Hansen & Hurwitz: (1/n − 1/N)·S² + W₂(k − 1)/n·S₂², k = 6/3; S² from the weighted answers, S₂² with divisor h₂ − 1
    total = (sum((each - mean) ** 2 for each in spoken) + 2 * sum((each - mean) ** 2 for each in late)) / 10
    silent = np.var(late, ddof=1)
    within = np.var(late) * 3 / 2  # the sample's own divisor, as linearisation has it
    linear = (total - 0.6 * np.var(late)) / 10 + 0.6 * 2 * within / 10 - total / frame
    assert silent == pytest.approx(within)
    assert found.se == pytest.approx(np.sqrt(linear))
    by_book = (1 / 10 - 1 / frame) * total + 0.6 / 10 * silent
    assert found.se is not None
    assert found.se**2 == pytest.approx(by_book, rel=0.2)
    assert found.n == 7


@pytest.mark.slow
def test_where_all_answer_the_follow_up_finds_the_truth() -> None:
    off, covered = [], []
    for seed in range(10):
        people, score = followed(seed=seed, all_answer=True)
        found = two_phase(replace(people, lesson=None), NPS)
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        off.append(found.value - net(score))
        covered.append(found.low < net(score) < found.high)
    assert abs(np.mean(off)) < 3
    assert sum(covered) >= 8


def test_odds_learnt_before_take_the_bias_away() -> None:
    """Happy silent persons answer the follow-up four times as readily: only who knows that is right."""
    blind, taught = [], []
    for seed in range(60):
        people, score = followed(seed=seed, tilt=(1.4, 0.0))
        plain = people.knowing([])  # no model of the score: the odds alone are tried
        blind.append((two_phase(replace(plain, lesson=None), NPS).value or 0.0) - net(score))
        taught.append((two_phase(plain, NPS).value or 0.0) - net(score))
    assert np.mean(blind) > 8
    assert abs(np.mean(taught)) < 2


def test_the_follow_ups_weights_meet_what_is_known_of_all_who_were_drawn() -> None:
    people, _score = followed(seed=1, tilt=(0.8, 0.4))
    silent = follow(people, NPS)
    assert people.phase2_weight is not None
    drawn = people.phase2_weight[0] * 400
    assert silent.weight.sum() == pytest.approx(drawn)
    assert (silent.weight[silent.weight > 0] >= silent.draw[silent.weight > 0]).all()


def test_what_is_not_known_of_the_odds_widens_the_interval() -> None:
    people, _score = followed(seed=2, tilt=(0.5, 0.5))
    narrow, wide = two_phase(people, NPS, drift=0.0), two_phase(people, NPS, drift=0.5)
    assert narrow.value == pytest.approx(wide.value)
    assert (narrow.se or 0) < (wide.se or 0)


def test_a_lesson_too_small_teaches_nothing() -> None:
    people, _score = followed(seed=3)
    assert people.lesson is not None
    small = replace(people.lesson, at_once=np.arange(400) < 10)
    assert not learn_tilt(small, np.ones((400, 1)), NPS).learnt
    assert learn_tilt(people.lesson, np.ones((400, 1)), NPS).learnt


def test_the_odds_of_a_lesson_are_those_it_was_made_with() -> None:
    generator = np.random.default_rng(5)
    score = generator.integers(0, 11, 20_000).astype(float)
    lesson = Lesson(
        x=Features(),
        earlier=np.full(20_000, np.nan),
        score=score,
        at_once=generator.random(20_000) < _odds(score, (0.9, -0.6)),
    )
    found = learn_tilt(lesson, np.ones((20_000, 1)), NPS, drift=0.0)
    assert found.slope == pytest.approx([0.9, -0.6], abs=4 * np.sqrt(found.covariance[0, 0]))


def test_terms_of_a_mean_let_both_ends_answer_more() -> None:
    assert score_terms(np.array([1.0, 3.0, 5.0]), MEAN).tolist() == [[-1.0, 1.0], [0.0, 0.0], [1.0, 1.0]]


def test_a_mean_is_followed_up_too() -> None:
    people, score = followed(seed=6, tilt=(1.0, 0.3))
    found = two_phase(people, replace(MEAN, scale_min=0, scale_max=10))
    assert found.value == pytest.approx(score.mean(), abs=0.6)


def test_what_is_claimed_and_assumed_is_said() -> None:
    people, _score = followed(seed=7)
    found = correct(people, NPS, Method.TWO_PHASE)
    assert "of 400 silent persons asked again" in str(found.covers)
    assert "an earlier one showed" in str(found.assumptions)
    blind = correct(replace(people, lesson=None), NPS, Method.TWO_PHASE)
    assert "of whom the same is known" in str(blind.assumptions)
    heard = correct(followed(seed=7, all_answer=True)[0], NPS, Method.TWO_PHASE)
    assert "Nothing but the lot" in str(heard.assumptions)


def test_without_a_follow_up_there_is_no_figure() -> None:
    people, _score = followed(seed=8)
    with pytest.raises(ColumnError, match="no follow-up of the silent"):
        two_phase(replace(people, phase2=None, phase2_answered=None), NPS)


def test_answers_that_cannot_stand_for_the_silent_are_refused() -> None:
    people, _score = followed(seed=9)
    assert people.phase2_answered is not None
    few = people.phase2_answered & (np.cumsum(people.phase2_answered) <= 2)
    held = replace(people, phase2_answered=few, score=np.where(people.answered | few, people.score, np.nan))
    with pytest.raises(KuuloError, match="cannot stand for"):
        two_phase(held, NPS)

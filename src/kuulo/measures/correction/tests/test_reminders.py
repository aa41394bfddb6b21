"""Reminders drawn by lot: the arms, those only a reminder brings, and the line through them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kuulo.base.errors import ColumnError
from kuulo.measures.correction import Features, Method, People, arms, correct
from kuulo.measures.correction.reminded import widest_arm
from kuulo.measures.correction.tests.makers import MEAN, NPS, people_of

pytestmark = pytest.mark.pure


def reminded(rates: dict[int, float], *, slope: float, asked: int = 4000) -> People:
    """Return arms that hear everybody up to their rate, whose opinion falls evenly with how hard they are to move."""
    place = np.tile((np.arange(asked) + 0.5) / asked, len(rates))
    lot = np.repeat(list(rates), asked)
    answered = place < np.array([rates[each] for each in lot])
    return People(
        x=Features(),
        invited=np.ones(len(lot), dtype=bool),
        answered=answered,
        score=np.where(answered, 4.0 + slope * place, np.nan),
        base_weight=np.ones(len(lot)),
        reminders=lot.astype(np.int64),
    )


def test_opinion_that_changes_evenly_is_found() -> None:
    people = reminded({0: 0.2, 1: 0.3, 3: 0.4}, slope=-2.0)
    found = correct(people, MEAN, Method.REMINDERS).estimate
    assert found.value == pytest.approx(4.0 - 1.0, abs=1e-6)
    assert found.raw == pytest.approx(4.0 - 2.0 * 0.145 / 0.9, abs=0.05)
    assert (found.se or 0) > 0.02


def test_the_arms_say_whom_only_a_reminder_brought() -> None:
    first, second = arms(reminded({0: 0.2, 2: 0.4}, slope=-2.0), MEAN)
    assert first.marginal is None
    assert (first.rate, second.rate) == pytest.approx((0.2, 0.4))
    assert second.marginal == pytest.approx(4.0 - 2.0 * 0.3, abs=1e-3)  # those between 0.2 and 0.4


def test_the_widest_arm_bounds_the_figure() -> None:
    low, high = widest_arm(reminded({0: 0.2, 2: 0.4}, slope=0.0), MEAN) or (0.0, 0.0)
    assert (low, high) == pytest.approx((0.4 * 4 + 0.6 * 1, 0.4 * 4 + 0.6 * 5))
    assert widest_arm(people_of(codes=[0], score=[4.0]), MEAN) is None


def test_the_interval_covers_as_often_as_it_says() -> None:
    generator, covered = np.random.default_rng(2), 0
    for _round in range(60):
        place, lot = generator.random(4000), generator.choice([0, 1, 2], 4000)
        answered = place < np.array([0.2, 0.35, 0.5])[lot]
        mean = 60 - 80 * place  # everybody: 20
        score = np.where(200 * generator.random(4000) - 100 < mean, 10.0, 0.0)
        people = replace(
            reminded({0: 0.5}, slope=0.0),
            answered=answered,
            score=np.where(answered, score, np.nan),
            reminders=lot.astype(np.int64),
        )
        found = correct(people, NPS, Method.REMINDERS).estimate
        covered += (found.low or 0) < 20 < (found.high or 0)
    assert covered >= 53


def test_reminders_that_everybody_gets_tell_nothing() -> None:
    people = replace(reminded({0: 0.2}, slope=-2.0), reminders=None)
    with pytest.raises(ColumnError, match="not drawn by lot"):
        correct(people, MEAN, Method.REMINDERS)
    with pytest.raises(ColumnError, match="not drawn by lot"):
        correct(reminded({0: 0.3, 1: 0.3}, slope=-2.0), MEAN, Method.REMINDERS)

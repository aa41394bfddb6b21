"""Reasons for leaving beside what those who left had said before."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.measures.definitions import definition
from kuulo.measures.growth.figures import Terms
from kuulo.measures.growth.leaving import reasons_of
from kuulo.measures.growth.tests.cast import history

pytestmark = pytest.mark.pure
NPS = definition("nps@1")
TERMS = Terms()


def test_reasons_stand_beside_earlier_scores() -> None:
    until = np.full(100, np.inf)
    until[:40] = 900.0
    answers = [(who, 800.0, 1.0 if who < 20 else 9.0) for who in range(100)]
    named = {"price": np.arange(10), "moved": np.arange(20, 40)}
    found = reasons_of(history(100, answers=answers, until=until), NPS, named, question="why", terms=TERMS)
    assert [(each.name, each.share.n) for each in found.reasons] == [("moved", 30), ("price", 30)]
    moved, price = found.reasons
    assert moved.share.value == pytest.approx(2 / 3)
    assert (moved.warned.value, moved.earlier.value) == (0.0, 9.0)
    assert (price.warned.value, price.earlier.value) == (1.0, 1.0)
    assert (found.answered, found.left) == (30, 40)
    assert found.warned.value == 0.5
    assert found.stayed.value == 0.0
    assert "had warned" in str(found.sentence)


def test_answers_older_than_a_year_or_given_after_leaving_are_no_warning() -> None:
    until = np.full(20, 900.0)
    answers = [(who, 500.0, 0.0) for who in range(20)] + [(who, 950.0, 0.0) for who in range(20)]
    found = reasons_of(
        history(20, answers=answers, until=until), NPS, {"price": np.arange(20)}, question="", terms=TERMS
    )
    assert found.reasons[0].heard.value == 0.0
    assert "None of them had answered" in str(found.reasons[0].earlier.notes[0])
    assert "Too few" in str(found.sentence)


def test_a_reason_of_few_is_withheld_and_so_is_one_that_all_but_few_named() -> None:
    until = np.full(20, 900.0)
    answers = [(who, 800.0, 5.0) for who in range(20)]
    named = {"price": np.arange(3), "quality": np.arange(18), "service": np.arange(2, 20)}
    found = reasons_of(history(20, answers=answers, until=until), NPS, named, question="", terms=TERMS)
    assert all(each.share.withheld and each.warned.withheld for each in found.reasons)

"""The default is chosen by what is there; all methods stand side by side, each with its claim."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kuulo.measures.correction import Features, Method, allowed, choose, correct, estimate_all
from kuulo.measures.correction.tests.makers import MEAN, NPS, invented, people_of

pytestmark = pytest.mark.pure


def test_few_answers_stay_as_they_came() -> None:
    chosen = choose(people_of(codes=[0, 1], score=[5.0, None]))
    assert (chosen.method, str(chosen.why)) == (
        Method.RAW,
        "1 answers are too few to weight: the figure is as it came.",
    )


def test_nothing_known_stays_as_it_came() -> None:
    people, _score = invented(400)
    chosen = choose(replace(people, x=Features()))
    assert chosen.method == Method.RAW
    assert "Nothing is known" in str(chosen.why)


def test_customer_data_is_raked() -> None:
    assert choose(invented(400)[0]).method == Method.RAKED


def test_earlier_scores_are_calibrated_on() -> None:
    people, score = invented(400)
    chosen = choose(replace(people, earlier=np.where(np.arange(400) % 2, score, np.nan)))
    assert chosen.method == Method.CALIBRATED


def test_a_follow_up_speaks_for_the_silent() -> None:
    people, score = invented(400)
    quiet = ~people.answered
    heard = replace(people, phase2=quiet, phase2_answered=quiet, score=score)
    assert choose(heard).method == Method.TWO_PHASE
    assert "were silent were asked again" in str(choose(heard).why)


def test_all_methods_that_fit_stand_side_by_side() -> None:
    people, score = invented(900)
    quiet = ~people.answered & (np.arange(900) % 3 == 0)
    lot = np.arange(900) % 2
    heard = replace(
        people,
        phase2=quiet,
        phase2_answered=quiet,
        score=np.where(people.answered | quiet, score, np.nan),
        reminders=lot.astype(np.int64),
    )
    found = estimate_all(heard, NPS)
    assert [each.method for each in found] == list(Method)
    assert all(each.estimate.trust == each.covers and each.estimate.raw is not None for each in found)
    assert "not for satisfaction itself" in str(found[2].covers)
    assert Method.TWO_PHASE not in allowed(people, NPS)
    assert allowed(replace(people, x=Features()), NPS) == (Method.RAW,)


def test_only_what_was_corrected_for_is_claimed() -> None:
    people = people_of(codes=[0] * 60 + [1] * 60, score=[5.0] * 60 + [1.0] * 5 + [None] * 55)
    assert "no level of what is known" in str(correct(people, MEAN, Method.POST_STRATIFIED).covers)
    assert str(correct(people, MEAN, Method.RAKED).covers).startswith("Corrected for segment;")
    early = replace(people, x=Features(), earlier=(np.arange(120) % 11).astype(float))
    assert str(correct(early, MEAN, Method.RAKED).covers).startswith("Corrected for earlier scores;")

"""Use case: a person asks what to code next."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.language.coding import Why, learn_codes, next_to_code
from kuulo.language.coding.tests.test_learn_codes import coded

pytestmark = pytest.mark.pure


def test_what_the_machine_does_not_know_comes_with_some_by_lot() -> None:
    texts, codings, languages = coded()
    model = learn_codes(texts, codings, languages=languages)
    waiting = [*texts[:40], "something wholly different", "ihan muuta asiaa tässä", "helt annat ärende här"]
    picks = next_to_code(model, waiting, None, 8)
    assert len({pick.index for pick in picks}) == 8
    assert [pick.why for pick in picks].count(Why.RANDOM) == 2
    assert {40, 41, 42} & {pick.index for pick in picks if pick.why is Why.UNSURE}


def test_before_anything_is_learned_they_are_varied() -> None:
    rng = np.random.default_rng(0)
    vectors = np.repeat(np.eye(6, dtype=np.float32), 20, axis=0) + 0.01 * rng.random((120, 6)).astype(np.float32)
    picks = next_to_code(None, ["x"] * 120, vectors, 6, random_share=0.0)
    assert {pick.why for pick in picks} == {Why.VARIED}
    assert len({pick.index // 20 for pick in picks}) >= 5


def test_lots_do_not_depend_on_the_machine() -> None:
    texts, codings, languages = coded()
    model = learn_codes(texts, codings, languages=languages)
    lots = [
        {pick.index for pick in next_to_code(machine, texts, None, 12, seed=3) if pick.why is Why.RANDOM}
        for machine in (None, model)
    ]
    assert lots[0] == lots[1]
    assert len(lots[0]) == 3


def test_fewer_than_asked_for_are_all_given_and_none_of_none() -> None:
    assert len(next_to_code(None, ["a", "b"], None, 10)) == 2
    assert next_to_code(None, [], None, 10) == ()

"""Feelings are learned from the scores that came with the words, and read anew with what was learned."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kuulo.lake.queries import open_snapshot
from kuulo.lake.services import record_signals
from kuulo.words.models import LearnedModel
from kuulo.words.queries import FEELINGS, feeling_model, learned, read_comments
from kuulo.words.queries.learned import FEELING
from kuulo.words.queries.waiting import WITH_MEANING
from kuulo.words.services import erase_learned, keep_model
from kuulo.words.services.feeling import COLD
from kuulo.words.services.learning import is_worth_learning, learn_words
from kuulo.words.tests.answers import NOW, said, scored

ReadAll = Callable[[], int]
pytestmark = pytest.mark.slow


def marks() -> set[str]:
    """Return by what the feelings that are kept were read."""
    with open_snapshot() as snapshot:
        return set(snapshot.run("SELECT DISTINCT model FROM word_feelings", companions=[FEELINGS])["model"].to_pylist())


def test_from_scores_to_feelings_that_are_the_organisations_own(read_all: ReadAll) -> None:
    record_signals(scored(range(240)))
    read_all()
    assert marks() == {COLD + WITH_MEANING}
    assert learn_words(NOW) == (FEELING,)
    known = learned(FEELING)
    assert known is not None
    assert known.learned_from == 240
    assert known.told["quality"]["macro_f1"] > 0.8
    read_all()
    assert marks() == {known.version + WITH_MEANING}
    with open_snapshot() as snapshot:
        rows = read_comments(snapshot, columns=("feeling", "feeling_learned")).to_pylist()
    assert all(row["feeling_learned"] for row in rows)
    assert {row["feeling"] for row in rows} >= {"negative", "positive"}


def test_a_few_more_scores_are_not_worth_learning_anew(read_all: ReadAll) -> None:
    record_signals(scored(range(120)))
    read_all()
    learn_words(NOW)
    record_signals(scored(range(120, 140)))
    read_all()
    assert learn_words(NOW) == ()
    record_signals(scored(range(140, 200)))
    read_all()
    with open_snapshot() as snapshot:
        assert is_worth_learning(snapshot)
    assert learn_words(NOW) == (FEELING,)


def test_with_few_scores_nothing_is_learned(read_all: ReadAll) -> None:
    record_signals(scored(range(20)))
    read_all()
    assert learn_words(NOW) == ()
    assert feeling_model() == (None, "")


def test_scores_that_all_tell_the_same_teach_nothing(read_all: ReadAll) -> None:
    record_signals(scored(range(1, 400, 2)))
    read_all()
    assert learn_words(NOW) == ()
    assert not LearnedModel.objects.exists()


def test_after_an_erasure_what_was_learned_is_gone_until_it_is_learned_anew(read_all: ReadAll) -> None:
    record_signals(scored(range(120)))
    read_all()
    learn_words(NOW)
    read_all()
    keep_model("themes", {}, learned_from=0, now=NOW)
    assert erase_learned() == 2
    said("Uusi kommentti", start=1000)
    read_all()
    with open_snapshot() as snapshot:
        assert read_comments(snapshot, columns=("feeling",)).num_rows == 121
    assert learn_words(NOW) == (FEELING,)

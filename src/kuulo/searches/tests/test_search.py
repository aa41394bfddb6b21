"""Searching comments: by words in any form, by meaning across languages, narrowed, and told what may be told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kuulo.base.errors import InputError
from kuulo.lake.services import record_signals
from kuulo.searches.queries import index_state
from kuulo.searches.rules import Question
from kuulo.searches.rules.asking import question_from
from kuulo.searches.services import index_comments
from kuulo.searches.tests.conftest import ALL, Search
from kuulo.words.services import Budget, current_embedder, read_words
from kuulo.words.tests.answers import NOW, comment

pytestmark = pytest.mark.django_db
Comments = dict[int, str]


def test_words_are_found_in_any_form(indexed: Comments, search: Search) -> None:
    found = search("laskut")
    assert found.hits[0].id == indexed[6]
    assert found.hits[0].by_words
    assert found.indexed == ALL


def test_meaning_is_found_across_languages(indexed: Comments, search: Search) -> None:
    found = search("late delivery")
    assert found.with_meaning
    assert [hit.id for hit in found.hits[:2]] == [indexed[3], indexed[1]]
    assert [hit.by_words for hit in found.hits[:2]] == [True, False]


def test_words_that_were_searched_for_are_marked(indexed: Comments, search: Search) -> None:
    hit = next(hit for hit in search("toimituksen").hits if hit.id == indexed[1])
    assert "".join(piece.text for piece in hit.pieces) == hit.text
    assert [piece.text for piece in hit.pieces if piece.is_found] == ["Toimitus"]


def test_what_is_shown_is_masked(indexed: Comments, search: Search) -> None:
    hit = search("lasku").hits[0]
    assert "4567" not in hit.text
    assert search("4567").hits == () or all("4567" not in each.text for each in search("4567").hits)


def test_a_search_is_narrowed(indexed: Comments, search: Search) -> None:
    assert {hit.language for hit in search("late delivery", language="sv").hits} == {"sv"}
    assert search("late delivery", touchpoint="Nowhere").hits == ()
    assert {hit.feeling for hit in search("delivery", feeling="negative").hits} <= {"negative"}
    today = NOW.date()
    assert search("late delivery", since=today - timedelta(days=3), until=today).hits
    assert search("late delivery", since=today + timedelta(days=1)).hits == ()


def test_no_more_than_asked_for_are_returned(indexed: Comments, search: Search) -> None:
    assert [hit.rank for hit in search("nice", most=20).hits][:2] == [1, 2]
    assert len(search("nice", most=20).hits) <= 20


def test_who_wrote_is_told_of_customers_known_by_name(indexed: Comments, search: Search) -> None:
    hit = search("laskussa").hits[0]
    assert hit.party == "customer_id:6"
    assert hit.customer is not None
    assert hit.occurred_at is not None


def test_of_what_was_said_in_confidence_only_the_words_are_told(comments: Comments, search: Search) -> None:
    record_signals([comment(50, "Salainen valitus hissistä.", promise="confidential", party=None)])
    read_words(Budget(seconds=600))
    index_comments(current_embedder())
    hit = search("hissi").hits[0]
    assert (hit.party, hit.customer, hit.touchpoint, hit.occurred_at) == (None, None, None, None)
    narrowed = search("hissi", since=NOW.date() - timedelta(days=30))
    assert hit.id not in {each.id for each in narrowed.hits}


def test_without_an_index_letters_are_compared(comments: Comments, search: Search) -> None:
    assert index_state() is None
    found = search("myöhästyi")
    assert found.indexed is None
    assert [hit.id for hit in found.hits] == [comments[1]]
    assert search("100%_'").hits == ()


def test_nothing_there_finds_nothing(search: Search) -> None:
    index_comments(current_embedder())
    assert search("late").hits == ()


@pytest.mark.parametrize("told", [{"feeling": "angry"}, {"most": "7"}, {"since": "yesterday"}, {"until": "9999-12-31"}])
def test_what_cannot_be_asked_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(InputError):
        question_from({"text": "late", **told})


def test_what_nobody_can_see_is_not_searched_for() -> None:
    assert question_from({"text": " late\x00parcel\n", "theme": "\x00"}) == Question(text="late parcel")


def test_a_search_is_kept_as_it_was_asked() -> None:
    question = Question(text="late", feeling="negative", since=NOW.date(), most=20)
    assert question_from(question.to_json()) == question
    assert question.key == question_from(question.to_json()).key != Question(text="late").key

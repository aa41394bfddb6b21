"""The index follows the lake: new comments go in, erased ones leave its files, and it is built anew when it must be."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from kuulo.customers.models import Party
from kuulo.customers.queries import person_key
from kuulo.lake.rules import ChosenSignals
from kuulo.lake.services import erase_signals, seal
from kuulo.searches.queries import folder_of, index_state
from kuulo.searches.queries.index import STATE, open_index
from kuulo.searches.services import JOB_HANDLERS, PERSON_STORES, index_comments
from kuulo.searches.tests.conftest import ALL, Search
from kuulo.words.services import Budget, current_embedder, read_words
from kuulo.words.tests.answers import said

pytestmark = pytest.mark.django_db
Comments = dict[int, str]


def in_files(word: bytes) -> bool:
    """Return whether a word stands in any file of the index."""
    return any(word in path.read_bytes() for path in folder_of().rglob("*") if path.is_file())


def test_a_look_without_news_does_nothing(indexed: Comments) -> None:
    done = index_comments(current_embedder())
    assert (done.is_new, done.comments) == (False, ALL)


def test_new_comments_go_in(indexed: Comments, search: Search) -> None:
    (new,) = said("Hissi oli rikki koko viikon.", start=60)
    read_words(Budget(seconds=600))
    done = index_comments(current_embedder())
    assert (done.added, done.removed, done.comments) == (1, 0, ALL + 1)
    assert search("hissit").hits[0].id == new


def test_without_an_embedder_words_are_indexed_and_meaning_comes_later(comments: Comments, search: Search) -> None:
    index_comments(None)
    assert not search("late delivery").with_meaning
    assert search("delivery").hits[0].id == comments[3]
    index_comments(current_embedder())
    assert search("late delivery").with_meaning


def test_a_broken_index_is_built_anew(indexed: Comments, search: Search) -> None:
    (folder_of() / STATE).write_text("{broken")
    assert open_index() is None
    done = index_comments(current_embedder())
    assert done.added == ALL
    assert search("late delivery").indexed == ALL


def test_masked_words_alone_are_in_the_files(indexed: Comments) -> None:
    assert in_files("myöhästyä".encode()) or in_files("myöhästyi".encode())
    assert not in_files(b"4567")


def test_an_erased_persons_words_leave_the_files(indexed: Comments, search: Search) -> None:
    seal()
    key = person_key(Party.objects.get(name="Asiakas 6").pk)
    store = next(store for store in PERSON_STORES if store.name == "searches.index")
    assert in_files(b"virhe")
    assert list(store.export(key)) == [{"comments": 1}]
    erase_signals(ChosenSignals(parties=frozenset(key.identifiers)))
    assert store.erase(key, timezone.now()).rows == 1
    assert store.erase(key, timezone.now()).rows == 0
    assert not in_files(b"virhe")
    assert indexed[6] not in {hit.id for hit in search("lasku virhe").hits}


def test_what_left_the_lake_leaves_the_index_at_the_next_look(indexed: Comments) -> None:
    seal()
    erase_signals(ChosenSignals(parties=frozenset({"customer_id:1"})))
    done = index_comments(current_embedder())
    assert (done.removed, done.comments) == (1, ALL - 1)


def test_the_state_says_what_it_was_made_of(indexed: Comments) -> None:
    state = index_state()
    embedder = current_embedder()
    assert state is not None
    assert embedder is not None
    assert state.embedder == embedder.name
    assert json.loads((folder_of() / STATE).read_text())["comments"] == ALL


def test_the_job_says_what_it_did(comments: Comments) -> None:
    told: list[object] = []

    class Context:
        def progress(self, *said: object) -> None:
            told.append(said[-1])

    JOB_HANDLERS["searches.index"](Context())  # type: ignore[arg-type] # of a JobContext only what the handler asks for
    assert str(told[-1]) == f"{ALL} comments came in, 0 went out."

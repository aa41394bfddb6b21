"""Comments are found by their words and by what they mean, in three languages."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kuulo.base.errors import InputError
from kuulo.language.meaning import SentenceEmbedder, open_embedder, pack, usual_query
from kuulo.language.searching import SearchIndex
from kuulo.language.searching.tests.thrice import LANGUAGES, QUERIES, THRICE

pytestmark = pytest.mark.pure

TEXTS = [text for at in range(3) for text in (each[at] for each in THRICE)]
SPOKEN = [language for language in LANGUAGES for _each in THRICE]
IDS = [f"{language}{number}" for language in LANGUAGES for number in range(len(THRICE))]


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    found = open_embedder()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def vectors(embedder: SentenceEmbedder) -> NDArray[np.int8]:
    return pack(embedder.embed(TEXTS))


@pytest.fixture(scope="module")
def index(embedder: SentenceEmbedder, vectors: NDArray[np.int8]) -> SearchIndex:
    return SearchIndex.build(IDS, TEXTS, SPOKEN, vectors, usual_query=usual_query(embedder))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lasku", "fi0"),
        ("laskuja", "fi0"),
        ("sovelluksen", "fi2"),
        ("fakturor", "sv0"),
        ("installed montör", "sv1"),
        ("crashing", "en2"),
        ("parcels", "en4"),
    ],
)
def test_a_word_finds_its_other_forms(index: SearchIndex, query: str, found: str) -> None:
    hits = index.search(query)
    assert hits[0].id == found
    assert hits[0].by_words == 1
    assert hits[0].by_meaning is None


def test_whoever_holds_the_very_word_comes_before_what_means_alike(embedder: SentenceEmbedder) -> None:
    texts = [*TEXTS, "Zyxkone meni rikki."]
    told = SearchIndex.build(
        [*IDS, "own"], texts, [*SPOKEN, "fi"], pack(embedder.embed(texts)), usual_query=usual_query(embedder)
    )
    assert told.search("Zyxkone", embedder.embed_query("Zyxkone"))[0].id == "own"


def test_part_of_a_compound_finds_the_compound(index: SearchIndex) -> None:
    assert {"fi7"} <= {hit.id for hit in index.search("paikka")}
    assert {"fi20"} <= {hit.id for hit in index.search("sähkö")}


def test_the_beginning_of_a_word_finds_it(index: SearchIndex) -> None:
    assert index.search("ystäv")[0].id == "fi1"


def test_a_slip_of_the_finger_is_forgiven(index: SearchIndex) -> None:
    assert index.search("ystävälinnen")[0].id == "fi1"
    assert index.search("fakutran")[0].id == "sv0"


def test_a_word_that_nothing_has_finds_nothing(index: SearchIndex) -> None:
    assert index.search("xylofonikonsertto") == []
    assert index.search("") == []
    assert index.search("😀 ... 12") == []


def test_meaning_finds_what_no_word_does_in_every_language(index: SearchIndex, embedder: SentenceEmbedder) -> None:
    found = 0
    for number, query in enumerate(QUERIES):
        for each in query:
            hits = index.search(each, embedder.embed_query(each), most=10)
            found += len({f"{language}{number}" for language in LANGUAGES} & {hit.id for hit in hits})
    assert found / (3 * 3 * len(QUERIES)) > 0.6


def test_hits_tell_their_ranks_and_stand_by_both_together(index: SearchIndex, embedder: SentenceEmbedder) -> None:
    hits = index.search("liian kallis hinta", embedder.embed_query("liian kallis hinta"), most=5)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].id == "fi5"
    assert hits[0].by_words == 1
    assert hits[0].by_meaning is not None
    assert len(hits) == 5


def test_only_what_is_allowed_is_found(index: SearchIndex, embedder: SentenceEmbedder) -> None:
    query = "fakturan kom dubbelt"
    allowed = np.array([each == "sv" for each in SPOKEN])
    hits = index.search(query, embedder.embed_query(query), allowed=allowed)
    assert hits[0].id == "sv0"
    assert all(hit.id.startswith("sv") for hit in hits)
    assert index.search(query, embedder.embed_query(query), allowed=np.zeros(len(IDS), np.bool_)) == []


def test_allowed_must_tell_of_every_comment(index: SearchIndex) -> None:
    with pytest.raises(InputError, match="72 are in the index"):
        index.search("lasku", allowed=np.ones(3, np.bool_))


def test_words_alone_are_searched_where_there_are_no_vectors(embedder: SentenceEmbedder) -> None:
    index = SearchIndex.build(IDS, TEXTS, SPOKEN, None)
    assert index.search("lasku", embedder.embed_query("lasku"))[0].id == "fi0"


def test_unequal_numbers_are_refused(vectors: NDArray[np.int8]) -> None:
    with pytest.raises(InputError):
        SearchIndex.build(IDS, TEXTS[:-1], SPOKEN, vectors)


def test_an_index_of_nothing_finds_nothing(embedder: SentenceEmbedder) -> None:
    for vectors in (None, np.empty((0, 384), np.int8)):
        index = SearchIndex.build([], [], [], vectors)
        assert len(index) == 0
        assert index.search("lasku", embedder.embed_query("lasku")) == []

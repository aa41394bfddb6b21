"""Few comments are found by what they mean too: their mean is drawn towards that of ordinary comments."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kuulo.language.meaning import SentenceEmbedder, open_embedder, pack, usual_comments, usual_query
from kuulo.language.meaning.ordinary import ORDINARY
from kuulo.language.searching import SearchIndex
from kuulo.language.searching.nearness import Frame, Usual
from kuulo.language.searching.tests.thrice import LANGUAGES, QUERIES, THRICE

pytestmark = pytest.mark.pure
Floats = NDArray[np.float32]
SIZES = ((1, 0, 0), (7, 0, 0), (3, 2, 2), (8, 8, 8))


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    found = open_embedder()
    assert found is not None
    return found


def test_of_few_comments_more_is_found_when_it_is_known_what_is_usual(embedder: SentenceEmbedder) -> None:
    vectors = pack(embedder.embed([text for each in THRICE for text in each])).reshape(len(THRICE), 3, -1)
    asked = [embedder.embed_query(query[number % 3]) for number, query in enumerate(QUERIES)]
    usual, usual_asked = usual_comments(embedder), usual_query(embedder)
    for sizes in SIZES:
        plain, better = (_found(vectors, asked, sizes, usual_asked, known) for known in ({}, usual))
        assert better > plain, sizes
        assert better > 0.65, sizes


def _found(
    vectors: NDArray[np.int8], asked: list[Floats], sizes: tuple[int, ...], usual_asked: Floats, usual: Usual
) -> float:
    """Return the part of what is meant that is among the first five, over draws of the comments."""
    draw = np.random.default_rng(0)
    there = found = 0
    for _each in range(10):
        chosen = [(int(topic), at) for at, size in enumerate(sizes) for topic in draw.permutation(len(THRICE))[:size]]
        index = SearchIndex.build(
            [f"{topic}-{at}" for topic, at in chosen],
            [THRICE[topic][at] for topic, at in chosen],
            [LANGUAGES[at] for _topic, at in chosen],
            np.array([vectors[topic, at] for topic, at in chosen]),
            usual_query=usual_asked,
            usual=usual,
        )
        for topic in {topic for topic, _at in chosen}:
            meant = {f"{topic}-{at}" for one, at in chosen if one == topic}
            hits = index.search("", asked[topic], most=5)
            there += len(meant)
            found += len(meant & {hit.id for hit in hits})
    return found / there


def test_a_language_with_one_comment_has_a_mean_of_its_own(embedder: SentenceEmbedder) -> None:
    usual = usual_comments(embedder)
    assert set(usual) == set(ORDINARY) == set(LANGUAGES)
    said = embedder.embed(["Laskussa oli virhe.", "Es war teuer."])
    frame = Frame.learn(pack(said), ["fi", "de"], None, usual)
    assert frame.languages == ("fi",)
    assert frame.means[0] @ usual["fi"] > 0.9 * np.linalg.norm(frame.means[0]) * np.linalg.norm(usual["fi"])
    assert not np.allclose(frame.means[0], usual["fi"])


def test_comments_without_a_vector_tell_nothing_of_the_mean(embedder: SentenceEmbedder) -> None:
    usual = usual_comments(embedder)
    nothing = np.zeros((5, embedder.dimensions), np.int8)
    frame = Frame.learn(nothing, ["sv"] * 5, None, usual)
    assert np.allclose(frame.means[0], usual["sv"], atol=1e-6)


def test_the_ordinary_comments_are_as_many_in_each_language() -> None:
    assert {len(texts) for texts in ORDINARY.values()} == {16}
    assert len({text for texts in ORDINARY.values() for text in texts}) == 48

"""Comments become vectors: what means the same lies near, in three languages, whatever stands beside it."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.language.meaning import open_embedder, pack, unpack
from kuulo.language.meaning.sentences import SentenceEmbedder

pytestmark = pytest.mark.pure

BILLED = ("Lasku tuli kaksi kertaa.", "Fakturan kom två gånger.", "I was billed twice.")
FRIENDLY = ("Asentaja oli ystävällinen.", "Montören var vänlig.", "The technician was friendly.")
# Every sixteenth number as the engine that comes with the weights computes it.
ENGINE = {
    "Lasku tuli kaksi kertaa.": (
        0.0941, 0.0492, 0.0534, -0.0651, 0.1035, -0.0557, -0.0607, 0.0191, 0.0446, -0.0169, -0.0434, -0.0489,
        -0.005, -0.0874, -0.04, -0.0195, 0.1065, 0.0666, -0.0372, -0.072, -0.0438, -0.0551, 0.0298, 0.0431,
    ),
    "I was billed twice, ½ of it wrongly 😡": (
        0.0531, 0.0404, 0.0349, -0.0021, 0.0777, -0.0268, -0.0206, 0.0506, 0.0548, 0.0495, -0.0491, -0.0494,
        -0.043, -0.0035, -0.0508, -0.0493, 0.0775, 0.0305, -0.0348, -0.0633, -0.041, 0.0116, -0.0092, 0.0044,
    ),
}  # fmt: skip
ENGINE_OF_A_QUERY = (
    0.0726, 0.0495, 0.0864, -0.0378, 0.0771, -0.0598, -0.0312, 0.0861, 0.0236, 0.0037, -0.0272, -0.055,
    -0.0126, -0.0464, -0.0282, -0.0456, 0.0551, 0.0547, -0.0644, -0.0618, -0.0278, -0.0286, 0.0727, 0.019,
)  # fmt: skip


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    found = open_embedder()
    assert found is not None
    return found


def test_vectors_have_length_one(embedder: SentenceEmbedder) -> None:
    vectors = embedder.embed([*BILLED, "", "👍", "-", "sana " * 3000])
    assert vectors.shape == (7, embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ENGINE)
def test_vectors_are_those_of_the_weights_own_engine(embedder: SentenceEmbedder, text: str) -> None:
    vector = embedder.embed([text])[0]
    assert np.allclose(vector[::16], ENGINE[text], atol=0.012)
    assert np.corrcoef(vector[::16], ENGINE[text])[0, 1] > 0.99


def test_what_is_searched_for_has_a_vector_of_its_own_kind(embedder: SentenceEmbedder) -> None:
    asked = embedder._embed(["query: laskutus"])[0]
    assert np.allclose(asked[::16], ENGINE_OF_A_QUERY, atol=0.012)
    for query, billed, friendly in zip(("lasku", "faktura", "invoice"), BILLED, FRIENDLY, strict=True):
        nearness = embedder.embed([billed, friendly]) @ embedder.embed_query(query)
        assert nearness[0] > nearness[1]


def test_the_same_meaning_is_found_in_another_language(embedder: SentenceEmbedder) -> None:
    billed, friendly = embedder.embed(BILLED), embedder.embed(FRIENDLY)
    for language in range(3):
        for other in {0, 1, 2} - {language}:
            assert billed[language] @ billed[other] > billed[language] @ friendly[other]
            assert friendly[language] @ friendly[other] > friendly[language] @ billed[other]


def test_a_text_has_one_vector_whatever_stands_beside_it(embedder: SentenceEmbedder) -> None:
    alone = embedder.embed([BILLED[0]])[0]
    crowd = embedder.embed([*FRIENDLY, BILLED[0], "A very long story of a delivery that never came. " * 30, BILLED[0]])
    assert np.allclose(crowd[3], alone, atol=1e-6)
    assert np.array_equal(crowd[3], crowd[5])


def test_no_texts_have_no_vectors(embedder: SentenceEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_packed_vectors_take_a_byte_a_number_and_come_back(embedder: SentenceEmbedder) -> None:
    vectors = np.vstack([embedder.embed([*BILLED, *FRIENDLY]), np.zeros((1, 384), np.float32)])
    packed = pack(vectors)
    assert packed.dtype == np.int8
    assert packed.nbytes == vectors.size
    assert (unpack(packed)[:-1] * vectors[:-1]).sum(axis=1).min() > 0.9999
    assert not unpack(packed)[-1].any()


def test_half_of_a_character_counts_as_a_question_mark(embedder: SentenceEmbedder) -> None:
    broken, whole = embedder.embed(["\ud83d kallista", "? kallista"])
    np.testing.assert_allclose(broken, whole)

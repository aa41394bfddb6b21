"""Learning feelings from an organisation's own labels."""

from __future__ import annotations

import io

import numpy as np
import pytest

from kuulo.base.errors import DefinitionError, InputError
from kuulo.language.feeling import LABELS, FeelingModel, cold, labels_from_scores, learn
from kuulo.language.feeling.training import written_sentences

pytestmark = pytest.mark.pure

GOOD = ["Hyvä palvelu ja nopea toimitus", "Kiitos, kaikki toimi", "Loistava kokemus, suosittelen", "Mukava myyjä"]
BAD = ["Huono palvelu ja hidas toimitus", "Mikään ei toiminut", "Surkea kokemus, en suosittele", "Töykeä myyjä"]


def own_texts(most: int = 90) -> tuple[list[str], list[str | None], list[str | None]]:
    """Return texts in three languages, their labels and their languages, some without a label."""
    sentences = written_sentences()
    rows = np.random.default_rng(3).permutation(len(sentences.texts))[:most]
    labels: list[str | None] = [LABELS[sentences.places[row]] for row in rows]
    labels[5] = None
    return [sentences.texts[row] for row in rows], labels, [sentences.languages[row] for row in rows]


def test_a_model_learned_from_own_words_reads_new_ones() -> None:
    texts, labels, languages = [*GOOD, *BAD] * 3, ["positive"] * 4 + ["negative"] * 4, ["fi"] * 24
    model = learn(texts, labels * 3, languages=languages)
    good, bad = model.read(["Kiitos nopeasta toimituksesta", "Surkea palvelu"], languages=["fi", "fi"])
    assert (good.label, bad.label) == ("positive", "negative")
    assert good.learned
    assert good.positive + good.neutral + good.negative == pytest.approx(1)
    assert good.neutral < 0.01  # nobody said anything neutral


def test_the_quality_is_told_with_its_interval() -> None:
    texts, labels, languages = own_texts()
    quality = learn(texts, labels, languages=languages).quality
    assert quality.low <= quality.macro_f1 <= quality.high
    assert 0 < quality.coverage <= 1
    assert quality.n == 89


def test_what_was_learned_is_kept_as_arrays_without_objects() -> None:
    texts, labels, languages = own_texts()
    vectors = np.random.default_rng(1).normal(size=(len(texts), 12))
    model = learn(texts, labels, vectors, languages)
    file = io.BytesIO()
    np.savez(file, **model.to_arrays())  # type: ignore[arg-type] # numpy's types take every name for allow_pickle
    file.seek(0)
    again = FeelingModel.from_arrays(np.load(file, allow_pickle=False))
    assert again.quality == model.quality
    for given in (None, vectors):
        assert np.allclose(again.probabilities(texts, given, languages), model.probabilities(texts, given, languages))


def test_equal_input_gives_an_equal_model() -> None:
    texts, labels, languages = own_texts(60)
    first, second = (learn(texts, labels, languages=languages).read(texts, languages=languages) for _ in range(2))
    assert first == second


def test_a_text_without_words_has_no_label() -> None:
    texts, labels, languages = own_texts()
    model = learn(texts, labels, languages=languages)
    assert [felt.label for felt in model.read(["", "-", "..."])] == [None, None, None]
    assert model.read([]) == []


def test_too_few_labels_are_refused() -> None:
    with pytest.raises(InputError, match="At least ten"):
        learn(GOOD, ["positive"] * 4)
    with pytest.raises(InputError, match="two different"):
        learn(GOOD * 4, ["positive"] * 16)


def test_without_any_label_the_way_customers_speak_is_learned() -> None:
    sentences = written_sentences()
    rows = np.random.default_rng(4).permutation(len(sentences.texts))[:300]
    texts = [sentences.texts[row] for row in rows]
    languages = [sentences.languages[row] for row in rows]
    model = learn(texts, [None] * 300, languages=languages)
    (felt,) = model.read(["Surkea palvelu, en suosittele"], languages=["fi"])
    assert felt.label == "negative"
    assert not felt.learned
    assert model.quality.n == 0
    again = FeelingModel.from_arrays(model.to_arrays())
    assert np.allclose(again.probabilities(texts[:9]), model.probabilities(texts[:9]))


def test_too_few_texts_without_labels_are_refused() -> None:
    with pytest.raises(InputError, match="without a label"):
        learn(GOOD, [None] * 4)


def test_scores_become_labels_by_the_part_of_their_scale() -> None:
    assert labels_from_scores([1, 2, 3, 4, 5, None, 7], 1, 5) == [
        "negative",
        "negative",
        "neutral",
        "positive",
        "positive",
        None,
        None,
    ]
    assert labels_from_scores([0, 4, 5, 7, 8, 10], 0, 10) == [
        "negative",
        "negative",
        "neutral",
        "neutral",
        "positive",
        "positive",
    ]
    assert labels_from_scores([3, 4, 5, float("nan")], 1, 7) == ["negative", "neutral", "positive", None]


def test_where_lower_is_better_the_low_score_is_good() -> None:
    assert labels_from_scores([1, 3, 5], 1, 5, "lower") == ["positive", "neutral", "negative"]


def test_a_scale_without_length_is_refused() -> None:
    with pytest.raises(DefinitionError, match="no length"):
        labels_from_scores([1], 5, 5)


def test_vectors_of_another_embedder_are_no_matter_of_the_cold_reading() -> None:
    texts, labels, languages = own_texts()
    vectors = np.random.default_rng(2).normal(size=(len(texts), 384)).astype(np.float32)
    other = learn(texts, labels, vectors, languages, embedder="of somebody else")
    assert not other.cold_meaning
    assert learn(texts, labels, vectors, languages).cold_meaning
    assert cold(texts, languages, vectors, embedder="of somebody else") == cold(texts, languages)
    assert cold(texts, languages, vectors) != cold(texts, languages)

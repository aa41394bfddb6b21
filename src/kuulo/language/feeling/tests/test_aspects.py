"""Feelings towards the parts of a comment."""

from __future__ import annotations

import pytest

from kuulo.language.feeling import LABELS, aspects, aspects_of, is_mixed, learn, towards
from kuulo.language.feeling.training import written_sentences

pytestmark = pytest.mark.pure

MIXED = [
    ("Ruoka oli hyvää mutta palvelu hidasta.", "fi", "Ruoka", "palvelu"),
    ("Henkilökunta on mukavaa ja tilat surkeat.", "fi", "Henkilökunta", "tilat"),
    ("Maten var fantastisk men personalen otrevlig.", "sv", "Maten", "personalen"),
    ("Snabb leverans och dålig kvalitet.", "sv", "leverans", "kvalitet"),
    ("Great food, awful service.", "en", "food", "service"),
    ("The room was lovely but the bathroom was filthy.", "en", "room", "bathroom"),
]


@pytest.mark.parametrize(("text", "language", "good", "bad"), MIXED)
def test_a_mixed_comment_has_a_good_part_and_a_bad_one(text: str, language: str, good: str, bad: str) -> None:
    parts = aspects(text, language)
    assert is_mixed(parts)
    for phrase, label in ((good, "positive"), (bad, "negative")):
        start = text.index(phrase)
        told = towards(text, start, start + len(phrase), language)
        assert told is not None
        assert (told.phrase, told.label) == (phrase, label)


@pytest.mark.parametrize(
    ("text", "language"), [("Ruoka oli hyvää ja palvelu nopeaa.", "fi"), ("Allt var uselt.", "sv")]
)
def test_a_comment_of_one_mind_is_not_mixed(text: str, language: str) -> None:
    assert not is_mixed(aspects(text, language))


def test_the_places_of_the_parts_are_those_of_the_text() -> None:
    text = "  Hyvä kahvi 😀, mutta pulla oli kuiva! "
    parts = aspects(text, "fi")
    assert [text[part.start : part.end] for part in parts] == [part.phrase for part in parts]
    assert all(0 < part.probability <= 1 for part in parts)


def test_a_comment_that_says_nothing_has_no_parts() -> None:
    assert aspects("", "fi") == ()
    assert aspects(" - ", None) == ()
    assert towards("-", 0, 1) is None
    assert aspects_of([], []) == []


def test_a_model_of_the_organisation_reads_the_parts() -> None:
    sentences = written_sentences()
    labels = [LABELS[place] for place in sentences.places[:120]]
    labels[60:] = ["negative"] * 30 + ["neutral"] * 30
    model = learn(sentences.texts[:120], labels, languages=sentences.languages[:120])
    (first, second) = aspects("Ruoka oli hyvää, mutta palvelu oli todella huonoa.", "fi", model)
    assert first.label == "positive"
    assert second.label != "positive"

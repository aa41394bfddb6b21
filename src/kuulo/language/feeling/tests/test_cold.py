"""Feelings read before there are any scores."""

from __future__ import annotations

import pytest

from kuulo.language.feeling import cold

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        ("Aivan mahtava palvelu, kiitos!", "fi", "positive"),
        ("Ei mitään valittamista.", "fi", "positive"),
        ("Palvelu ei ollut hyvää.", "fi", "negative"),
        ("surkeeta, en ikinä enää", "fi", "negative"),
        ("Inget att klaga på.", "sv", "positive"),
        ("Personalen var inte trevlig.", "sv", "negative"),
        ("Jättenöjd!", "sv", "positive"),
        ("Fungerar inte, sämsta köpet.", "sv", "negative"),
        ("I could not fault the service.", "en", "positive"),
        ("The staff weren't helpful at all.", "en", "negative"),
        ("😡😡", None, "negative"),
        ("Loistavaa", None, "positive"),
    ],
)
def test_plain_feelings_are_told_in_three_languages(text: str, language: str | None, label: str) -> None:
    (felt,) = cold([text], [language])
    assert felt.label == label
    assert not felt.learned
    assert felt.negative + felt.neutral + felt.positive == pytest.approx(1)


def test_a_text_that_says_nothing_has_no_label() -> None:
    assert [felt.label for felt in cold(["", " - ", "...", "12345"], ["fi", None, "sv", "en"])] == [None] * 4


def test_no_texts_give_no_feelings() -> None:
    assert cold([], []) == []

"""Words that stand in the place of personal data are no words of customers: no theme is about them."""

from __future__ import annotations

import pytest

from kuulo.language.theming.preparing import prepare

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Erityiskiitos [nimi], soittakaa [puhelinnumero].", "fi", {"nimi", "puhelinnumero", "puhelin", "numero"}),
        ("Hälsningar [namn], mejla [e-post]", "sv", {"namn", "e-post", "post"}),
        ("Thanks to [name], call [phone number]!", "en", {"name", "phone", "number"}),
    ],
)
def test_what_was_masked_is_no_feature(text: str, language: str, words: set[str]) -> None:
    ready = prepare([text], [language])
    assert ready.features[0]
    assert words.isdisjoint(ready.features[0])
    assert "[" not in ready.texts[0]


def test_a_comment_of_nothing_but_masks_says_nothing() -> None:
    assert not prepare(["[nimi] [puhelinnumero]"], ["fi"]).says[0]

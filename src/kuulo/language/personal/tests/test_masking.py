"""Comments are shown with the personal data in them masked, in the language of the comment."""

from __future__ import annotations

import pytest

from kuulo.language import personal
from kuulo.language.personal import Kind

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("language", "text", "masked"),
    [
        (
            "fi",
            "Kiitos Pekalle! Terv. Matti Meikäläinen, puh. 040 123 4567",
            "Kiitos [nimi]! Terv. [nimi], puh. [puhelinnumero]",
        ),
        ("sv", "Tack till Anna-Karin Lindström på kundtjänst", "Tack till [namn] på kundtjänst"),
        ("en", "Ms Obadele helped, write to john (at) gmail.com", "Ms [name] helped, write to [email]"),
        ("de", "Danke, max.muster@example.de", "Danke, [email]"),
    ],
)
def test_personal_data_gives_way_to_its_kind(language: str, text: str, masked: str) -> None:
    assert personal.mask(text, language=language).text == masked


def test_kinds_are_told_in_the_order_they_stand() -> None:
    masked = personal.mask("Annan numero on 050 1234567 ja osoite Storgatan 5", language="fi")
    assert masked.kinds == (Kind.PHONE, Kind.ADDRESS)


def test_what_is_kept_stays() -> None:
    masked = personal.mask("Pekka, 040 1234567", language="fi", keep=(Kind.NAME,))
    assert masked.text == "Pekka, [puhelinnumero]"


def test_many_are_masked_as_each_alone() -> None:
    texts, languages = ["Kiitos Pekalle", "Thanks to Mark", ""], ["fi", "en", None]
    assert personal.mask_many(texts, languages) == [
        personal.mask(text, language=language) for text, language in zip(texts, languages, strict=True)
    ]


def test_a_text_without_personal_data_stays_as_it_is() -> None:
    assert personal.mask("Hyvä palvelu, toivon samaa jatkossakin.", language="fi") == personal.Masked(
        "Hyvä palvelu, toivon samaa jatkossakin.", ()
    )

"""The language of comments: long, short, mixed, and those that tell nothing."""

from __future__ import annotations

import pytest

from kuulo.language.identifying import Detected, detect

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Palvelu oli todella hyvää ja nopeaa", "fi"),
        ("Mukava asiointi, mutta jonotus kesti", "fi"),
        ("Kundtjänsten svarade snabbt", "sv"),
        ("int så bra", "sv"),
        ("Very friendly staff", "en"),
        ("Kallis", "fi"),
        ("Kiitos!", "fi"),
        ("Tack!", "sv"),
        ("Bra", "sv"),
        ("Good", "en"),
        ("nopee toimitus", "fi"),
    ],
)
def test_a_comment_tells_its_language(said: str, language: str) -> None:
    found = detect([said])[0]

    assert found.language == language
    assert found.probability > 0.5
    assert found.mixed == ()


@pytest.mark.parametrize("said", ["", "-", "🙂", "12 345", "ok", "https://esimerkki.fi/a", "Спасибо большое"])
def test_what_tells_nothing_has_no_language(said: str) -> None:
    assert detect([said]) == [Detected(None, 0.0)]


def test_parts_of_two_languages_are_told_with_their_shares() -> None:
    found = detect(["Moi, palvelu oli todella hyvää. Leveransen kom i tid och allt var bra."])[0]

    assert {language for language, _ in found.mixed} == {"fi", "sv"}
    assert sum(share for _, share in found.mixed) == pytest.approx(1.0, abs=0.01)


def test_a_short_sentence_of_another_language_is_a_part() -> None:
    found = detect(["Very good! Asiakaspalvelu auttoi minua todella nopeasti"])[0]

    assert found.language == "fi"
    assert {language for language, _ in found.mixed} == {"fi", "en"}


def test_a_borrowed_word_makes_no_mixture() -> None:
    assert detect(["Sovellus crashaa koko ajan kun yritän loginata sisään, support ei vastaa"])[0].mixed == ()


@pytest.mark.parametrize(
    "said",
    [
        "Die Lieferung war schnell und gut verpackt",
        "Väga hea teenindus, teenindaja oli sõbralik ja abivalmis",
        "Muy buen servicio, gracias por todo",
        "Très bon accueil merci beaucoup",
    ],
)
def test_a_language_not_asked_for_is_none_of_those_asked_for(said: str) -> None:
    assert detect([said])[0].language is None


def test_keyboards_without_dots_are_read() -> None:
    assert [found.language for found in detect(["hyva palvelu", "Fick ingen hjalp", "tosi mukava tyontekija"])] == [
        "fi",
        "sv",
        "fi",
    ]


def test_only_the_asked_languages_are_told() -> None:
    assert detect(["Snabb leverans och bra pris"], ["fi", "en"])[0].language in {"fi", "en", None}

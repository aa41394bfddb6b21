"""Tokens, sentences, clauses, and text without addresses and numbers."""

from __future__ import annotations

import pytest

from kuulo.language import wording

pytestmark = pytest.mark.pure


def test_tokens_are_words_numbers_faces_with_their_places() -> None:
    text = "Moi :) ei toimi!! 😡👍🏽 EU:n klo 12.30, don't xD <3 10/10"

    found = wording.tokens(text)

    assert [token.text for token in found] == [
        *("Moi", ":)", "ei", "toimi", "😡", "👍🏽", "EU:n", "klo", "12.30", "don't", "xD", "<3", "10/10")
    ]
    assert all(text[token.start : token.end] == token.text for token in found)


def test_no_tokens_where_nothing_is_said() -> None:
    assert wording.tokens("… – !?") == []


def test_plain_text_keeps_a_hashtag_and_drops_what_only_names() -> None:
    said = "Katso https://a.fi/x ja soita 040 123 4567 @firma #huono nimi@yritys.fi"

    assert wording.plain(said) == "Katso ja soita huono"


def test_sentences_do_not_end_at_abbreviations_and_numbers() -> None:
    text = "Hinta-laatusuhde esim. ok. Tulin klo 12. Kiitos! 12.5. oli kiire\nToinen rivi"

    assert [span.of(text) for span in wording.sentences(text, "fi")] == [
        "Hinta-laatusuhde esim. ok.",
        "Tulin klo 12.",
        "Kiitos!",
        "12.5. oli kiire",
        "Toinen rivi",
    ]


@pytest.mark.parametrize(
    ("text", "language", "pieces"),
    [
        (
            "Palvelu oli hyvä, mutta toimitus kesti liian kauan",
            "fi",
            ["Palvelu oli hyvä", "mutta toimitus kesti liian kauan"],
        ),
        ("Bra personal men lång kö", "sv", ["Bra personal", "men lång kö"]),
        ("Great staff although the wait was long", "en", ["Great staff", "although the wait was long"]),
        ("Nopea, halpa, hyvä", "fi", ["Nopea, halpa, hyvä"]),
        ("", "fi", []),
    ],
)
def test_clauses_split_where_a_turn_is_said(text: str, language: str, pieces: list[str]) -> None:
    assert [span.of(text) for span in wording.clauses(text, language)] == pieces


def test_an_unknown_language_splits_at_the_turns_of_all() -> None:
    text = "Det var bra men dyrt"

    assert len(wording.clauses(text)) == 2


def test_stop_words_are_none_for_another_language() -> None:
    assert "ja" in wording.stop_words("fi")
    assert wording.stop_words("de") == frozenset()

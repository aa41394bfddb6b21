"""Features and lemmas of comments as customers write them."""

from __future__ import annotations

import pytest

from kuulo.language import wording

pytestmark = pytest.mark.pure


def test_finnish_speech_clitics_and_compounds_become_lemmas_and_parts() -> None:
    said = "Mä oon tosi tyytyväinen asiakaspalveluun, mut laskutuksessa ei toiminu mikään :("

    assert wording.lemmas(said, "fi") == ["tyytyväinen", "asiakaspalvelu", "laskutus", "toimia", "🙁"]
    found = wording.features(said, "fi")
    assert {"asiakaspalvelu", "asiakas", "palvelu", "¬toimia"} <= set(found)


def test_swedish_compounds_and_speech() -> None:
    found = wording.features("Jättebra kundtjänst men leveranstiden va för lång o fakturan stämde inte", "sv")

    assert {"kundtjänst", "kund", "tjänst", "leverans", "tid", "faktura"} <= set(found)
    assert "va" not in found


def test_english_negation_marks_what_follows_in_its_clause() -> None:
    found = wording.features("The waiting time wasn't good, nurses were lovely", "en")

    assert "¬good" in found
    assert "¬lovely" not in found


def test_another_language_keeps_its_words_in_lower_case() -> None:
    assert wording.features("Sehr gute Beratung", "de") == ["sehr", "gute", "beratung"]


def test_a_part_that_is_no_shorter_than_its_word_ends_the_cutting() -> None:
    for word in ("poikkeuslainen", "erilainen", "kansalainen", "yksityishenkilöllinen", "vuorokausi"):
        assert len(wording.parts(word, "fi")) <= 5

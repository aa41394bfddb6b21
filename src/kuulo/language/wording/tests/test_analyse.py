"""One word at a time: inflection, speech, haste and compounds."""

from __future__ import annotations

import pytest

from kuulo.language import wording

pytestmark = pytest.mark.pure

FINNISH = {
    "asiakaspalvelusta": ("asiakaspalvelu", ("asiakas", "palvelu")),
    "asiakaspalvelijakin": ("asiakaspalvelija", ("asiakas", "palvelija")),
    "verkkokauppaanne": ("verkkokauppa", ("verkko", "kauppa")),
    "kotiinkuljetuksen": ("kotiinkuljetus", ("koti", "kuljetus")),
    "kirjautumisongelma": ("kirjautumisongelma", ("kirjautuminen", "ongelma")),
    "työvoimatoimistossa": ("työvoimatoimisto", ("työ", "voima", "toimisto")),
    "hinta-laatusuhde": ("hinta-laatusuhde", ("hinta", "laatu", "suhde")),
    "laskutuksessanne": ("laskutus", ()),
    "unohtuneet": ("unohtua", ()),
    "lähettämänne": ("lähettää", ()),
    "laitettii": ("laittaa", ()),
    "nopeeta": ("nopea", ()),
    "hirveen": ("hirveä", ()),
    "kaupast": ("kauppa", ()),
    "hyvvää": ("hyvä", ()),
    "ystavallinen": ("ystävällinen", ()),
    "aspasta": ("asiakaspalvelu", ("asiakas", "palvelu")),
}
SWEDISH = {
    "kundtjänsten": ("kundtjänst", ("kund", "tjänst")),
    "leveranstider": ("leveranstid", ("leverans", "tid")),
    "telefonkön": ("telefonkö", ("telefon", "kö")),
    "beställningsbekräftelse": ("beställningsbekräftelse", ("beställning", "bekräftelse")),
    "webbutiken": ("webbutik", ("webb", "butik")),
    "jättedåligt": ("jättedålig", ("jätte", "dålig")),
    "priserna": ("pris", ()),
    "funkade": ("fungera", ()),
    "forsakring": ("försäkring", ()),
}
ENGLISH = {"nurses": "nurse", "goood": "good", "children": "child", "receptionist's": "receptionist"}


@pytest.mark.parametrize("word", FINNISH)
def test_finnish(word: str) -> None:
    found = wording.analyse(word, "fi")

    assert (found.lemma, found.parts) == FINNISH[word]


@pytest.mark.parametrize("word", SWEDISH)
def test_swedish(word: str) -> None:
    found = wording.analyse(word, "sv")

    assert (found.lemma, found.parts) == SWEDISH[word]


@pytest.mark.parametrize("word", ENGLISH)
def test_english(word: str) -> None:
    assert wording.analyse(word, "en").lemma == ENGLISH[word]


@pytest.mark.parametrize("word", ["ravintola", "toimitus", "palvelu", "kansalainen", "toimimaton", "aurinko", "matala"])
def test_a_simple_finnish_word_has_no_parts(word: str) -> None:
    assert wording.parts(word, "fi") == ()


@pytest.mark.parametrize("word", ["problem", "fungera", "leverans", "personal", "butik"])
def test_a_simple_swedish_word_has_no_parts(word: str) -> None:
    assert wording.parts(word, "sv") == ()


def test_kin_of_adverbs_and_nouns_of_verbs() -> None:
    assert wording.analyse("nopeammin", "fi").kin == ("nopea",)
    assert wording.analyse("odottaminen", "fi").kin == ("odottaa",)
    assert wording.analyse("snabbt", "sv").kin == ("snabb",)


def test_what_nothing_knows_stays_as_it_is() -> None:
    found = wording.analyse("Xqzwrt", "fi")

    assert (found.lemma, found.parts, found.known) == ("xqzwrt", (), False)


def test_the_optional_analyser_is_none_or_analyses() -> None:
    analyser = wording.finnish_analyser()

    assert analyser is None or analyser.analyse("asiakaspalvelussa") == ("asiakaspalvelu", ("asiakas", "palvelu"))

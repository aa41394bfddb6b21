"""Shapes of personal data that planted sets elsewhere use: numbers nobody has, mistyped ones, neighbours' codes."""

import pytest

from kuulo.language.personal import find, mask


@pytest.mark.pure
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ring me: 0044 7700 900123 please"),
        ("en", "I am on (01632) 960 001 most days"),
        ("en", "customer (202) 555-0143 is waiting"),
        ("en", "it is 1 (415) 555-2671, thanks"),
        ("en", "try 001-202-555-0143x4040 later"),
        ("fi", "Terv. asiakas (358 40 1234567)"),
        ("fi", "Voitte kokeilla, 099 555 4262 on oikea"),
        ("fi", "olen O40 1234567 iltaisin"),
        ("sv", "Vi har 46701234567 hemma"),
        ("sv", "Mitt nr: 072-42 49 98 tack"),
    ],
)
def test_number_is_masked_though_nobody_has_it(language: str, text: str) -> None:
    assert [one.kind for one in find(text, language)] == ["phone"]
    assert "123" not in mask(text, language=language).text


@pytest.mark.pure
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Uppgifter: 811218-9877, kolla"),
        ("sv", "Uppgifter: 1981-12-18-9876, kolla"),
        ("fi", "Tiedot 131052-308X eivät löytyneet"),
        ("en", "My isikukood 38001085718 was lost"),
        ("en", "SSN 078-05-1120 was on the letter"),
        ("en", "My number is AB 12 34 56 C there"),
    ],
)
def test_identity_code_is_masked_though_mistyped_or_of_a_neighbour(language: str, text: str) -> None:
    assert {one.kind.value for one in find(text, language)} <= {"hetu", "personnummer"}
    assert len(find(text, language)) == 1


@pytest.mark.pure
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Jag bor på Björkliden 5 och får ingen post"),
        ("sv", "Leverera till Strandpromenaden 9, tack"),
        ("fi", "Asun Etelärannassa 4 eikä lehti tule"),
        ("en", "It went to 350 5th Avenue again"),
    ],
)
def test_address_is_masked_where_somebody_lives(language: str, text: str) -> None:
    assert [one.kind for one in find(text, language)] == ["address"]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "viite RF18 5390 0754 7034"),
        ("fi", "Avoinna 08.30-16.00 ja 05.06.-07.06."),
        ("fi", "siitä tuli riitaa"),
        ("sv", "Ordernummer 20230512-1239 saknas"),
        ("fi", "tilaus 131052-308X"),
        ("en", "Tracking 38001085718"),
    ],
)
def test_what_only_looks_alike_stays(language: str, text: str) -> None:
    assert mask(text, language=language).text == text


@pytest.mark.pure
def test_long_runs_of_digits_and_what_stands_right_before_a_code() -> None:
    assert mask("1234567890" * 10_000, language="fi").kinds == ()
    assert mask("pnr:811218-9876, tack", language="sv").text == "pnr:[personnummer], tack"
    assert mask("hetu=131052-308T, kiitos", language="fi").text == "hetu=[henkilötunnus], kiitos"

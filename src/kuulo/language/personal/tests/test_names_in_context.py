"""Names are told from other words by lists, capitals and the words around them."""

from __future__ import annotations

import pytest

from kuulo.language.personal import Kind, Names, find

pytestmark = pytest.mark.pure


def names_in(text: str, language: str | None, names: Names | None = None) -> list[str]:
    return [found.text for found in find(text, language, names) if found.kind is Kind.NAME]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("fi", "Puhuin Virtasen kanssa ja Mikon kanssa", ["Virtasen", "Mikon"]),
        ("fi", "Sain Virtaselta apua, Annalle kiitos", ["Virtaselta", "Annalle"]),
        ("fi", "kiitos pekalle avusta", ["pekalle"]),
        ("fi", "myyjä Xhevdet neuvoi", ["Xhevdet"]),
        ("fi", "Hyvin meni. Terv. Matti M.", ["Matti M"]),
        ("fi", "Kari palveli hyvin", ["Kari"]),
        ("fi", "Soitin ja Toivo vastasi", ["Toivo"]),
        ("sv", "Tack till Solveiga för hjälpen", ["Solveiga"]),
        ("sv", "Jag talade med Björn Berg", ["Björn Berg"]),
        ("sv", "Mvh Lena", ["Lena"]),
        ("en", "Thanks to Mark and Mr Oglethorpe", ["Mark", "Oglethorpe"]),
        ("en", "my agent was J. K. Rowling", ["J. K. Rowling"]),
        ("en", "Sue's attitude was great", ["Sue's"]),
    ],
)
def test_names(language: str, text: str, names: list[str]) -> None:
    assert names_in(text, language) == names


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Toivo elää ja lumi tuli. Toivon parempaa, annan viisi tähteä. Pian uudestaan!"),
        ("fi", "Kari oli matala, onni potkaisi. Ilta oli kaunis ja ilta jatkui."),
        ("fi", "Salossa ja Lahdessa oli jonoa, Turun myymälä parempi"),
        ("fi", "KAIKKI MENI HYVIN JA TOIVO ELÄÄ"),
        ("sv", "En stig i skogen, en sten på vägen, love is all. Svea rike"),
        ("en", "Will you mark this as done? May I hope so. Grace period is over, the bill was wrong"),
        ("en", "The James Cook hospital and the Hope Centre, Hugo Boss and Marks & Spencer"),
        ("en", "The manager. She was rude. Thanks to Amazon"),
    ],
)
def test_other_words_stay(language: str, text: str) -> None:
    assert names_in(text, language) == []


def test_the_organisations_own_people_are_known_in_any_form() -> None:
    names = Names.shipped().with_people(["Ulpukka Kesä", "Kesän Kukka Oy"])
    assert names_in("puhuin ulpukka kesän kanssa", "fi", names) == ["ulpukka kesän"]
    assert names_in("ulpukka kesän", "fi") == []


def test_a_company_among_the_people_is_passed_over() -> None:
    names = Names.shipped().with_people(["Zorglub Trading Oy"])
    assert names_in("Ostin sen Zorglub liikkeestä", "fi", names) == []

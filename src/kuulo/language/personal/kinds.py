"""What is personal in a text, told apart by kind, and the words that stand in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of personal data that are looked for."""

    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    HETU = "hetu"
    PERSONNUMMER = "personnummer"
    BUSINESS_ID = "business_id"
    CARD = "card"
    ADDRESS = "address"
    NAME = "name"
    HANDLE = "handle"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Found:
    """A personal detail: its kind, where it stands (code points, end exclusive), its words.

    `sure` tells that a checksum, an unmistakable form or a listed name says so; otherwise it is a good guess.
    """

    kind: Kind
    start: int
    end: int
    text: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Masked:
    """A text in which personal details have given way to words for their kinds; `kinds` in the order they stood."""

    text: str
    kinds: tuple[Kind, ...]


# What stands in the place of a detail, in the language of the comment; it is a part of the comment, not of the page.
PLACEHOLDERS: Mapping[str, Mapping[Kind, str]] = {
    "fi": {
        Kind.EMAIL: "[sähköposti]",
        Kind.PHONE: "[puhelinnumero]",
        Kind.IBAN: "[tilinumero]",
        Kind.HETU: "[henkilötunnus]",
        Kind.PERSONNUMMER: "[henkilötunnus]",
        Kind.BUSINESS_ID: "[y-tunnus]",
        Kind.CARD: "[korttinumero]",
        Kind.ADDRESS: "[osoite]",
        Kind.NAME: "[nimi]",
        Kind.HANDLE: "[käyttäjätunnus]",
        Kind.LINK: "[linkki]",
    },
    "sv": {
        Kind.EMAIL: "[e-post]",
        Kind.PHONE: "[telefonnummer]",
        Kind.IBAN: "[kontonummer]",
        Kind.HETU: "[personbeteckning]",
        Kind.PERSONNUMMER: "[personnummer]",
        Kind.BUSINESS_ID: "[organisationsnummer]",
        Kind.CARD: "[kortnummer]",
        Kind.ADDRESS: "[adress]",
        Kind.NAME: "[namn]",
        Kind.HANDLE: "[användarnamn]",
        Kind.LINK: "[länk]",
    },
    "en": {
        Kind.EMAIL: "[email]",
        Kind.PHONE: "[phone number]",
        Kind.IBAN: "[account number]",
        Kind.HETU: "[identity code]",
        Kind.PERSONNUMMER: "[identity code]",
        Kind.BUSINESS_ID: "[business id]",
        Kind.CARD: "[card number]",
        Kind.ADDRESS: "[address]",
        Kind.NAME: "[name]",
        Kind.HANDLE: "[username]",
        Kind.LINK: "[link]",
    },
}


def placeholder(kind: Kind, language: str | None) -> str:
    """Return the words for a kind in the language of the comment; English where the language is another or unknown."""
    return PLACEHOLDERS.get(language or "en", PLACEHOLDERS["en"])[kind]

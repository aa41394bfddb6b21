"""A small customer database: invented persons and firms, some of them twice."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from kuulo.customers.models import ContactPoint, Identifier, Party
from kuulo.customers.rules import Channel, PartyKind, PartyRow
from kuulo.customers.services import register_parties

NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FIRST: Final = (
    "Aino",
    "Eero",
    "Helmi",
    "Kerttu",
    "Lauri",
    "Maija",
    "Niilo",
    "Olavi",
    "Päivi",
    "Sanni",
    "Toivo",
    "Väinö",
)
LAST: Final = ("Aalto", "Hämäläinen", "Järvinen", "Korhonen", "Lindström", "Mäkelä", "Nieminen", "Öhman", "Salonen")
STREETS: Final = ("Mannerheimintie", "Hämeenkatu", "Kauppakatu", "Rantatie", "Koulukuja", "Puistokatu")
TOWNS: Final = (("00100", "Helsinki"), ("33100", "Tampere"), ("20100", "Turku"), ("90100", "Oulu"))


def add_party(
    identifier: str, name: str, attributes: Mapping[str, str] | None = None, *, kind: PartyKind = PartyKind.PERSON
) -> int:
    """Register one party and return its number."""
    register_parties([PartyRow(identifier=identifier, kind=kind, name=name, attributes=attributes or {})])
    scheme, _colon, value = identifier.partition(":")
    return Identifier.objects.get(scheme=scheme, value=value).party_id


def add_email(party_id: int, address: str, *, verified: bool = False) -> None:
    """Give a party an e-mail address."""
    ContactPoint.objects.create(
        party_id=party_id,
        channel=Channel.EMAIL,
        value=address,
        told_at=NOW,
        verified_at=NOW if verified else None,
    )


def fill_register(persons: int = 160, twice: int = 30, *, seed: int = 7) -> list[tuple[int, int]]:
    """Register persons, the first of them twice with slips of the pen; return the pairs that are one."""
    chance = random.Random(seed)  # noqa: S311 -- invented people need no secrecy
    pairs = []
    for number in range(persons):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        born = f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        street = f"{chance.choice(STREETS)} {chance.randint(1, 99)}"
        postcode, town = chance.choice(TOWNS)
        phone = f"+35840{chance.randint(1_000_000, 9_999_999)}"
        told = {"birth date": born, "street": street, "postcode": postcode, "town": town}
        one = add_party(f"customer_id:{number}", f"{first} {last}", told)
        ContactPoint.objects.create(party_id=one, channel=Channel.SMS, value=phone, told_at=NOW)
        if number < twice:
            misspelt = last.replace("ä", "a").replace("ö", "o") if number % 2 else last
            other = add_party(f"loyalty_card:{number}", f"{first} {misspelt}", told | {"town": "", "postcode": ""})
            ContactPoint.objects.create(party_id=other, channel=Channel.SMS, value=phone, told_at=NOW)
            pairs.append((one, other))
    return pairs


def wholes() -> int:
    """Return how many parties stand for themselves."""
    return Party.objects.filter(whole=None).count()

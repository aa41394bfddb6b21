"""What makes two parties one beyond doubt: the same verified e-mail, the same number under two names; pure.

A personal identity code is a key only where the organisation switched that on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stdnum.fi import hetu, ytunnus

from kuulo.base.texts import mark as _

MOST_OF_ONE_KEY: Final = 4
"""More parties than this behind one key are a mailbox or a number that many share, not one customer."""


class CertainRule(StrEnum):
    """By which key two parties are the same."""

    VERIFIED_EMAIL = "verified_email"
    CUSTOMER_NUMBER = "customer_number"
    BUSINESS_ID = "business_id"
    PERSONAL_ID = "personal_id"


RULE_NAMES: Final[Mapping[CertainRule, str]] = {
    CertainRule.VERIFIED_EMAIL: _("the same verified e-mail address"),
    CertainRule.CUSTOMER_NUMBER: _("the same customer number in two systems"),
    CertainRule.BUSINESS_ID: _("the same business id"),
    CertainRule.PERSONAL_ID: _("the same personal identity code"),
}
# Names of schemes and attributes, as `plain_name` writes them.
NAMES: Final[Mapping[CertainRule, frozenset[str]]] = {
    CertainRule.CUSTOMER_NUMBER: frozenset(
        {
            "customerid",
            "customernumber",
            "customerno",
            "asiakasnumero",
            "asiakasnro",
            "asiakastunnus",
            "kundnummer",
            "kundnr",
        }
    ),
    CertainRule.BUSINESS_ID: frozenset(
        {"businessid", "ytunnus", "yritystunnus", "vat", "vatid", "vatnumber", "alvtunnus", "fonummer", "momsnummer"}
    ),
    CertainRule.PERSONAL_ID: frozenset({"personalid", "hetu", "henkilotunnus", "personbeteckning", "ssn", "sotu"}),
}
FOLDS: Final = str.maketrans("åäö", "aao")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing told of a party: under which name, and what."""

    party_id: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CertainPair:
    """Two parties that share a key; ``first`` has the smaller number. ``key`` is what they share."""

    first: int
    second: int
    rule: CertainRule
    key: str


@dataclass(frozen=True, slots=True)
class Certain:
    """Pairs beyond doubt, and how many keys were left because too many parties share them."""

    pairs: tuple[CertainPair, ...]
    shared_by_many: int


def plain_name(name: str) -> str:
    """Return the name of a scheme or attribute in small letters without signs: ``Y-tunnus`` is ``ytunnus``."""
    return re.sub(r"[^a-z0-9]", "", name.lower().translate(FOLDS))


def rule_of_name(name: str) -> CertainRule | None:
    """Return by which rule the values of a scheme or attribute are keys; None where they are none."""
    plain = plain_name(name)
    return next((rule for rule, names in NAMES.items() if plain in names), None)


def key_of(rule: CertainRule, value: str) -> str:
    """Return a value as it is compared; empty where it cannot be a key of this kind (wrong check digit, too short)."""
    text = value.strip()
    if rule is CertainRule.VERIFIED_EMAIL:
        return text.lower()
    if rule is CertainRule.CUSTOMER_NUMBER:
        return text.upper()
    if rule is CertainRule.BUSINESS_ID:
        return _business_id(text)
    return hetu.compact(text) if hetu.is_valid(text) else ""


def certain_pairs(
    told: Iterable[Told], emails: Iterable[tuple[int, str]], kinds: Mapping[int, str], *, personal_ids: bool
) -> Certain:
    """Return the pairs of parties of one kind that share a key.

    Args:
        told: Identifiers (by scheme) and attributes (by name).
        emails: Party and verified address.
        kinds: Of each party: person or organisation; parties that are not there are left out.
        personal_ids: Whether personal identity codes are keys; asked for by the organisation only.
    """
    holders: dict[tuple[CertainRule, str, str], set[int]] = defaultdict(set)
    for party_id, address in emails:
        if party_id in kinds and address:
            key = key_of(CertainRule.VERIFIED_EMAIL, address)
            holders[CertainRule.VERIFIED_EMAIL, kinds[party_id], key].add(party_id)
    for each in told:
        rule = rule_of_name(each.name)
        if rule is None or each.party_id not in kinds or (rule is CertainRule.PERSONAL_ID and not personal_ids):
            continue
        key = key_of(rule, each.value)
        if key:
            holders[rule, kinds[each.party_id], key].add(each.party_id)
    return _pairs(holders)


def _pairs(holders: Mapping[tuple[CertainRule, str, str], set[int]]) -> Certain:
    found: dict[tuple[int, int], CertainPair] = {}
    many = 0
    for (rule, _kind, key), parties in holders.items():
        if len(parties) > MOST_OF_ONE_KEY:
            many += 1
            continue
        first, *others = sorted(parties)
        for other in others:
            found.setdefault((first, other), CertainPair(first, other, rule, key))
    return Certain(tuple(sorted(found.values(), key=lambda each: (each.first, each.second))), many)


def _business_id(text: str) -> str:
    bare = text.upper().removeprefix("FI").strip()
    digits = ytunnus.compact(bare) if bare else ""
    return ytunnus.format(digits) if digits and ytunnus.is_valid(digits) else ""

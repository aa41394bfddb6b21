"""What traits say about a person or a group, in the words of the customer database; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kuulo.base.errors import InputError
from kuulo.customers.rules import (
    Channel,
    ContactRow,
    PartyKind,
    PartyRow,
    RelationKind,
    check_address,
    check_row,
)
from kuulo.events.rules.properties import flat, text_of

LONGEST_NAME: Final = 250
LONGEST_LANGUAGE: Final = 20
NAMES: Final = frozenset({"name", "firstName", "first_name", "lastName", "last_name"})
CONTACTS: Final = {"email": Channel.EMAIL, "phone": Channel.SMS}
LANGUAGES: Final = ("language", "locale")
# Of these traits the customer database keeps its own, or keeps none.
LEFT_OUT: Final = NAMES | CONTACTS.keys() | frozenset(LANGUAGES) | {"id", "avatar", "password", "ip", "userAgent"}
MEMBERS: Final = frozenset({"household", "family", "club", "association", "team", "project", "community"})


@dataclass(frozen=True, slots=True)
class Person:
    """What traits come to: the party, its addresses, and what could not be used of them."""

    party: PartyRow
    contacts: tuple[ContactRow, ...] = ()
    wrong: tuple[InputError, ...] = field(default=())


def person_of(identifier: str, traits: Mapping[str, object]) -> Person:
    """Return what the traits of ``identify`` say about the person.

    Raises:
        InputError: The identifier or the name of a trait cannot be used.
    """
    party = PartyRow(
        identifier=identifier,
        name=name_of(traits),
        language=next((_text(traits, name)[:LONGEST_LANGUAGE] for name in LANGUAGES if _text(traits, name)), ""),
        attributes=attributes_of(traits),
    )
    check_row(party)
    contacts: list[ContactRow] = []
    wrong: list[InputError] = []
    for name, channel in CONTACTS.items():
        said = _text(traits, name)
        if not said:
            continue
        try:
            contacts.append(ContactRow(identifier=identifier, channel=channel, value=check_address(channel, said)))
        except InputError as error:
            wrong.append(error)
    return Person(party, tuple(contacts), tuple(wrong))


def group_of(identifier: str, traits: Mapping[str, object]) -> tuple[PartyRow, RelationKind]:
    """Return the organisation or household a group is, and what its members are to it.

    Raises:
        InputError: The identifier or the name of a trait cannot be used.
    """
    kind = _text(traits, "type").lower() or _text(traits, "kind").lower()
    household = kind in {"household", "family"}
    party = PartyRow(
        identifier=identifier,
        kind=PartyKind.HOUSEHOLD if household else PartyKind.ORGANISATION,
        name=name_of(traits),
        attributes=attributes_of(traits),
    )
    check_row(party)
    return party, RelationKind.MEMBER_OF if kind in MEMBERS else RelationKind.WORKS_FOR


def name_of(traits: Mapping[str, object]) -> str:
    """Return the name: as a whole where it is told, else of its two parts."""
    whole = _text(traits, "name")
    first = _text(traits, "firstName") or _text(traits, "first_name")
    last = _text(traits, "lastName") or _text(traits, "last_name")
    return (whole or f"{first} {last}".strip())[:LONGEST_NAME]


def attributes_of(traits: Mapping[str, object]) -> dict[str, str]:
    """Return the other traits as attributes."""
    rest = {name: value for name, value in traits.items() if name.strip() and name not in LEFT_OUT}
    return {name: value for name, value in flat(rest, "").items() if name not in {"party", ""} and value}


def _text(traits: Mapping[str, object], name: str) -> str:
    value = traits.get(name)
    return text_of(value, LONGEST_NAME).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""

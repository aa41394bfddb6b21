"""What of a party goes into matching: columns with a meaning, under names that `kuulo.identity` recognises; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from kuulo.customers.rules import Channel, PartyKind
from kuulo.customers.rules.records import PartyRecord
from kuulo.identity import Role, role_of_name
from kuulo.matching.rules.certain import CertainRule, rule_of_name

ID: Final = "id"
POST_LINE: Final = re.compile(r"^(?P<country>[A-Z]{1,2}-)?(?P<postcode>\d{3,5}(?: ?\d{2})?)\s+(?P<town>\D.*)$")
CONTACTS: Final = {Channel.EMAIL: "email", Channel.SMS: "phone"}
KEPT_ROLES: Final = frozenset(Role) - {Role.IGNORED, Role.PERSONAL_ID, Role.BUSINESS_ID}


def comparable(name: str) -> bool:
    """Return whether an attribute says who a party is (birth date, town …), not what the company thinks of it."""
    return rule_of_name(name) is None and role_of_name(name) in KEPT_ROLES


def postal_parts(value: str, parts: Mapping[str, str]) -> dict[str, str]:
    """Return street, postcode and town of a postal address: as they were told apart, else read from its lines."""
    told = {name: str(parts[name]) for name in ("street", "postcode", "town", "country") if parts.get(name)}
    if told:
        return told
    lines = [line.strip().rstrip(",") for line in re.split(r"[\n,]", value) if line.strip()]
    for place, line in enumerate(lines):
        found = POST_LINE.match(line)
        if found and place:
            return {"street": lines[place - 1], "postcode": found["postcode"], "town": found["town"]}
    return {}


def columns_of(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the columns that at least two rows have, in alphabetical order: one alone compares nothing."""
    counts: dict[str, int] = {}
    for row in rows:
        for name, value in row.items():
            if value:
                counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(name for name, count in counts.items() if count > 1 and name != ID))


def record_row(record: PartyRecord, *, personal_ids: bool = True) -> dict[str, str]:
    """Return what of a party says who it is, by column; see `comparable`.

    Args:
        record: The party.
        personal_ids: Whether personal identity codes come along.
    """
    name = "company name" if record.kind is PartyKind.ORGANISATION else "name"
    row = {name: record.name} if record.name else {}
    row |= {key: value for key, value in record.attributes.items() if comparable(key)}
    row |= postal_parts(record.addresses.get(Channel.LETTER, ""), record.parts)
    row |= {CONTACTS[channel]: record.addresses[channel] for channel in CONTACTS if channel in record.addresses}
    wanted = {CertainRule.BUSINESS_ID} | ({CertainRule.PERSONAL_ID} if personal_ids else set())
    for key, value in (*record.identifiers, *record.attributes.items()):
        rule = rule_of_name(key)
        if rule in wanted and rule is not None:
            row.setdefault(rule.value, value)
    return row

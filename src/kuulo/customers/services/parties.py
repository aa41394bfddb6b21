"""Writes of parties."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from django.db import transaction

from kuulo.customers.models import Identifier, Party, Register
from kuulo.customers.rules import Counts, PartyIdentifier, PartyKind, PartyRow, lay_over, merge_rows

CHUNK = 5_000
FIELDS = ("kind", "name", "language", "attributes", "since", "until")


@transaction.atomic
def register_parties(rows: Iterable[PartyRow]) -> Counts:
    """Create the parties that are new and lay what is told over those already known; all or nothing.

    The same rows again change nothing. Rows are taken in chunks, so an iterable of any length may be given.

    Raises:
        InputError: A row cannot be used; the message names it.
    """
    Register.objects.get_or_create(pk=1)
    # One registration at a time: two of them would both find an identifier new.
    register = Register.objects.select_for_update().get(pk=1)
    counts = Counts()
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        counts += _register_chunk(merge_rows(chunk))
    if counts.new or counts.changed:
        register.version = secrets.token_hex(16)
        register.save(update_fields=["version"])
    return counts


def _register_chunk(rows: Mapping[PartyIdentifier, PartyRow]) -> Counts:
    known = _known_parties(rows)
    new = {identifier: row for identifier, row in rows.items() if identifier not in known}
    _create_parties(new)
    # By primary key: two identifiers in one chunk may name the same party.
    changed = {party.pk: party for identifier, party in known.items() if _take_over(party, rows[identifier])}
    # An upsert by primary key takes a tenth of bulk_update's time.
    Party.objects.bulk_create(changed.values(), update_conflicts=True, unique_fields=["id"], update_fields=FIELDS)
    return Counts(
        new=len(new), changed=len(changed), unchanged=len({party.pk for party in known.values()}) - len(changed)
    )


def _known_parties(identifiers: Iterable[PartyIdentifier]) -> dict[PartyIdentifier, Party]:
    """Return the parties already known; two identifiers of one party share one object."""
    by_scheme: dict[str, list[str]] = defaultdict(list)
    for identifier in identifiers:
        by_scheme[identifier.scheme].append(identifier.value)
    parties: dict[int, Party] = {}
    known: dict[PartyIdentifier, Party] = {}
    for scheme, values in by_scheme.items():
        for found in Identifier.objects.filter(scheme=scheme, value__in=values).select_related("party"):
            party = parties.setdefault(found.party_id, found.party)
            known[PartyIdentifier(scheme, found.value)] = party
    return known


def _create_parties(rows: Mapping[PartyIdentifier, PartyRow]) -> None:
    parties = Party.objects.bulk_create([Party(**_values(row)) for row in rows.values()])
    Identifier.objects.bulk_create(
        [
            Identifier(party=party, scheme=identifier.scheme, value=identifier.value)
            for identifier, party in zip(rows, parties, strict=True)
        ]
    )


def _take_over(party: Party, told: PartyRow) -> bool:
    """Lay what is told over the party and return whether that changed it."""
    before = {name: getattr(party, name) for name in FIELDS}
    known = PartyRow(identifier=told.identifier, **{**before, "kind": PartyKind(party.kind)})
    after = _values(lay_over(known, told))
    for name, value in after.items():
        setattr(party, name, value)
    return after != before


def _values(row: PartyRow) -> dict[str, object]:
    values = {name: getattr(row, name) for name in FIELDS}
    return values | {"attributes": dict(row.attributes)}

"""Taking note of further names somebody was seen under: login after anonymous browsing, one e-mail at two counters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import Q

from kuulo.customers.models import Identifier, Link, Party
from kuulo.customers.queries import kept_out_among
from kuulo.customers.rules import IdentityReport, IdentityRow, LinkKind, PartyIdentifier, parse_identifier
from kuulo.customers.rules.identities import stands_for_device
from kuulo.customers.services.links import link_parties
from kuulo.customers.services.register import lock_register, note_change

CHUNK: Final = 2_000
RULE_NAME: Final = "identities noted"


@transaction.atomic
def note_identities(rows: Iterable[IdentityRow]) -> IdentityReport:
    """Give parties the further identifiers they were seen under; the same rows again change nothing.

    A further identifier that another party has joins the two by a deterministic link, which says why and can be undone.
    Not so one of a device (`rules.identities.DEVICE_SCHEMES`): two persons may share it, so it stays with the first.
    Nor does a link come back that a person has undone, nor an identifier of an erased person who is kept out.
    Whether consent covers it is for the caller to know.

    Raises:
        InputError: An identifier is none.
    """
    report = IdentityReport()
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        report = _sum(report, _note_chunk(chunk))
    return report


def _note_chunk(rows: Sequence[IdentityRow]) -> IdentityReport:
    read = [(row, parse_identifier(row.known), parse_identifier(row.also)) for row in rows]
    barred = kept_out_among({str(also) for _row, _known, also in read})
    pairs = [each for each in read if str(each[2]) not in barred]
    register = lock_register()
    held = _held({end for _row, known, also in pairs for end in (known, also)})
    new: list[Identifier] = []
    linked = unknown = 0
    conflicting: list[IdentityRow] = []
    for row, known, also in pairs:
        party = held.get(known)
        other = held.get(also)
        if party is None:
            unknown += 1
        elif other is None:
            held[also] = party
            new.append(_identifier(party, also, row))
        elif other != party and not _are_one(party, other):
            if stands_for_device(also.scheme) or stands_for_device(known.scheme) or not _may_join(party, other):
                conflicting.append(row)
            else:
                _link(party, other, row)
                linked += 1
    Identifier.objects.bulk_create(new)
    if new:
        note_change(register)
    return IdentityReport(
        joined=len(new), linked=linked, conflicts=len(conflicting), unknown=unknown, conflicting=tuple(conflicting)
    )


def _held(identifiers: Iterable[PartyIdentifier]) -> dict[PartyIdentifier, int]:
    """Return whose each identifier is: the party itself, not its whole, as a link joins just these two."""
    by_scheme: dict[str, list[str]] = {}
    for each in identifiers:
        by_scheme.setdefault(each.scheme, []).append(each.value)
    found: dict[PartyIdentifier, int] = {}
    for scheme, values in by_scheme.items():
        rows = Identifier.objects.filter(scheme=scheme, value__in=values).values_list("value", "party_id")
        found.update((PartyIdentifier(scheme, value), number) for value, number in rows)
    return found


def _identifier(party_id: int, also: PartyIdentifier, row: IdentityRow) -> Identifier:
    return Identifier(party_id=party_id, scheme=also.scheme, value=also.value, source=row.rule[:120], told_at=row.at)


def _are_one(first: int, second: int) -> bool:
    whole = dict(Party.objects.filter(pk__in=(first, second)).values_list("pk", "whole_id"))
    return (whole[first] or first) == (whole[second] or second)


def _may_join(first: int, second: int) -> bool:
    """Return whether no person has undone a link of the two, and both are of one kind."""
    low, high = sorted((first, second))
    undone = Link.objects.filter(Q(first_id=low, second_id=high), undone_at__isnull=False).exists()
    kinds = set(Party.objects.filter(pk__in=(low, high)).values_list("kind", flat=True))
    return not undone and len(kinds) == 1


def _link(party: int, other: int, row: IdentityRow) -> None:
    at: datetime = row.at
    link_parties(
        first_id=party,
        second_id=other,
        kind=LinkKind.DETERMINISTIC,
        reason={"rule": row.rule, "known": row.known, "also": row.also, "at": at.isoformat()},
        by=RULE_NAME,
        now=at,
    )


def _sum(one: IdentityReport, other: IdentityReport) -> IdentityReport:
    return IdentityReport(
        joined=one.joined + other.joined,
        linked=one.linked + other.linked,
        conflicts=one.conflicts + other.conflicts,
        unknown=one.unknown + other.unknown,
        conflicting=one.conflicting + other.conflicting,
    )

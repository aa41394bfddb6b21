"""What is known of every party in one look, for whoever compares parties with each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, QuerySet

from kuulo.customers.models import ContactPoint, Identifier, Party
from kuulo.customers.queries.wholes import READ_CHUNK, WHOLE_OF_PARTY, register_version
from kuulo.customers.rules import AddressState, Channel, PartyKind, Purpose
from kuulo.customers.rules.records import PartyRecord


def party_records(*, purpose: Purpose) -> dict[int, PartyRecord]:
    """Return every party by the number of the whole.

    Args:
        purpose: What the records are compared for.
    """
    Purpose(purpose)
    found: dict[int, PartyRecord] = {}
    parts: list[tuple[int, str, Mapping[str, str]]] = []
    rows: QuerySet[Any, Any] = Party.objects.order_by("pk").values_list("pk", "whole_id", "kind", "name", "attributes")
    for number, whole, kind, name, attributes in rows.iterator(chunk_size=READ_CHUNK):
        if whole is None:
            told = {key: str(value) for key, value in attributes.items()}
            found[number] = PartyRecord(party_id=number, kind=PartyKind(kind), name=name, attributes=told)
        else:
            parts.append((whole, name, attributes))
    for whole, name, attributes in parts:
        record = found[whole]
        record.name = record.name or name
        record.attributes = {key: str(value) for key, value in attributes.items()} | record.attributes
    _add_identifiers(found)
    _add_addresses(found)
    return found


def keys_version() -> str:
    """Return a token that changes whenever a key by which parties are one beyond doubt could have been told."""
    seen = ContactPoint.objects.filter(verified_at__isnull=False).aggregate(Max("verified_at"), Count("pk"))
    return f"{register_version()} {seen['pk__count']} {seen['verified_at__max']}"[:100]


def _add_identifiers(found: Mapping[int, PartyRecord]) -> None:
    rows = Identifier.objects.order_by("pk").annotate(of=WHOLE_OF_PARTY).values_list("of", "scheme", "value")
    for number, scheme, value in rows.iterator(chunk_size=READ_CHUNK):
        found[number].identifiers.append((scheme, value))


def _add_addresses(found: Mapping[int, PartyRecord]) -> None:
    newest: dict[tuple[int, str], tuple[str, Mapping[str, str]]] = {}
    rows = ContactPoint.objects.exclude(state=AddressState.RETIRED).order_by("told_at", "pk")
    told = rows.annotate(of=WHOLE_OF_PARTY).values_list("of", "channel", "value", "parts", "verified_at")
    for number, channel, value, parts, verified_at in told.iterator(chunk_size=READ_CHUNK):
        newest[number, channel] = (value, parts)
        if verified_at is not None and channel == Channel.EMAIL:
            found[number].verified.append(value)
    for (number, channel), (value, parts) in newest.items():
        found[number].addresses[Channel(channel)] = value
        if channel == Channel.LETTER:
            found[number].parts = parts

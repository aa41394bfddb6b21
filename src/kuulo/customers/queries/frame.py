"""Who could be asked: the customer database as frozen rows, with addresses and consents as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from kuulo.customers.models import Consent, ContactPoint, Identifier, Party
from kuulo.customers.rules import (
    ANY_CHANNEL,
    AddressState,
    Channel,
    ConsentState,
    FrameContact,
    FrameRow,
    PartyKind,
    Purpose,
)

FRAME_CHUNK: Final = 20_000
IDS_CHUNK: Final = 5_000

# Of a hundred thousand parties each enum is looked up several times; a dictionary takes a fifth of the call's time.
CHANNELS: Final = {each.value: each for each in Channel}
ADDRESS_STATES: Final = {each.value: each for each in AddressState}
CONSENT_STATES: Final = {each.value: each for each in ConsentState}
KINDS: Final = {each.value: each for each in PartyKind}
NAMES: Final = tuple((each, each.value) for each in Channel)

Contacts = dict[int, dict[Channel, tuple[str, AddressState]]]
Consents = dict[int, dict[str, tuple[datetime, ConsentState]]]


def frame(*, purpose: Purpose = Purpose.SURVEYS, now: datetime | None = None) -> tuple[FrameRow, ...]:
    """Return every party, by number, with how it may be reached now.

    Args:
        purpose: What for; consents for other purposes do not count.
        now: The moment at which consents must not have expired.
    """
    return _rows(Q(), Q(), purpose, now or timezone.now())


def frame_of(
    party_ids: Collection[int], *, purpose: Purpose = Purpose.SURVEYS, now: datetime | None = None
) -> dict[int, FrameRow]:
    """Return the parties of these numbers that are there, by number."""
    found: dict[int, FrameRow] = {}
    moment = now or timezone.now()
    for chunk in _chunks(sorted(set(party_ids))):
        rows = _rows(Q(pk__in=chunk), Q(party_id__in=chunk), purpose, moment)
        found.update((row.party_id, row) for row in rows)
    return found


def party_ids_of(identifiers: Collection[str]) -> dict[str, int]:
    """Return the numbers of the parties that identifiers ``scheme:value`` name; what names nobody is left out."""
    by_scheme: dict[str, list[str]] = defaultdict(list)
    for text in identifiers:
        scheme, _colon, value = text.partition(":")
        if scheme and value:
            by_scheme[scheme].append(value)
    found: dict[str, int] = {}
    for scheme, values in by_scheme.items():
        for chunk in _chunks(sorted(set(values))):
            rows = Identifier.objects.filter(scheme=scheme, value__in=chunk).values_list("value", "party_id")
            found.update((f"{scheme}:{value}", party_id) for value, party_id in rows)
    return found


def parties_at(channel: Channel, address: str) -> tuple[int, ...]:
    """Return the numbers of the parties that have the address on the channel."""
    rows = ContactPoint.objects.filter(channel=channel, value=address).order_by("party_id")
    return tuple(rows.values_list("party_id", flat=True))


def leavers(first: date, last: date) -> dict[int, date]:
    """Return the parties whose last day as a customer lies between two days, both included, with that day."""
    rows = Party.objects.filter(until__gte=first, until__lte=last).values_list("pk", "until")
    return {number: until for number, until in rows if until is not None}


def _rows(parties: Q, of_parties: Q, purpose: Purpose, now: datetime) -> tuple[FrameRow, ...]:
    identifiers = _identifiers(of_parties)
    contacts = _contacts(of_parties)
    consents = _consents(of_parties, purpose, now)
    fields = ("pk", "kind", "name", "language", "since", "until", "attributes")
    rows = Party.objects.filter(parties).order_by("pk").values_list(*fields)
    return tuple(
        FrameRow(
            party_id=number,
            party=identifiers.get(number, ""),
            kind=KINDS[kind],
            name=name,
            language=language,
            since=since,
            until=until,
            attributes=attributes,
            contacts=_reached(contacts.get(number), consents.get(number)),
        )
        for number, kind, name, language, since, until, attributes in _each(rows)
    )


def _each(rows: QuerySet[Any, Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=FRAME_CHUNK)


def _identifiers(of_parties: Q) -> dict[int, str]:
    first: dict[int, str] = {}
    rows = Identifier.objects.filter(of_parties).order_by("pk").values_list("party_id", "scheme", "value")
    for number, scheme, value in _each(rows):
        first.setdefault(number, f"{scheme}:{value}")
    return first


def _contacts(of_parties: Q) -> Contacts:
    """Return the address told last, for each party and channel."""
    newest: Contacts = {}
    rows = ContactPoint.objects.filter(of_parties).exclude(state=AddressState.RETIRED).order_by("told_at", "pk")
    for number, channel, value, state in _each(rows.values_list("party_id", "channel", "value", "state")):
        newest.setdefault(number, {})[CHANNELS[channel]] = (value, ADDRESS_STATES[state])
    return newest


def _consents(of_parties: Q, purpose: Purpose, now: datetime) -> Consents:
    """Return what was said last, for each party and channel; a given one past its day counts as expired."""
    newest: Consents = {}
    rows = Consent.objects.filter(of_parties, purpose=purpose).order_by("changed_at", "pk")
    columns = ("party_id", "channel", "changed_at", "state", "expires_at")
    for number, channel, at, kept, expires_at in _each(rows.values_list(*columns)):
        over = kept == ConsentState.GIVEN and expires_at is not None and expires_at <= now
        newest.setdefault(number, {})[channel] = (at, ConsentState.EXPIRED if over else CONSENT_STATES[kept])
    return newest


def _reached(
    addresses: Mapping[Channel, tuple[str, AddressState]] | None,
    consents: Mapping[str, tuple[datetime, ConsentState]] | None,
) -> dict[Channel, FrameContact]:
    if consents is None:
        return {channel: FrameContact(address=told[0], state=told[1]) for channel, told in (addresses or {}).items()}
    known = addresses or {}
    contacts: dict[Channel, FrameContact] = {}
    for channel, name in NAMES:
        said = [consents[place] for place in (name, ANY_CHANNEL) if place in consents]
        if channel in known or said:
            address, state = known.get(channel, ("", AddressState.OK))
            consent = max(said, key=lambda each: each[0])[1] if said else None
            contacts[channel] = FrameContact(address=address, state=state, consent=consent)
    return contacts


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(values)
    while chunk := list(islice(remaining, IDS_CHUNK)):
        yield chunk

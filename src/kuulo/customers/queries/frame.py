"""Who could be asked: the customer database as frozen rows, with addresses and consents as they are now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from kuulo.customers.models import ContactPoint, Identifier, Party
from kuulo.customers.queries.consents import standing_words
from kuulo.customers.queries.segments import segment_values
from kuulo.customers.queries.wholes import WHOLE, WHOLE_OF_PARTY, chunks, whole_of
from kuulo.customers.rules import (
    ANY_CHANNEL,
    AddressState,
    Channel,
    FrameContact,
    FrameRow,
    PartyKind,
    Purpose,
    Stage,
)
from kuulo.customers.rules.permissions import Word

FRAME_CHUNK: Final = 20_000

# Of a hundred thousand parties each enum is looked up several times; a dictionary takes a fifth of the call's time.
CHANNELS: Final = {each.value: each for each in Channel}
ADDRESS_STATES: Final = {each.value: each for each in AddressState}
KINDS: Final = {each.value: each for each in PartyKind}
NAMES: Final = tuple((each, each.value) for each in Channel)

Contacts = dict[int, dict[Channel, tuple[str, AddressState]]]


def frame(*, purpose: Purpose, now: datetime | None = None) -> tuple[FrameRow, ...]:
    """Return every party as a whole, by number, with how it may be reached now.

    Args:
        purpose: What for; consents for other purposes do not count.
        now: The moment at which consents must not have expired.
    """
    return _rows(Q(), Q(), purpose, now or timezone.now())


def frame_of(party_ids: Collection[int], *, purpose: Purpose, now: datetime | None = None) -> dict[int, FrameRow]:
    """Return the wholes of the parties of these numbers that are there, by the number that was asked for."""
    found: dict[int, FrameRow] = {}
    moment = now or timezone.now()
    whole = whole_of(party_ids)
    for chunk in chunks(sorted(set(whole.values()))):
        parties = Q(pk__in=chunk) | Q(whole_id__in=chunk)
        of_parties = Q(party_id__in=chunk) | Q(party__whole_id__in=chunk)
        found.update((row.party_id, row) for row in _rows(parties, of_parties, purpose, moment))
    return {number: found[of] for number, of in whole.items()}


def leavers(first: date, last: date, *, purpose: Purpose) -> dict[int, date]:
    """Return the wholes whose last day as a customer lies between two days, both included, with that day.

    Who is still a customer as another part of the whole has not left.
    """
    Purpose(purpose)
    rows = Party.objects.filter(until__gte=first, until__lte=last).annotate(of=WHOLE).values_list("of", "until")
    left: dict[int, date] = {}
    for number, until in rows:
        if until is not None:
            left[number] = max(until, left.get(number, until))
    parts = Party.objects.filter(Q(whole_id__in=left) | Q(pk__in=left, parts__isnull=False))
    staying = parts.filter(Q(until=None) | Q(until__gt=last)).exclude(stage=Stage.PROSPECT)
    for number in staying.annotate(of=WHOLE).values_list("of", flat=True):
        left.pop(number, None)
    return left


def _rows(parties: Q, of_parties: Q, purpose: Purpose, now: datetime) -> tuple[FrameRow, ...]:
    identifiers = _identifiers(of_parties)
    contacts = _contacts(of_parties)
    consents = standing_words(of_parties, purpose, now)
    fields = ("pk", "whole_id", "kind", "name", "language", "since", "until", "attributes")
    rows = Party.objects.filter(parties).order_by("pk").values_list(*fields)
    wholes: dict[int, FrameRow] = {}
    for number, of, kind, name, language, since, until, attributes in _each(rows):
        row = FrameRow(
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
        # A whole has the smallest number of its parts, so it is there before them.
        wholes[of or number] = row if of is None else _with_part(wholes[of], row)
    segments = segment_values()
    if not segments:
        return tuple(wholes.values())
    return tuple(
        replace(row, attributes={**row.attributes, **segments.get(number, {})}) for number, row in wholes.items()
    )


def _with_part(whole: FrameRow, part: FrameRow) -> FrameRow:
    """Return a whole with what only a part of it says; who is a customer in any part is one."""
    return replace(
        whole,
        name=whole.name or part.name,
        language=whole.language or part.language,
        since=min((day for day in (whole.since, part.since) if day), default=None),
        until=max(whole.until, part.until) if whole.until and part.until else None,
        attributes={**part.attributes, **whole.attributes},
    )


def _each(rows: QuerySet[Any, Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=FRAME_CHUNK)


def _identifiers(of_parties: Q) -> dict[int, str]:
    """Return the first identifier of each whole."""
    first: dict[int, str] = {}
    rows = Identifier.objects.filter(of_parties).order_by("pk").annotate(of=WHOLE_OF_PARTY)
    for number, scheme, value in _each(rows.values_list("of", "scheme", "value")):
        first.setdefault(number, f"{scheme}:{value}")
    return first


def _contacts(of_parties: Q) -> Contacts:
    """Return the address told last, for each whole and channel."""
    newest: Contacts = {}
    rows = ContactPoint.objects.filter(of_parties).exclude(state=AddressState.RETIRED).order_by("told_at", "pk")
    told = rows.annotate(of=WHOLE_OF_PARTY).values_list("of", "channel", "value", "state")
    for number, channel, value, state in _each(told):
        newest.setdefault(number, {})[CHANNELS[channel]] = (value, ADDRESS_STATES[state])
    return newest


def _reached(
    addresses: Mapping[Channel, tuple[str, AddressState]] | None,
    consents: Mapping[str, Word] | None,
) -> dict[Channel, FrameContact]:
    if consents is None:
        return {channel: FrameContact(address=told[0], state=told[1]) for channel, told in (addresses or {}).items()}
    known = addresses or {}
    contacts: dict[Channel, FrameContact] = {}
    for channel, name in NAMES:
        said = [consents[place] for place in (name, ANY_CHANNEL) if place in consents]
        if channel in known or said:
            address, state = known.get(channel, ("", AddressState.OK))
            consent = max(said, key=lambda each: each.at).state if said else None
            contacts[channel] = FrameContact(address=address, state=state, consent=consent)
    return contacts

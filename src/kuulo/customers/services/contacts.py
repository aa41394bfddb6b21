"""Writes of addresses: from lists, and one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.models import ContactPoint, Party
from kuulo.customers.queries.kept_out import address_identifier, kept_out_among
from kuulo.customers.queries.wholes import rows_named
from kuulo.customers.rules import AddressState, Channel, ContactRow, Counts, check_address
from kuulo.customers.rules.contacts import LABEL_LENGTH, write_postal
from kuulo.customers.services.kept_out import let_in
from kuulo.customers.services.register import rows_of

CHUNK = 5_000
Place = tuple[int, str, str]
"""Party, channel, address."""


@transaction.atomic
def register_contacts(rows: Iterable[ContactRow], *, now: datetime, source: str = "") -> Counts:
    """Write down addresses of registered parties; the same rows again change nothing.

    Of several addresses of a party on a channel the one told last counts, so a list names the best one last. One that
    bounced and is told again stays bounced, and one that was retired stays so: the list it stands in may be old. Rows
    of unknown parties, and addresses of erased persons who are kept out, are left out and counted nowhere.

    Raises:
        InputError: An address cannot be used; the message shows it.
    """
    counts = Counts()
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        counts += _register_chunk(chunk, now, source)
    return counts


def _register_chunk(rows: Sequence[ContactRow], now: datetime, source: str) -> Counts:
    told = _places(rows)
    of_parties = ContactPoint.objects.filter(party_id__in={place[0] for place in told}).order_by("told_at", "pk")
    known = {(each.party_id, each.channel, each.value): each for each in of_parties}
    # Each a moment later than the one before, so that the one told last is the newest.
    moments = {place: now + timedelta(microseconds=step) for step, place in enumerate(told)}
    new = [_point(place, row, moments[place], source) for place, row in told.items() if place not in known]
    changed = {place: known[place] for place, row in told.items() if place in known and _describe(known[place], row)}
    for place in _to_be_newest(told, known):
        known[place].told_at = moments[place]
        changed[place] = known[place]
    ContactPoint.objects.bulk_create(new)
    ContactPoint.objects.bulk_update(changed.values(), ["told_at", "label", "parts"], batch_size=500)
    return Counts(new=len(new), changed=len(changed), unchanged=len(told) - len(new) - len(changed))


def _places(rows: Sequence[ContactRow]) -> dict[Place, ContactRow]:
    """Return what is told of each address; one told twice is one, at the place where it was told last."""
    ids = rows_named({row.identifier for row in rows})
    bare = {ids[row.identifier] for row in rows if row.parts and not row.value and row.identifier in ids}
    names = dict(Party.objects.filter(pk__in=bare).values_list("pk", "name")) if bare else {}
    told: dict[Place, ContactRow] = {}
    for row in rows:
        number = ids.get(row.identifier)
        if number is not None:
            value = row.value or write_postal(names.get(number, ""), row.parts)
            place = (number, row.channel.value, check_address(row.channel, value, country=row.country))
            told.pop(place, None)
            told[place] = row
    barred = kept_out_among({_identifier(place) for place in told} - {""})
    return {place: row for place, row in told.items() if _identifier(place) not in barred}


def _identifier(place: Place) -> str:
    return address_identifier(Channel(place[1]), place[2])


def _to_be_newest(told: Collection[Place], known: Mapping[Place, ContactPoint]) -> list[Place]:
    """Return the known addresses that the list names last, where another one would count without it."""
    current = {place[:2]: place for place, point in known.items() if point.state != AddressState.RETIRED}
    best = {place[:2]: place for place in told}
    with_new = {place[:2] for place in told if place not in known}
    return [
        place
        for sent, place in best.items()
        if place in known
        and known[place].state != AddressState.RETIRED
        and (sent in with_new or current[sent] != place)
    ]


def _describe(point: ContactPoint, row: ContactRow) -> bool:
    """Note what an address is for and what it consists of; return whether that was new. Empty says nothing."""
    label, parts = row.label[:LABEL_LENGTH] or point.label, dict(row.parts) or point.parts
    if (label, parts) == (point.label, point.parts):
        return False
    point.label, point.parts = label, parts
    return True


def _point(place: Place, row: ContactRow, told_at: datetime, source: str) -> ContactPoint:
    number, channel, value = place
    return ContactPoint(
        party_id=number,
        channel=channel,
        value=value,
        label=row.label[:LABEL_LENGTH],
        parts=dict(row.parts),
        source=source,
        told_at=told_at,
    )


@transaction.atomic
def add_contact(  # noqa: PLR0913 -- an address and who told it, when; all but two can be left out
    *,
    party_id: int,
    channel: Channel,
    value: str = "",
    label: str = "",
    parts: Mapping[str, str] | None = None,
    source: str = "",
    now: datetime | None = None,
) -> int:
    """Give a party an address, which from now on counts on its channel; return the address's number.

    Args:
        party_id: The party.
        channel: How.
        value: The address; of a letter it may be left out where ``parts`` has it.
        label: What it is for.
        parts: Street, postcode, town and country.
        source: Who told it.
        now: When.

    Raises:
        InputError: It cannot be such an address.
        NotFoundError: There is no such party.
    """
    row = rows_of(party_id)[0]
    known = {name: part.strip() for name, part in (parts or {}).items() if part.strip()}
    kept = check_address(channel, value) if value.strip() or not known else write_postal(row.name, known)
    moment = now or timezone.now()
    let_in([address_identifier(channel, kept)])
    point, is_new = ContactPoint.objects.get_or_create(
        party=row, channel=channel, value=kept, defaults={"told_at": moment, "source": source}
    )
    if not is_new:
        # The party says it itself: an address that was retired or bounced is good again until a message comes back.
        point.state, point.told_at, point.reason, point.state_at = AddressState.OK, moment, "", None
    point.label = label.strip()[:LABEL_LENGTH] or point.label
    point.parts = known or point.parts
    point.save()
    return point.pk


@transaction.atomic
def retire_contact(*, party_id: int, contact_id: int, now: datetime | None = None) -> None:
    """Use an address of a party no more; it stays known, so that no list brings it back.

    Raises:
        NotFoundError: The party has no such address.
    """
    point = _own(party_id, contact_id)
    same = ContactPoint.objects.filter(party__in=rows_of(party_id), channel=point.channel, value=point.value)
    same.update(state=AddressState.RETIRED, state_at=now or timezone.now())


@transaction.atomic
def verify_contact(*, party_id: int, channel: Channel, value: str, now: datetime | None = None) -> bool:
    """Note that a party proved an address to be its own, by a code or link sent there; return whether it has it.

    Raises:
        InputError: It cannot be such an address.
        NotFoundError: There is no such party.
    """
    points = ContactPoint.objects.filter(
        party__in=rows_of(party_id), channel=channel, value=check_address(channel, value)
    )
    return bool(points.update(verified_at=now or timezone.now()))


def _own(party_id: int, contact_id: int) -> ContactPoint:
    point = ContactPoint.objects.filter(party__in=rows_of(party_id), pk=contact_id).first()
    if point is None:
        raise NotFoundError(_("Party {number} has no such address."), number=party_id)
    return point


def note_bounce(*, channel: Channel, address: str, at: datetime, reason: str = "") -> int:
    """Note that messages to an address do not arrive, for every party that has it; return how many parties."""
    points = ContactPoint.objects.filter(channel=channel, value=address, state=AddressState.OK)
    return points.update(state=AddressState.BOUNCED, state_at=at, reason=reason[:250])

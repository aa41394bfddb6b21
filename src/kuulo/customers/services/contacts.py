"""Writes of addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction

from kuulo.customers.models import ContactPoint
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import AddressState, Channel, ContactRow, Counts, check_address

CHUNK = 5_000
Place = tuple[int, str, str]


@transaction.atomic
def register_contacts(rows: Iterable[ContactRow], *, now: datetime) -> Counts:
    """Write down addresses of registered parties; the same rows again change nothing.

    An address told later than another on the same channel is the one that counts. One that bounced and is told again
    stays bounced: the list it stands in may be old. Rows of unknown parties are left out and counted nowhere.

    Raises:
        InputError: An address cannot be used; the message shows it.
    """
    counts = Counts()
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        counts += _register_chunk(chunk, now)
    return counts


def _register_chunk(rows: Sequence[ContactRow], now: datetime) -> Counts:
    ids = party_ids_of({row.identifier for row in rows})
    # As a dictionary: an address told twice is one, in the order it was told first.
    told: dict[Place, None] = {
        (ids[row.identifier], row.channel.value, check_address(row.channel, row.value)): None
        for row in rows
        if row.identifier in ids
    }
    of_parties = ContactPoint.objects.filter(party_id__in={place[0] for place in told})
    known = {(each.party_id, each.channel, each.value): each for each in of_parties.order_by("told_at", "pk")}
    current = {(number, channel): value for number, channel, value in known}
    new = [
        ContactPoint(party_id=number, channel=channel, value=value, told_at=now)
        for number, channel, value in told
        if (number, channel, value) not in known
    ]
    again = [known[place] for place in told if place in known and current[place[:2]] != place[2]]
    for point in again:
        point.told_at = now
    ContactPoint.objects.bulk_create(new)
    ContactPoint.objects.bulk_update(again, ["told_at"], batch_size=500)
    return Counts(new=len(new), changed=len(again), unchanged=len(told) - len(new) - len(again))


def note_bounce(*, channel: Channel, address: str, at: datetime, reason: str = "") -> int:
    """Note that messages to an address do not arrive, for every party that has it; return how many parties."""
    points = ContactPoint.objects.filter(channel=channel, value=address, state=AddressState.OK)
    return points.update(state=AddressState.BOUNCED, state_at=at, reason=reason[:250])

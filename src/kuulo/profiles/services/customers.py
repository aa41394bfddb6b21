"""Writes of one customer's card that touch several parts at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kuulo.customers.rules import Channel, PartyRow
from kuulo.customers.services import add_contact, create_party, undo_link
from kuulo.matching.services import note_link_undone


@transaction.atomic
def add_customer(*, row: PartyRow, addresses: Sequence[tuple[Channel, str]], by: str, now: datetime) -> int:
    """Create a customer with its addresses, all or nothing; return its number.

    Raises:
        InputError: The row or an address cannot be used.
        GuardError: Its identifier names a customer already.
    """
    number = create_party(row=row, source=by, now=now)
    for channel, value in addresses:
        add_contact(party_id=number, channel=channel, value=value, source=by, now=now)
    return number


@transaction.atomic
def part_customers(*, link_id: int, by: str, now: datetime) -> None:
    """Undo a link, and let the proposal it was made from wait for a decision again.

    Raises:
        NotFoundError: There is no such link.
        GuardError: It is undone already.
    """
    undo_link(link_id=link_id, by=by, now=now)
    note_link_undone(link_id=link_id, by=by, now=now)

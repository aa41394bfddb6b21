"""The people of the room's tests, and what they are needed for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def register(*rows: PartyRow) -> list[int]:
    """Register parties and return their numbers, in the order of the rows."""
    register_parties(rows, now=NOON)
    ids = party_ids_of([row.identifier for row in rows])
    return [ids[row.identifier] for row in rows]


def people(number: int) -> list[int]:
    """Register some persons, ``customer_id:1`` and so on, and return their numbers."""
    return register(
        *(PartyRow(identifier=f"customer_id:{each}", name=f"Person {each}") for each in range(1, number + 1))
    )

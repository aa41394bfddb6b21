"""Customers, answers and silence for tests of correction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from kuulo.base.ids import derived_id
from kuulo.correction.queries import MEMORY, Heard
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals
from kuulo.measures.definitions import DEFINITIONS

START = datetime(2026, 6, 1, tzinfo=UTC)
END = datetime(2026, 9, 1, tzinfo=UTC)
SCALES = {"nps@1": (0.0, 10.0), "csat.top2@1": (1.0, 5.0)}


def customers(groups: dict[str, int], *, first: int = 1, since: date = date(2020, 1, 1), **more: Any) -> dict[str, str]:
    """Register customers of some groups; return the group of each identifier."""
    MEMORY.forget()
    listed = [group for group, count in groups.items() for _one in range(count)]
    found = {f"customer_id:{number}": group for number, group in enumerate(listed, start=first)}
    register_parties(
        PartyRow(identifier=name, name=name, language="fi", attributes={"group": group}, since=since, **more)
        for name, group in found.items()
    )
    return found


def told(name: str | None, value: float | None, *, days: float = 30, **more: Any) -> Signal:
    """Return what somebody answered so many days after the start, or that nothing came."""
    definition = more.get("definition", "nps@1")
    low, high = SCALES.get(definition, (None, None))
    at = START + timedelta(days=days)
    fields: dict[str, Any] = {
        "signal_id": derived_id("told", str(name), str(days), str(more.get("response_id", "")), definition),
        "kind": "answer",
        "occurred_at": at,
        "received_at": at,
        "party": name,
        "touchpoint": None,
        "channel": "email",
        "source": "relationship",
        "response_id": f"{name} {days}",
        "question": "recommend",
        "definition": definition,
        "value": value,
        "text": None,
        "scale_min": low,
        "scale_max": high,
        "direction": 1,
        "wording": "1",
        "state": "answered" if value is not None else "not_shown",
        "language": "fi",
        "weight": None,
        "attributes": {},
    }
    return Signal(**(fields | more))


def record(signals: Iterable[Signal]) -> None:
    """Record signals as a room does."""
    MEMORY.forget()
    with transaction.atomic():
        record_signals(signals)


def heard(definition: str = "nps@1", **more: Any) -> Heard:
    """Return what is listened to: one measure over the summer."""
    fields: dict[str, Any] = {
        "key": "test",
        "definition": DEFINITIONS[definition],
        "recorded": (definition,),
        "start": START,
        "end": END,
    }
    return Heard(**(fields | more))


def uneven() -> dict[str, str]:
    """Record 200 customers: the 100 of the north all asked and 60 answer 10; of the 100 of the south 30 answer 0.

    Raw: 60 promoters and 30 detractors of 90, 33.3 points. By group: half of everybody 100, half −100: 0 points.
    """
    found = customers({"north": 100, "south": 100})
    names = list(found)
    happy, angry = names[:60], names[100:130]
    record(
        told(name, 10.0 if name in happy else 0.0 if name in angry else None, days=place % 60)
        for place, name in enumerate(names)
    )
    return found

"""Signals for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kuulo.lake.rules import Signal

BEGINNING = datetime(2026, 1, 15, 12, 30, tzinfo=UTC)


def answer(number: int, **other: object) -> Signal:
    """Return the answer of that number: always the same signal, over three months."""
    fields: dict[str, object] = {
        "signal_id": f"answer-{number}",
        "kind": "answer",
        "occurred_at": BEGINNING + timedelta(days=31 * (number % 3), seconds=number),
        "received_at": BEGINNING + timedelta(days=100),
        "party": f"customer_id:{number}",
        "touchpoint": "visit",
        "channel": "phone",
        "source": "service-2026",
        "response_id": f"response-{number}",
        "question": "recommend",
        "definition": "nps@1",
        "value": float(number % 11),
        "text": None,
        "scale_min": 0.0,
        "scale_max": 10.0,
        "direction": 1,
        "wording": "1",
        "state": "answered",
        "language": "fi",
        "weight": None,
        "attributes": {"region": "Itä"},
    }
    return Signal(**(fields | other))  # type: ignore[arg-type] # the fields above, or what the test gives


def answers(*numbers: int) -> list[Signal]:
    """Return the answers of those numbers."""
    return [answer(number) for number in numbers]

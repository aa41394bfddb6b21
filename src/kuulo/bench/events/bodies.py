"""What the bench sends: batches of a hundred events as a shop's server sends them, no event twice."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

EVENTS = 100
NAMES = ("Product Viewed", "Product Added", "Order Completed", "Article Read")


def batch(number: int, run: str) -> bytes:
    """Return the batch of that number as one line of JSON."""
    first = number * EVENTS
    events = [_event(each, run) for each in range(first, first + EVENTS)]
    return json.dumps({"batch": events, "sentAt": "2026-11-22T10:00:01.000+00:00"}).encode()


def _event(number: int, run: str) -> dict[str, object]:
    """Return one event as `segment-analytics-python` writes it, with properties of a usual size."""
    return {
        "integrations": {},
        "anonymousId": f"{number % 7919:08x}-2c1f-4e21-9d52-4c0f6b8f1d3a",
        "properties": {
            "product_id": f"P-{number % 4001}",
            "price": round(1.5 + number % 977 / 10, 2),
            "quantity": number % 5 + 1,
            "currency": "EUR",
            "category": "Insulation",
        },
        "timestamp": "2026-11-22T10:00:00.123+00:00",
        "context": {
            "library": {"name": "analytics-python", "version": "2.3.4"},
            "consent": {"categoryPreferences": {"Profiling": True}},
        },
        "userId": str(number % 9973),
        "type": "track",
        "event": NAMES[number % len(NAMES)],
        "messageId": f"{run}-{number}",
    }


def write_bodies(file: Path, count: int) -> None:
    """Write so many batches to the file, a line each."""
    run = secrets.token_hex(6)
    with file.open("wb") as lines:
        lines.writelines(batch(number, run) + b"\n" for number in range(count))


def message_ids(body: bytes) -> list[str]:
    """Return the ids of a batch's events."""
    return [event["messageId"] for event in json.loads(body)["batch"]]

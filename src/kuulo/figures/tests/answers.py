"""Answers the tests of figures are about, recorded as other rooms record them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.db import transaction

from kuulo.base.ids import derived_id
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
SCALES = {
    "nps@1": (0.0, 10.0, 1),
    "csat.top2@1": (1.0, 5.0, 1),
    "ces.2@1": (1.0, 7.0, 1),
    "ces.2010@1": (1.0, 5.0, -1),
    "mean@1": (None, None, 1),
}


def answer(
    number: int,
    value: float | None,
    *,
    definition: str = "nps@1",
    days_ago: float = 1,
    touchpoint: str | None = "Visit",
    party: str | None = "",
    attributes: Mapping[str, str] | None = None,
    **further: object,
) -> Signal:
    """Return an answer; by default each number is another person."""
    low, high, direction = SCALES[definition]
    at = NOW - timedelta(days=days_ago)
    fields: dict[str, object] = {
        "signal_id": derived_id("answer", definition, str(number), str(further.get("source", ""))),
        "kind": "answer",
        "occurred_at": at,
        "received_at": at,
        "party": f"customer_id:{number}" if party == "" else party,
        "touchpoint": touchpoint,
        "channel": "phone",
        "source": "visits",
        "response_id": f"r{number}",
        "question": definition.partition(".")[0].partition("@")[0],
        "definition": definition,
        "value": value,
        "text": None,
        "scale_min": low,
        "scale_max": high,
        "direction": direction,
        "wording": "1",
        "state": "answered" if value is not None else "dismissed",
        "language": "fi",
        "weight": None,
        "attributes": dict(attributes or {}),
    }
    return Signal(**(fields | further))  # type: ignore[arg-type] # a test says only what matters to it


def comment(number: int, text: str, *, days_ago: float = 1, touchpoint: str | None = "Visit") -> Signal:
    """Return a comment of the response with the same number."""
    return replace(
        answer(number, 0.0, days_ago=days_ago, touchpoint=touchpoint),
        kind="comment",
        signal_id=derived_id("comment", str(number)),
        question="why",
        definition=None,
        value=None,
        text=text,
        scale_min=None,
        scale_max=None,
        direction=None,
    )


def record(signals: Iterable[Signal]) -> None:
    """Record signals as a room does: inside a transaction of its own."""
    with transaction.atomic():
        record_signals(signals)


def many(values: Mapping[float, int], *, start: int = 0, **further: object) -> list[Signal]:
    """Return so many answers of each value, each of another person."""
    listed = [value for value, count in values.items() for _one in range(count)]
    return [answer(start + place, value, **further) for place, value in enumerate(listed)]  # type: ignore[arg-type]

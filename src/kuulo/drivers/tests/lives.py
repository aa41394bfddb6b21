"""Persons who met the company, said how it was, and later whether they would recommend it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np

from kuulo.figures.tests.answers import NOW, answer, record
from kuulo.lake.rules import Signal

CSAT = "csat.top2@1"
CES = "ces.2@1"
CHANGED = (NOW - timedelta(days=100)).date()


def lives(persons: int = 150, *, promise: str = "identified") -> Iterator[Signal]:
    """Yield what persons said: the visit goes with their recommendation, the invoice hardly."""
    rng = np.random.default_rng(20260104)
    for number in range(persons):
        visit, invoice, ease = (int(value) for value in rng.integers(1, 6, 3))
        party = f"customer_id:{number}"
        told: dict[str, Any] = {"promise": promise}
        yield _said(number, "visit", visit, "Visit", 40, party, told)
        yield _said(number, "invoice", invoice, "Invoice", 30, party, told)
        yield answer(
            number, float(ease + 1), definition=CES, touchpoint="Invoice", days_ago=30, response_id=f"i{number}",
            source="visits", party=party, **told,
        )  # fmt: skip
        score = float(np.clip(1 + 1.6 * visit + 0.2 * ease + rng.normal(), 0, 10).round())
        yield answer(number, score, touchpoint=None, days_ago=5, source="relationship", party=party, **told)


def _said(
    number: int, prefix: str, value: int, touchpoint: str, days: float, party: str, told: dict[str, Any]
) -> Signal:
    return answer(
        number,
        float(value),
        definition=CSAT,
        touchpoint=touchpoint,
        days_ago=days,
        response_id=f"{prefix[0]}{number}",
        signal_id=f"{prefix}-{number}",
        party=party,
        source="visits",
        **told,
    )


def weeks(*, persons: int = 12, uplift: float = 1.5) -> Iterator[Signal]:
    """Yield satisfaction at two touchpoints over a year; the visit got better on the day `CHANGED`."""
    rng = np.random.default_rng(20260105)
    number = 0
    for days in range(3, 340, 7):
        for touchpoint in ("Visit", "Invoice"):
            better = touchpoint == "Visit" and days < 100
            for _one in range(persons):
                number += 1
                value = float(np.clip(np.round(2.8 + better * uplift + rng.normal()), 1, 5))
                yield answer(number, value, definition=CSAT, touchpoint=touchpoint, days_ago=days)


def record_lives(persons: int = 150, *, promise: str = "identified") -> None:
    """Record what persons said."""
    record(lives(persons, promise=promise))

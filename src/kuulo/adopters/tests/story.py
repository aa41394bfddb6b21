"""A story for the tests: new things appear, the same few take them up first, and others follow weeks later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import numpy as np

from kuulo.base.ids import derived_id
from kuulo.customers.rules import ConsentRow, ConsentState, PartyRow, Purpose
from kuulo.customers.services import register_consents, register_parties
from kuulo.figures.tests.answers import NOW, answer, comment, record
from kuulo.lake.rules import Signal

CUSTOMERS: Final = 150
FIRST: Final = tuple(range(1, 11))
"""Numbers of the customers who are first with everything."""
THINGS: Final = ("app", "invoice-online", "chat", "booking", "map", "kitchen-planner")
BEGIN: Final = NOW - timedelta(days=700)


def tell(*, feel: dict[int, float] | None = None, words: dict[int, str] | None = None) -> None:
    """Record the story; `feel` is what customers answer, `words` what they say besides."""
    register_parties(
        PartyRow(identifier=f"customer_id:{number}", name=f"Asiakas {number}") for number in range(1, CUSTOMERS + 1)
    )
    register_consents(
        ConsentRow(identifier=f"customer_id:{number}", purpose=Purpose.PROFILING, state=ConsentState.GIVEN, at=BEGIN)
        for number in range(1, CUSTOMERS + 1)
    )
    record([*_seen(), *_uses()])
    record(answer(number, value, days_ago=5) for number, value in (feel or {}).items())
    record(comment(number, text, days_ago=6) for number, text in (words or {}).items())


def _seen() -> Iterator[Signal]:
    for number in range(1, CUSTOMERS + 1):
        yield used(number, "login", 0.0)


def _uses() -> Iterator[Signal]:
    generator = np.random.default_rng(7)
    for place, thing in enumerate(THINGS):
        appears = 100.0 + 80 * place
        for turn, number in enumerate(FIRST):
            yield used(number, thing, appears + turn / 5)
        for number in generator.choice(np.arange(11, CUSTOMERS + 1), 60, replace=False):
            yield used(int(number), thing, appears + float(generator.uniform(15, 75)))


def used(number: int, thing: str, day: float) -> Signal:
    """Return that a customer used something on a day of the story."""
    at = BEGIN + timedelta(days=day)
    return Signal(
        signal_id=derived_id("event", thing, str(number)),
        kind="event",
        occurred_at=at,
        received_at=at,
        party=f"customer_id:{number}",
        touchpoint=None,
        channel="web",
        source="web",
        response_id="",
        question=thing,
        definition=None,
        value=None,
        text=None,
        scale_min=None,
        scale_max=None,
        direction=None,
        wording="",
        state="answered",
        language="fi",
        weight=None,
        attributes={},
    )

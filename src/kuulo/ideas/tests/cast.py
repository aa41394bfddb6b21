"""A company of which forty customers write, answer and buy and twenty are quiet, and an idea some of them need."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from kuulo.base.ids import derived_id
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.ideas import services
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals
from kuulo.words.services import Budget, note_codes, read_words
from kuulo.words.tests.answers import NOW, comment, score

ILONA: Final = "ilona@example.org"
AT: Final = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
CUSTOMERS: Final = 40
QUIET: Final = 20
NEEDING: Final = 20
CODE: Final = "service/evening"
TEXT: Final = {"fi": "Toimitus illalla", "en": "Delivery in the evening"}


def company() -> dict[int, int]:
    """Register customers; half of them write of evenings, answer low and buy for 100 a year, the others for 300.

    Return the party of each customer by number.
    """
    numbers = range(1, CUSTOMERS + 1)
    register_parties(
        PartyRow(identifier=f"customer_id:{number}", name=f"Customer {number}", since=(AT - timedelta(days=900)).date())
        for number in range(1, CUSTOMERS + QUIET + 1)
    )
    record_signals(signal for number in numbers for signal in signals_of(number))
    read_words(Budget(seconds=600))
    note_codes({comment(number, None).signal_id: (CODE,) for number in range(1, NEEDING + 1)})
    known = party_ids_of([f"customer_id:{number}" for number in numbers])
    return {number: known[f"customer_id:{number}"] for number in numbers}


def signals_of(number: int) -> list[Signal]:
    """Return a comment, an answer and two purchases of a customer."""
    needs = number <= NEEDING
    said = "Toimitus voisi tulla illalla" if needs else "Kaikki meni hyvin"
    return [
        comment(number, f"{said} {number}"),
        score(number, 3.0 if needs else 9.0),
        *(purchase(number, days, (50.0 if needs else 150.0) + number / 10) for days in (30, 200)),
        purchase(number, 500, 999.0),
    ]


def purchase(number: int, days_ago: float, amount: float) -> Signal:
    """Return an order."""
    bare = comment(number, None, days_ago=days_ago)
    return replace(
        bare,
        signal_id=derived_id("order", str(number), f"{days_ago:g}"),
        response_id=f"o{number}-{days_ago:g}",
        kind="purchase",
        question="order",
        value=amount,
        occurred_at=NOW - timedelta(days=days_ago),
    )


def answer_id(number: int) -> str:
    """Return the signal of a customer's comment."""
    return comment(number, None).signal_id


def kept(**text: str) -> str:
    """Take an idea into the bank and return its number."""
    return services.keep_idea(text=text or TEXT, by=ILONA, now=AT)

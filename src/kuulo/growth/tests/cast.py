"""A small company whose customers answer, buy, bring others and leave, as other rooms write it down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from kuulo.base.ids import derived_id
from kuulo.customers.rules import PartyRow
from kuulo.customers.rules.parties import RelationKind
from kuulo.customers.rules.relations import RelationRow
from kuulo.customers.services import register_parties
from kuulo.customers.services.relations import register_relations
from kuulo.figures.tests.answers import NOW, answer, record
from kuulo.lake.rules import Signal

CUSTOMERS = 240
CAME_DAYS_AGO = 900
AGAIN_DAYS_AGO = 200


@dataclass(frozen=True)
class Life:
    """One customer: score, when it was given and when the customer left, in days before now."""

    number: int
    score: float
    answered: float
    left: float | None

    @property
    def answers_again(self) -> bool:
        """Whether the customer is there to answer a second time."""
        return self.left is None or self.left < AGAIN_DAYS_AGO


def lives(seed: int = 8) -> list[Life]:
    """Return customers of whom those with low scores leave sooner."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(CUSTOMERS):
        score = float(rng.integers(0, 11))
        answered = float(rng.uniform(420, 640))
        stayed = float(rng.exponential(700 if score <= 6 else 4000))
        left = answered - stayed
        found.append(Life(number, score, answered, left if left > 1 else None))
    return found


def fill() -> None:
    """Register the customers and record what they said and bought, and why they left."""
    people = lives()
    register_parties(party_of(life) for life in people)
    register_relations(
        RelationRow(
            identifier=f"customer_id:{number}", other=f"customer_id:{number - 1}", kind=RelationKind.REFERRED_BY
        )
        for number in range(1, 40)
    )
    record([signal for life in people for signal in signals_of(life)])


def party_of(life: Life) -> PartyRow:
    """Return the customer as the register knows it."""
    came = CAME_DAYS_AGO if life.number >= 40 else int(life.answered) + 60
    return PartyRow(
        identifier=f"customer_id:{life.number}",
        name=f"Customer {life.number}",
        since=(NOW - timedelta(days=came)).date(),
        until=(NOW - timedelta(days=life.left)).date() if life.left is not None else None,
    )


def signals_of(life: Life) -> Iterator[Signal]:
    """Yield the answer, a purchase a month, and the farewell."""
    yield answer(life.number, life.score, days_ago=life.answered)
    if life.answers_again:
        yield answer(life.number, life.score, days_ago=AGAIN_DAYS_AGO, source="again")
    for month in range(24):
        ago = 15.0 + 30 * month + life.number % 7
        if life.left is None or ago > life.left:
            yield purchase(life, ago, 20.0 + 5 * life.score + life.number % 11)
    if life.left is not None and life.number % 2 == 0:
        for reason in ("price", "service", "life"):
            named = reason == ("service" if life.score <= 3 else "price")
            yield farewell(life, f"reasons:{reason}", value=float(named))


def purchase(life: Life, ago: float, amount: float) -> Signal:
    """Return one order line."""
    return replace(_bare(life, "shop", "order", amount, ago), kind="purchase", scale_min=None, scale_max=None)


def farewell(life: Life, question: str, value: float, *, promise: str = "identified") -> Signal:
    """Return one part of an answer to the exit questionnaire, given five days after leaving."""
    bare = _bare(life, "exit", question, value, max((life.left or 0.0) - 5, 0.1))
    return replace(bare, scale_min=0, scale_max=1, promise=promise)


def _bare(life: Life, source: str, question: str, value: float, ago: float) -> Signal:
    return replace(
        answer(life.number, value, days_ago=ago, source=source),
        signal_id=derived_id(source, question, str(life.number), f"{ago:g}"),
        response_id=f"{source}-{life.number}-{ago:g}",
        question=question,
        definition=None,
        direction=None,
    )

"""What is known of one customer that a summary or a next step can rest on; every fact with its place; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Final

from kuulo.customers.rules import Purpose, Stage
from kuulo.profiles.rules.entries import anchor_of

POOR: Final = 1 / 3
GOOD: Final = 2 / 3
ENOUGH_ORDERS: Final = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the timeline the source of a statement stands."""

    key: str
    at: datetime

    @property
    def anchor(self) -> str:
        """Return the entry's id on the page."""
        return anchor_of(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One answer on a scale, as the customer gave it: an answer, not an estimate.

    Attributes:
        question: What was asked.
        definition: The measure it feeds; empty where it feeds none.
        value: The answer.
        low: Lowest answer of the scale.
        high: Highest one.
        direction: 1 where higher is better, −1 where lower is.
        touchpoint: What it was about; may be empty.
    """

    question: str
    definition: str
    value: float
    low: float
    high: float
    direction: int
    touchpoint: str
    place: Place

    @property
    def goodness(self) -> float:
        """Return how good the answer is, from 0 to 1."""
        share = (self.value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return share if self.direction >= 0 else 1 - share

    @property
    def is_poor(self) -> bool:
        """Return whether it lies in the worse third of its scale."""
        return self.goodness <= POOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the customer wrote."""

    text: str
    language: str
    touchpoint: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """One time the customer and the company met; ``kind`` is the organisation's word for it."""

    kind: str
    touchpoint: str
    channel: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What was bought: each order's day, and what all of it was worth, less what was taken back.

    ``days`` are in order, those of orders taken back left out.
    """

    value: float
    days: tuple[date, ...]
    place: Place

    @property
    def usual_gap(self) -> int | None:
        """Return the median of days between orders; None where there are too few to speak of a habit."""
        if len(self.days) < ENOUGH_ORDERS:
            return None
        return round(median((late - early).days for early, late in zip(self.days, self.days[1:], strict=False)))

    def gap(self, today: date) -> int:
        """Return the days since the last order."""
        return (today - self.days[-1]).days if self.days else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The last page or screen somebody looked at."""

    page: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An invitation that waits for an answer."""

    instrument: str
    until: datetime | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one customer.

    ``bought`` and ``seen`` are there only with consent for profiling; ``allowed`` says what the data may be used for.
    """

    name: str
    stage: Stage
    since: date | None = None
    until: date | None = None
    ended_reason: str = ""
    stage_place: Place | None = None
    score: Score | None = None
    words: Words | None = None
    in_confidence: Place | None = None
    wants_contact: Place | None = None
    met: Met | None = None
    waiting: tuple[Waiting, ...] = ()
    bounced: tuple[str, ...] = ()
    bought: Bought | None = None
    seen: Seen | None = None
    allowed: frozenset[Purpose] = field(default_factory=frozenset)


def owes_contact(facts: Facts, now: datetime, *, within: timedelta = timedelta(days=90)) -> bool:
    """Return whether the customer asked to be contacted, not long ago, and was not met since."""
    asked = facts.wants_contact
    if asked is None or now - asked.at > within:
        return False
    return facts.met is None or facts.met.place.at <= asked.at

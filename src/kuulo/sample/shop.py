"""What the invented company sold, and what its web pages and crews left as traces; pure, chance comes from the seed.

Prices, paths and events are the company's own facts. Browsing is there only of customers who agreed to it, and of
strangers who never signed in: half of what happens on the web leads nowhere, and most often at the choice of a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.sample.company import BOOKING_RENEWAL, SERVICES, TOUCHPOINTS
from kuulo.sample.generate import Sample
from kuulo.sample.population import Truths

HOURLY: Final = {"cleaning": 38.0, "repair": 62.0, "electricity": 74.0, "windows": 45.0, "sauna": 68.0, "garden": 42.0}
MATERIALS: Final = {"repair": 55.0, "electricity": 90.0, "sauna": 240.0, "garden": 35.0}
KEYS: Final = tuple(touchpoint.key for touchpoint in TOUCHPOINTS)
BOOKING, SHOP, VISIT = (KEYS.index(key) for key in ("booking", "web_shop", "visit"))
AGREES: Final = {"profiling": 0.45, "marketing": 0.35, "research": 0.25}
WITHDRAWS: Final = 0.06
STRANGERS: Final = 0.8
# Where a visit to the web pages that leads nowhere ends: shares of front page, service page, booking page.
ENDS_AT: Final = (0.34, 0.30, 0.36)
# While booking had been made worse, more gave up at the choice of a time.
ENDS_AT_WORSE: Final = (0.22, 0.20, 0.58)
STEP_SECONDS: Final = 55.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of an invoice: whose, when (days before the last moment), what, how much."""

    customer: int
    age: float
    invoice: int
    line: int
    service: int
    is_material: bool
    quantity: float
    price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsing:
    """One visit to the web pages: ``customer`` is None for a stranger; ``steps`` of the way were gone.

    The way: front page, page of the service, booking page, booking confirmed; ``seconds`` are those of each step.
    """

    customer: int | None
    number: int
    age: float
    service: int
    steps: int
    seconds: tuple[float, ...]


def agreed(sample: Sample, purpose: str) -> tuple[Truths, Truths]:
    """Return who once agreed to a purpose, and who of them took it back."""
    seed = np.random.SeedSequence([sample.seed, *purpose.encode()])
    rng = np.random.default_rng(seed)
    size = len(sample.population)
    given = rng.random(size) < AGREES[purpose]
    return given, given & (rng.random(size) < WITHDRAWS)


def order_lines(sample: Sample) -> Iterator[OrderLine]:
    """Yield the lines of one invoice for each home visit: work by the hour, and materials where there are any."""
    rng = np.random.default_rng(np.random.SeedSequence([sample.seed, 1]))
    meetings = sample.meetings
    for invoice, at in enumerate(np.flatnonzero(meetings.touchpoint == VISIT), start=1):
        service = int(meetings.service[at])
        key, age = SERVICES[service].key, float(meetings.age[at])
        customer = int(meetings.customer[at])
        hours = round(0.5 * float(rng.integers(3, 14)), 1)
        materials = round(MATERIALS.get(key, 0.0) * float(rng.uniform(0.4, 1.8)), 2)
        cancelled = -1.0 if rng.random() < 0.015 else 1.0
        lines = ((False, hours * cancelled, HOURLY[key]), (True, cancelled, materials))
        for line, (is_material, quantity, price) in enumerate(lines, start=1):
            if price:
                yield OrderLine(
                    customer=customer,
                    age=age,
                    invoice=invoice,
                    line=line,
                    service=service,
                    is_material=is_material,
                    quantity=quantity,
                    price=price,
                )


def browsings(sample: Sample) -> Iterator[Browsing]:
    """Yield the visits to the web pages: those that led to a booking or an order, and those that led nowhere."""
    rng = np.random.default_rng(np.random.SeedSequence([sample.seed, 2]))
    given, withdrawn = agreed(sample, "profiling")
    meetings = sample.meetings
    seen = (given & ~withdrawn)[meetings.customer] & np.isin(meetings.touchpoint, (BOOKING, SHOP))
    number = 0
    for at in np.flatnonzero(seen):
        customer, service, age = int(meetings.customer[at]), int(meetings.service[at]), float(meetings.age[at])
        number += 1
        steps = 4 if meetings.touchpoint[at] == BOOKING else 2
        yield _browsing(rng, customer, number, age, service, steps)
        if rng.random() < STRANGERS:
            number += 1
            before = age + float(rng.exponential(9.0)) + 0.1
            whose = customer if rng.random() < 0.5 else None
            yield _browsing(rng, whose, number, before, service, _given_up(rng, before))


def _given_up(rng: np.random.Generator, age: float) -> int:
    worse = BOOKING_RENEWAL[0][0] < age < BOOKING_RENEWAL[-1][0]
    return 1 + int(rng.choice(3, p=ENDS_AT_WORSE if worse else ENDS_AT))


def _browsing(
    rng: np.random.Generator, customer: int | None, number: int, age: float, service: int, steps: int
) -> Browsing:
    seconds = tuple(float(each) for each in STEP_SECONDS * rng.lognormal(0.0, 0.7, steps))
    return Browsing(customer=customer, number=number, age=age, service=service, steps=steps, seconds=seconds)

"""Steps people take, and the touchpoints they are known by, for the tests of journeys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from kuulo.base.ids import derived_id
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.figures.tests.answers import record
from kuulo.journeys.queries.journeys import JourneyView
from kuulo.journeys.rules import JourneyPlan, Step
from kuulo.journeys.services import create_journey, create_touchpoint
from kuulo.lake.rules import Signal

BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
END = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


def met(person: str, page: str, hours: float, **further: object) -> Signal:
    """Return a page view of a person, so many hours after the beginning."""
    at = BEGIN + timedelta(hours=hours)
    fields: dict[str, object] = {
        "signal_id": derived_id("met", person, page, repr(hours), str(further.get("kind", ""))),
        "kind": "page_view",
        "occurred_at": at,
        "received_at": at,
        "party": person,
        "touchpoint": None,
        "channel": "web",
        "source": "shop",
        "response_id": "",
        "question": page,
        "definition": None,
        "value": None,
        "text": None,
        "scale_min": None,
        "scale_max": None,
        "direction": None,
        "wording": "",
        "state": "answered",
        "language": None,
        "weight": None,
        "attributes": {"host": "shop.example.org", "path": page, "consent": "profiling"},
    }
    return Signal(**(fields | further))  # type: ignore[arg-type] # a test says only what matters to it


def later(days: float = 100) -> Signal:
    """Return the newest signal of all: everybody's time is over by then."""
    return met("customer_id:last", "/about", 24 * days)


def shop(within_days: int = 7, *, optional: bool = False) -> JourneyView:
    """Create the touchpoints product, basket and order, and the journey through them."""
    create_touchpoint(name="Product", rules=[{"page": "/product/*"}])
    create_touchpoint(name="Basket", rules=[{"page": "/basket"}, {"name": "Product Added"}])
    create_touchpoint(name="Order", rules=[{"page": "/thanks"}, {"kind": "purchase"}])
    steps = (Step(touchpoint="product"), Step(touchpoint="basket", optional=optional), Step(touchpoint="order"))
    return create_journey(plan=JourneyPlan(name="Buying", steps=steps, within_days=within_days))


def walk(count: int, pages: Iterable[str], *, start: int = 0, pace: float = 1.0, at: float = 0.0) -> list[Signal]:
    """Return so many customers who go through the pages, one each ``pace`` hours."""
    listed = list(pages)
    return [
        met(f"customer_id:{start + number}", page, at + pace * place)
        for number in range(count)
        for place, page in enumerate(listed)
    ]


def fill() -> None:
    """Record a shop: 40 look, 24 of them put into the basket, 10 of those order; half of them live in the south."""
    looked, took, ordered = ["/product/1"], ["/product/1", "/basket"], ["/product/1", "/basket", "/thanks"]
    signals = walk(16, looked) + walk(14, took, start=16) + walk(10, ordered, start=30, pace=2.0)
    record([*signals, later(80)])
    register({number: {"region": "South" if number % 2 else "North"} for number in range(40)})


def register(people: Mapping[int, Mapping[str, str]]) -> None:
    """Register customers with their attributes."""
    register_parties(
        [PartyRow(identifier=f"customer_id:{number}", attributes=dict(told)) for number, told in people.items()]
    )

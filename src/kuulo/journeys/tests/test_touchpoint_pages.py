"""Touchpoints as people use their pages: named, tried, put in order, taken away."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.figures.tests.answers import record
from kuulo.journeys.models import Touchpoint
from kuulo.journeys.services import create_touchpoint
from kuulo.journeys.tests.cast import fill, shop

pytestmark = pytest.mark.django_db


def form(*rules: dict[str, str], name: str = "Checkout", **more: str) -> dict[str, str]:
    """Return a form of a touchpoint as a browser sends it."""
    told = {"name": name, "channel": "web", "rule-TOTAL_FORMS": str(len(rules) + 1), "rule-INITIAL_FORMS": "0"}
    for place, rule in enumerate([*rules, {}]):
        told |= {f"rule-{place}-{part}": text for part, text in rule.items()}
    return told | more


def test_the_list_says_what_each_touchpoint_catches_and_who_takes_from_whom(lead: Client, reader: Client) -> None:
    shop()
    create_touchpoint(name="Anything", rules=[{"page": "/*"}, {"page": "/thanks"}])
    fill()
    page = lead.get("/journeys/touchpoints/").content.decode()
    assert '<td class="number">40</td>' in page
    assert "Product: 40, Basket: 24, Order: 10" in page
    assert "New touchpoint" in page
    read = reader.get("/journeys/touchpoints/").content.decode()
    assert "New touchpoint" not in read
    assert reader.post("/journeys/touchpoints/order/", {"act": "up:order"}).status_code == 403


def test_a_preview_counts_and_saves_nothing(lead: Client) -> None:
    shop()
    fill()
    told = form({"page": "/thanks"}, {"page": "/about"}, name="Ending", preview="1")
    answer = lead.post("/journeys/touchpoints/new/", told)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "In the past 90 days: 1 signals" in page
    assert "Rule 1 fits 10 signals" in page
    assert "10 of them belong to “Order”" in page
    assert not Touchpoint.objects.filter(name="Ending").exists()
    assert 'name="rule-2-page"' in page


def test_a_touchpoint_is_made_and_changed(lead: Client) -> None:
    lead.post(
        "/journeys/touchpoints/new/", form({"page": "https://shop.example.org/checkout/*"}, {"name": "Checkout *"})
    )
    row = Touchpoint.objects.get(slug="checkout")
    assert row.rules == [{"page": "shop.example.org/checkout/*"}, {"name": "Checkout *"}]
    lead.post("/journeys/touchpoints/checkout/", form({"kind": "event", "name": "Checkout *"}, name="Till"))
    row.refresh_from_db()
    assert (row.name, row.rules) == ("Till", [{"kind": "event", "name": "Checkout *"}])
    assert 'value="Checkout *"' in lead.get("/journeys/touchpoints/checkout/").content.decode()


@pytest.mark.parametrize(
    ("rule", "words"),
    [({"page": "/search?q=*"}, "question mark"), ({"name": "*"}, "nothing but"), ({"kind": "x"}, "valid")],
)
def test_rules_that_cannot_be_used_are_refused(lead: Client, rule: dict[str, str], words: str) -> None:
    for more in ({}, {"preview": "1"}):
        answer = lead.post("/journeys/touchpoints/new/", form(rule, **more))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Touchpoint.objects.exists()


def test_touchpoints_are_put_in_order_and_removed(lead: Client) -> None:
    for name in ("One", "Two", "Three"):
        create_touchpoint(name=name, rules=[])
    lead.post("/journeys/touchpoints/order/", {"act": "up:three"})
    lead.post("/journeys/touchpoints/order/", {"act": "down:one"})
    assert list(Touchpoint.objects.values_list("slug", flat=True)) == ["three", "one", "two"]
    lead.post("/journeys/touchpoints/order/", {"act": "remove:one"})
    assert list(Touchpoint.objects.values_list("slug", "position")) == [("three", 1), ("two", 2)]
    assert lead.post("/journeys/touchpoints/order/", {"act": "sing:two"}).status_code == 404
    assert lead.post("/journeys/touchpoints/order/", {"act": "up:nowhere"}).status_code == 404


def test_a_touchpoint_of_a_journey_is_not_removed(lead: Client) -> None:
    shop()
    record([])
    answer = lead.post("/journeys/touchpoints/order/", {"act": "remove:basket"})
    assert answer.status_code == 422
    assert "The journey “Buying” passes this touchpoint" in answer.content.decode()

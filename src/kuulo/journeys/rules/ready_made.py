"""Journeys to start from, with the touchpoints they pass; every rule can be changed afterwards; pure.

Their names are texts for translation: a set is laid in the language of whoever begins with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.journeys.rules.matching import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyTouchpoint:
    """A touchpoint of a ready-made journey; ``optional`` says whether its step may be left out."""

    slug: str
    name: str
    channel: str
    rules: tuple[Match, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyJourney:
    """A ready-made journey: its touchpoints are its steps, in order."""

    slug: str
    name: str
    description: str
    within_days: int
    touchpoints: tuple[ReadyTouchpoint, ...]


# Event names are those of the public e-commerce specification that Segment's clients send.
SHOP: Final = ReadyJourney(
    slug="web-shop",
    name=_("Buying in the web shop"),
    description=_("From looking at a product to the order."),
    within_days=14,
    touchpoints=(
        ReadyTouchpoint(
            slug="product-page",
            name=_("Product page"),
            channel="web",
            rules=(
                Match(name="Product Viewed"),
                Match(kind="page_view", page="*/product/*"),
                Match(kind="page_view", page="*/products/*"),
                Match(kind="page_view", page="*/tuote/*"),
                Match(kind="page_view", page="*/produkt/*"),
            ),
        ),
        ReadyTouchpoint(
            slug="basket",
            name=_("Basket"),
            channel="web",
            rules=(
                Match(name="Product Added"),
                Match(name="Cart Viewed"),
                Match(kind="page_view", page="*/basket"),
                Match(kind="page_view", page="*/cart"),
                Match(kind="page_view", page="*/ostoskori"),
                Match(kind="page_view", page="*/varukorg"),
            ),
        ),
        ReadyTouchpoint(
            slug="checkout",
            name=_("Checkout"),
            channel="web",
            rules=(
                Match(name="Checkout Started"),
                Match(name="Checkout Step Viewed"),
                Match(kind="page_view", page="*/checkout*"),
                Match(kind="page_view", page="*/kassa*"),
            ),
        ),
        ReadyTouchpoint(
            slug="order",
            name=_("Order"),
            channel="web",
            rules=(
                Match(name="Order Completed"),
                Match(kind="purchase", channel="web"),
                Match(kind="page_view", page="*/thank-you*"),
            ),
        ),
    ),
)
SERVICE: Final = ReadyJourney(
    slug="service",
    name=_("Getting help"),
    description=_("From looking for help to the matter being settled."),
    within_days=30,
    touchpoints=(
        ReadyTouchpoint(
            slug="help-pages",
            name=_("Help pages"),
            channel="web",
            rules=(
                Match(kind="page_view", page="*/help*"),
                Match(kind="page_view", page="*/support*"),
                Match(kind="page_view", page="*/ohjeet*"),
                Match(kind="page_view", page="*/hjalp*"),
            ),
        ),
        ReadyTouchpoint(
            slug="contact",
            name=_("Contact"),
            channel="",
            rules=(
                Match(name="Contact*"),
                Match(name="Support Ticket Created"),
                Match(kind="message"),
                Match(kind="page_view", page="*/contact*"),
            ),
        ),
        ReadyTouchpoint(
            slug="answer-from-service",
            name=_("Answer from service"),
            channel="",
            rules=(Match(name="Support Ticket Answered"), Match(name="Call Answered")),
            optional=True,
        ),
        ReadyTouchpoint(
            slug="settled",
            name=_("Settled"),
            channel="",
            rules=(Match(name="Support Ticket Closed"), Match(name="*Resolved")),
        ),
    ),
)
BECOMING: Final = ReadyJourney(
    slug="becoming-a-customer",
    name=_("Becoming a customer"),
    description=_("From the first visit to the first purchase."),
    within_days=180,
    touchpoints=(
        ReadyTouchpoint(
            slug="first-visit",
            name=_("Website or shop"),
            channel="",
            rules=(
                Match(kind="visit"),
                Match(kind="screen_view"),
                Match(kind="page_view"),
            ),
        ),
        ReadyTouchpoint(
            slug="signing-up",
            name=_("Signing up"),
            channel="",
            rules=(
                Match(name="Signed Up"),
                Match(name="Account Created"),
                Match(kind="page_view", page="*/register*"),
                Match(kind="page_view", page="*/rekisteroidy*"),
            ),
            optional=True,
        ),
        ReadyTouchpoint(slug="purchase", name=_("Purchase"), channel="", rules=(Match(kind="purchase"),)),
    ),
)
READY_MADE: Final = (SHOP, SERVICE, BECOMING)

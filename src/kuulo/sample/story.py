"""What the invented company keeps beside its answers: consents, purchases, traces, web contacts, segments."""

from __future__ import annotations

from typing import Final

from kuulo.customers.rules.segments import About, Condition, Group, Op
from kuulo.customers.services import register_consents, register_contacts, register_parties
from kuulo.customers.services.relations import register_relations
from kuulo.customers.services.segments import save_segment
from kuulo.events.services import create_source
from kuulo.instruments.queries import list_instruments
from kuulo.journeys.rules import JourneyPlan, Step
from kuulo.journeys.services import create_journey, create_touchpoint
from kuulo.lake.schema import signals_table
from kuulo.lake.services import append_sealed, take_source_name
from kuulo.responses.services import record_earlier
from kuulo.sample.company import TOUCHPOINTS
from kuulo.sample.doubles import double_contacts, double_parties
from kuulo.sample.generate import Sample
from kuulo.sample.instruments import EXIT_NAME
from kuulo.sample.leaving import farewell_responses, farewell_signals, referrals_of
from kuulo.sample.traces import CONFIRMED, consents_of, purchases_of, visits_of

ORDERS: Final = {"fi": "laskut", "sv": "fakturor", "en": "invoices"}
WEB: Final = {"fi": "Verkkosivut", "sv": "Webbplats", "en": "Web pages"}
APP_ID: Final = "sample"
VALUABLE: Final = {"fi": "Arvokkaat asiakkaat", "sv": "Värdefulla kunder", "en": "Valuable customers"}
SILENT: Final = {"fi": "Kauan hiljaa olleet", "sv": "Länge tysta", "en": "Long silent"}
SEGMENTS: Final = (
    (VALUABLE, (Condition(about=About.BEHAVIOUR, name="value", op=Op.AT_LEAST, values=("2000",)),)),
    (SILENT, (Condition(about=About.BEHAVIOUR, name="recency_days", op=Op.AT_LEAST, values=("365",)),)),
)
ASKED: Final = {touchpoint.key: touchpoint.names for touchpoint in TOUCHPOINTS}
FRONT: Final = {"fi": "Etusivu", "sv": "Startsida", "en": "Front page"}
BOOKED: Final = {"fi": "Varaus tehty", "sv": "Bokat", "en": "Booked"}
WAY: Final = {"fi": "Varauksesta kotikäyntiin", "sv": "Från bokning till hembesök", "en": "From booking to home visit"}
WAY_DAYS: Final = 45
# Slug, name and rules. Three bear the names of touchpoints that surveys ask about, so what was said there is theirs.
STEPS: Final = (
    ("front-page", FRONT, ({"page": "/"},)),
    ("web-shop", ASKED["web_shop"], ({"page": "/services/*"},)),
    ("booking", ASKED["booking"], ({"page": "/booking/time"},)),
    ("booked", BOOKED, ({"kind": "event", "name": CONFIRMED},)),
    ("home-visit", ASKED["visit"], ({"kind": "purchase"},)),
)


def store_journey(language: str) -> None:
    """Store the way from the web pages to the home visit, inside the caller's transaction."""
    for slug, names, rules in STEPS:
        create_touchpoint(name=names[language], rules=rules, slug=slug)
    steps = tuple(Step(touchpoint=slug) for slug, _names, _rules in STEPS)
    create_journey(plan=JourneyPlan(name=WAY[language], steps=steps, within_days=WAY_DAYS), slug="booking")


def store_story(sample: Sample, language: str) -> tuple[int, tuple[str, str]]:
    """Store consents, contacts and the web source, inside the caller's transaction.

    Returns how many parties were new, and the names under which purchases and traces come.
    """
    now = sample.calendar.now
    new = register_parties(double_parties(sample)).new
    register_contacts(double_contacts(sample), now=now)
    register_consents(consents_of(sample))
    register_relations(referrals_of(sample))
    record_earlier(slug=exit_slug(language), responses=farewell_responses(sample))
    store_journey(language)
    source = create_source(name=WEB[language], channel="web", origins=("https://www.example.org",))
    return new, (take_source_name(ORDERS[language]), source.slug)


def exit_slug(language: str) -> str:
    """Return the slug of the exit questionnaire, which is the source of its answers."""
    return next(each.slug for each in list_instruments() if each.name == EXIT_NAME[language])


def append_story(sample: Sample, sources: tuple[str, str], language: str) -> int:
    """Commit purchases, traces and leavers' answers to the lake; return how many signals. Repeats add nothing."""
    orders, web = sources
    parts = (
        list(purchases_of(sample, orders, language)),
        list(visits_of(sample, web, language)),
        list(farewell_signals(sample, exit_slug(language), language)),
    )
    for number, signals in enumerate(parts, start=1):
        append_sealed(signals_table(signals), APP_ID, number)
    return sum(len(signals) for signals in parts)


def save_segments(sample: Sample, language: str) -> None:
    """Save two segments that look at purchases."""
    for names, conditions in SEGMENTS:
        save_segment(name=names[language], group=Group(parts=conditions), now=sample.calendar.now)

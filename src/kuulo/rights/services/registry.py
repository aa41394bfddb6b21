"""The one registry of what is kept about persons: every room names its stores, and what is without persons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import chain

from kuulo.accounts import services as accounts
from kuulo.adopters import services as adopters
from kuulo.audit import services as audit
from kuulo.claims import services as claims
from kuulo.codebooks import services as codebooks
from kuulo.correction import services as correction
from kuulo.customers.rules.person_data import PersonStore
from kuulo.customers.services import persons as customers
from kuulo.decisions import services as decisions
from kuulo.diaries import services as diaries
from kuulo.discussions import services as discussions
from kuulo.drafting import services as drafting
from kuulo.events import services as events
from kuulo.exchange import services as exchange
from kuulo.feeds.services import person_data as feeds
from kuulo.growth import services as growth
from kuulo.ideas import services as ideas
from kuulo.instruments import services as instruments
from kuulo.invitations import services as invitations
from kuulo.jobs import services as jobs
from kuulo.journeys import services as journeys
from kuulo.lake import services as lake
from kuulo.matching import services as matching
from kuulo.passages import services as passages
from kuulo.plans import services as plans
from kuulo.responses import services as responses
from kuulo.rights.services.stores import FRAMEWORK, OWN, STORES_BELOW
from kuulo.searches import services as searches
from kuulo.sources import services as sources
from kuulo.studies import services as studies
from kuulo.surveys import services as surveys
from kuulo.themes import services as themes
from kuulo.trends import services as trends
from kuulo.words import services as words

STORES_OF_ROOMS = (
    STORES_BELOW,
    claims.PERSON_STORES,
    surveys.PERSON_STORES,
    invitations.PERSON_STORES,
    correction.PERSON_STORES,
    diaries.PERSON_STORES,
    codebooks.PERSON_STORES,
    responses.PERSON_STORES,
    matching.PERSON_STORES,
    journeys.PERSON_STORES,
    feeds.PERSON_STORES,
    events.PERSON_STORES,
    customers.PERSON_STORES,
    searches.PERSON_STORES,
    exchange.PERSON_STORES,
    adopters.PERSON_STORES,
    passages.PERSON_STORES,
    sources.PERSON_STORES,
    studies.PERSON_STORES,
    discussions.PERSON_STORES,
    ideas.PERSON_STORES,
)
WITHOUT_PERSONS_OF_ROOMS = (
    accounts.WITHOUT_PERSONS,
    audit.WITHOUT_PERSONS,
    decisions.WITHOUT_PERSONS,
    plans.WITHOUT_PERSONS,
    claims.WITHOUT_PERSONS,
    jobs.WITHOUT_PERSONS,
    drafting.WITHOUT_PERSONS,
    lake.WITHOUT_PERSONS,
    correction.WITHOUT_PERSONS,
    diaries.WITHOUT_PERSONS,
    codebooks.WITHOUT_PERSONS,
    customers.WITHOUT_PERSONS,
    surveys.WITHOUT_PERSONS,
    instruments.WITHOUT_PERSONS,
    invitations.WITHOUT_PERSONS,
    responses.WITHOUT_PERSONS,
    matching.WITHOUT_PERSONS,
    growth.WITHOUT_PERSONS,
    journeys.WITHOUT_PERSONS,
    feeds.WITHOUT_PERSONS,
    events.WITHOUT_PERSONS,
    passages.WITHOUT_PERSONS,
    sources.WITHOUT_PERSONS,
    studies.WITHOUT_PERSONS,
    discussions.WITHOUT_PERSONS,
    ideas.WITHOUT_PERSONS,
    themes.WITHOUT_PERSONS,
    exchange.WITHOUT_PERSONS,
    adopters.WITHOUT_PERSONS,
    trends.WITHOUT_PERSONS,
    words.WITHOUT_PERSONS,
    OWN,
    FRAMEWORK,
)


@cache
def person_stores() -> tuple[PersonStore, ...]:
    """Return every store of the house in the order in which they are erased; export walks the same."""
    return tuple(sorted(chain(*STORES_OF_ROOMS), key=lambda store: (store.order, store.name)))


@cache
def without_persons() -> Mapping[str, str]:
    """Return the tables that hold nothing about persons, each with why."""
    return {table: why for room in WITHOUT_PERSONS_OF_ROOMS for table, why in room.items()}

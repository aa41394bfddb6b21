"""Everything the page of growth shows, computed once for each version of data, register and settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.figures.queries import Reading, main_definition, read_catalogue
from kuulo.figures.queries.reading import kept
from kuulo.growth.queries.history import history_of
from kuulo.measures.definitions import DEFINITIONS, Definition
from kuulo.measures.growth.buying import Shift, Value, shift_by_change, value_by_score
from kuulo.measures.growth.figures import REVENUE, Terms, no_figure, of_mean, of_share
from kuulo.measures.growth.forecast import Forecast, forecast_growth
from kuulo.measures.growth.heavy import mean_of
from kuulo.measures.growth.history import Floats, History, Integers
from kuulo.measures.growth.leaving import last_before
from kuulo.measures.growth.mouth import Assumption, Cost, word_of_mouth
from kuulo.measures.growth.staying import Retention, retention_by_change, retention_by_score

YEAR: Final = 365.0
UNHAPPY: Final = "share_unhappy@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What customers did after they answered.

    Attributes:
        definition: The measure whose answers are looked at.
        by_score: Retention by the first score.
        by_change: Retention by the change of score.
        value: Buying and bringing others by the first score.
        shift: Change of buying by change of score; None where nothing is known of purchases.
        forecast: Growth foretold and tried on the past; None where nothing is known of purchases.
        customers: How many there are now.
        unhappy: Share of them, of those who answered in the last year, whose last score was unfavourable.
        worth: What a customer brought in the last year.
        data_version: Of the lake.
    """

    definition: Definition
    by_score: Retention
    by_change: Retention
    value: Value
    shift: Shift | None
    forecast: Forecast | None
    customers: int
    unhappy: Estimate
    worth: Estimate
    data_version: str


def measures_of(reading: Reading) -> tuple[Definition, ...]:
    """Return the measures on a scale that anybody answered, the main one first."""
    catalogue = read_catalogue(reading)
    if not catalogue:
        return ()
    main = main_definition(catalogue)
    recorded = {one.definition for one in catalogue.slices if one.answered}
    known = [DEFINITIONS[name] for name in sorted(recorded) if name in DEFINITIONS]
    on_scale = [one for one in known if one.scale_min is not None and one.id != main.id]
    return (*([main] if main.scale_min is not None else []), *on_scale)


@kept
def growth_of(reading: Reading, definition: Definition) -> Found | None:
    """Return what the page shows of a measure; None where no customer's answer is known by name."""
    history = history_of(reading, definition)
    if not len(history.person) or not len(history):
        return None
    terms = terms_of(reading)
    staying = np.flatnonzero(history.until > history.now)
    return Found(
        definition=definition,
        by_score=retention_by_score(history, definition, terms),
        by_change=retention_by_change(history, definition, terms),
        value=value_by_score(history, definition, terms),
        shift=shift_by_change(history, definition, terms),
        forecast=forecast_growth(history, definition, terms),
        customers=len(staying),
        unhappy=_unhappy(history, definition, staying, terms),
        worth=_worth(history, terms),
        data_version=reading.data_version,
    )


def terms_of(reading: Reading) -> Terms:
    """Return what the organisation has decided about figures."""
    return Terms(confidence=reading.confidence, floor=reading.floor, data_version=reading.data_version)


def _unhappy(history: History, definition: Definition, staying: Integers, terms: Terms) -> Estimate:
    earlier = last_before(history, definition, np.full(len(history), history.now + 1e-6))
    heard = staying[earlier.known[staying]]
    if len(heard) < terms.floor:
        return no_figure(UNHAPPY, len(heard), say(_("Too few customers answered in the last year.")), terms)
    return of_share(UNHAPPY, earlier.unfavourable[heard], terms)


def _worth(history: History, terms: Terms) -> Estimate:
    """Return what a customer brought in the last year, of those who were customers all through it."""
    year_ago = history.now - YEAR
    all_year = np.flatnonzero((history.since <= year_ago) & (history.until > history.now))
    if not history.has_purchases or len(all_year) < terms.floor or history.begin > year_ago + 1:
        return no_figure(REVENUE, len(all_year), say(_("Purchases are not known for a whole year.")), terms)
    spent: Floats = history.revenue(all_year, np.full(len(all_year), year_ago), np.full(len(all_year), history.now))
    mean = mean_of(spent, confidence=terms.confidence, seed=terms.seed, largest=float(spent.max()))
    return of_mean(REVENUE, mean, terms)


def cost_of(reading: Reading, found: Found, assumptions: Sequence[Assumption]) -> Cost:
    """Return what bad word of mouth may cost in a year under the assumptions.

    Raises:
        InputError: A range is upside down or leaves its bounds.
    """
    terms = replace(terms_of(reading), seed=7)
    return word_of_mouth(
        customers=found.customers, unhappy=found.unhappy, worth=found.worth, assumptions=assumptions, terms=terms
    )

"""The sample company as a whole: pure, and the same for the same seed, size and moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.sample.asking import Asked, ask_meetings, ask_months, call_the_silent
from kuulo.sample.experience import Meetings, Months, live_meetings, live_months
from kuulo.sample.population import Population, make_population
from kuulo.sample.responses import Response, ResponseWriter
from kuulo.sample.times import Calendar, make_calendar

DEFAULT_SEED: Final = 2026
DEFAULT_CUSTOMERS: Final = 3000
FEWEST_CUSTOMERS: Final = 50
MOST_CUSTOMERS: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The invented company: what is true for everybody, and what the answers show of it.

    ``calls`` are the follow-up of the silent: what those said who were called because they had not answered.
    """

    seed: int
    calendar: Calendar
    population: Population
    months: Months
    months_asked: Asked
    meetings: Meetings
    meetings_asked: Asked
    responses: tuple[Response, ...]
    months_called: Asked
    calls: tuple[Response, ...]


def generate_sample(*, now: datetime, seed: int = DEFAULT_SEED, customers: int = DEFAULT_CUSTOMERS) -> Sample:
    """Return the sample company with two years of answers that end at ``now`` (aware).

    Raises:
        InputError: The number of customers is too small for any figure, or too large for a sample.
    """
    if not FEWEST_CUSTOMERS <= customers <= MOST_CUSTOMERS:
        raise InputError(
            _("A sample of {customers} customers cannot be made."),
            _("Ask for {least} to {most}."),
            customers=customers,
            least=FEWEST_CUSTOMERS,
            most=MOST_CUSTOMERS,
        )
    # A generator each: what one step draws does not shift what the next one draws.
    who, what, when, asking, writing, calling = (
        np.random.default_rng(each) for each in np.random.SeedSequence(seed).spawn(6)
    )
    calendar = make_calendar(now)
    population = make_population(who, size=customers)
    meetings = live_meetings(what, population, calendar)
    months = live_months(when, population, meetings)
    months_asked = ask_months(asking, population, months)
    meetings_asked = ask_meetings(asking, population, meetings)
    called = call_the_silent(calling, months, months_asked)
    writer = ResponseWriter(seed=seed, rng=writing, calendar=calendar, population=population)
    return Sample(
        seed=seed,
        calendar=calendar,
        population=population,
        months=months,
        months_asked=months_asked,
        meetings=meetings,
        meetings_asked=meetings_asked,
        responses=(*writer.after_contact(meetings, meetings_asked), *writer.relationship(months, months_asked)),
        months_called=called,
        calls=tuple(writer.calls(months, called)),
    )

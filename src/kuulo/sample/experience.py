"""What customers truly lived through: every meeting and every month, whether anybody asked about it or not."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from kuulo.sample.company import (
    BOOKING_RENEWAL,
    INVOICE_RENEWAL,
    REWORDED_DAYS_BEFORE,
    REWORDING_EFFECT,
    SEASON,
    SEGMENTS,
    SERVICES,
    TOUCHPOINTS,
)
from kuulo.sample.population import Floats, Integers, Population
from kuulo.sample.times import DAYS, PERIOD_DAYS, PERIODS, Calendar, period_of

KEYS = tuple(touchpoint.key for touchpoint in TOUCHPOINTS)
# Days between the job and the meeting: the quote comes before, the invoice after.
OFFSETS = {"web_shop": 6.0, "quote": 9.0, "booking": 4.0, "visit": 0.0, "invoice": -5.0}
SATISFACTION_CUTS = (-1.45, -0.80, -0.15, 0.85)
EFFORT_CUTS = (-1.45, -0.95, -0.45, 0.05, 0.60, 1.25)
RECOMMEND_SHARES = (0.012, 0.020, 0.035, 0.055, 0.080, 0.140, 0.220, 0.370, 0.600, 0.790)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """Every meeting at a touchpoint, one array element each.

    Attributes:
        customer: Position of the customer.
        touchpoint: Position in `company.TOUCHPOINTS`.
        service: Position in `company.SERVICES`.
        age: Days before the last moment.
        satisfaction: The answer the customer would give to the satisfaction question as it was worded then, 1–5.
        satisfaction_before: The answer to the first wording, 1–5.
        ease: The answer the customer would give to the effort question, 1–7.
        felt: The experience itself, in standard deviations.
    """

    customer: Integers
    touchpoint: Integers
    service: Integers
    age: Floats
    satisfaction: Integers
    satisfaction_before: Integers
    ease: Integers
    felt: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Every twelfth of a year of every customer who was there.

    Attributes:
        customer: Position of the customer.
        period: Which of the 24 periods, 0 for the oldest.
        age: When in it they would be asked, in days before the last moment.
        recommend: The likelihood to recommend they would state then, 0–10.
    """

    customer: Integers
    period: Integers
    age: Floats
    recommend: Integers


def live_meetings(rng: np.random.Generator, population: Population, calendar: Calendar) -> Meetings:
    """Return the meetings of two years: jobs, and for each job the touchpoints it led through."""
    customer, age = _jobs(rng, population)
    service = rng.choice(len(SERVICES), len(age), p=[s.share for s in SERVICES])
    job, touchpoint, when = _touched(rng, age)
    there = (when > 0) & (when < DAYS)
    job, touchpoint, when = job[there], touchpoint[there], when[there]
    order = np.argsort(-when, kind="stable")
    job, touchpoint, when = job[order], touchpoint[order], when[order]
    felt = (
        0.55 * population.level[customer[job]]
        + np.array([s.level for s in SERVICES])[service[job]]
        + np.array([t.level for t in TOUCHPOINTS])[touchpoint]
        + _happenings(touchpoint, when, calendar)
        + np.array([t.spread for t in TOUCHPOINTS])[touchpoint] * rng.normal(0.0, 1.0, len(when))
    )
    reworded = np.where(when < REWORDED_DAYS_BEFORE, REWORDING_EFFECT, 0.0)
    effortless = 0.8 * felt + 0.25 + rng.normal(0.0, 0.6, len(when))
    return Meetings(
        customer=customer[job],
        touchpoint=touchpoint,
        service=service[job],
        age=when,
        satisfaction=1 + np.searchsorted(SATISFACTION_CUTS, felt + reworded),
        satisfaction_before=1 + np.searchsorted(SATISFACTION_CUTS, felt),
        ease=1 + np.searchsorted(EFFORT_CUTS, effortless),
        felt=felt,
    )


def _jobs(rng: np.random.Generator, population: Population) -> tuple[Integers, Floats]:
    """Return customer and age of every job."""
    rate = np.array([s.jobs for s in SEGMENTS])[population.segment]
    last = np.maximum(population.until, 0.0)
    stay = np.maximum(np.minimum(population.since, DAYS) - last, 0.0)
    customer = np.repeat(np.arange(len(population)), rng.poisson(rate * stay / PERIOD_DAYS))
    return customer, last[customer] + stay[customer] * rng.random(len(customer))


def _touched(rng: np.random.Generator, age: Floats) -> tuple[Integers, Integers, Floats]:
    """Return job, touchpoint and age of every meeting the jobs led to."""
    rates = np.array([t.rate for t in TOUCHPOINTS])
    job, touchpoint = np.nonzero(rng.random((len(age), len(rates))) < rates)
    later = np.array([OFFSETS.get(key, np.nan) for key in KEYS])[touchpoint]
    offset = np.where(np.isnan(later), -25.0 * rng.random(len(later)), later) + rng.normal(0.0, 0.8, len(later))
    return job, touchpoint, age[job] + offset


def _happenings(touchpoint: Integers, age: Floats, calendar: Calendar) -> Floats:
    """Return what the time did to each meeting: the rush of winter, the renewals of booking and invoicing."""
    effect = np.where(touchpoint == KEYS.index("visit"), np.array(SEASON)[calendar.months_of_year(age)], 0.0)
    for key, course in (("booking", BOOKING_RENEWAL), ("invoice", INVOICE_RENEWAL)):
        days, values = zip(*course, strict=True)
        effect += np.where(touchpoint == KEYS.index(key), np.interp(age, days, values), 0.0)
    return effect


def live_months(rng: np.random.Generator, population: Population, meetings: Meetings) -> Months:
    """Return what each customer would say about recommending, month by month; recent meetings colour it."""
    shape = (len(population), PERIODS)
    ages = (np.arange(PERIODS)[::-1] + rng.random(shape)) * PERIOD_DAYS
    there = (population.since[:, None] > ages) & (population.until[:, None] < ages)
    mood = _recent_mood(len(population), meetings)
    stated = 0.75 * population.level[:, None] + 0.5 * mood + rng.normal(0.0, 0.55, shape)
    customer, period = np.nonzero(there)
    cuts = [NormalDist(0.02, 0.85).inv_cdf(share) for share in RECOMMEND_SHARES]
    return Months(
        customer=customer,
        period=period,
        age=ages[customer, period],
        recommend=np.searchsorted(cuts, stated[customer, period]),
    )


def _recent_mood(customers: int, meetings: Meetings) -> Floats:
    """Return for each customer and period the mean feeling of that and the two before; 0 without meetings."""
    period = period_of(meetings.age)
    total, count = np.zeros((customers, PERIODS)), np.zeros((customers, PERIODS))
    np.add.at(total, (meetings.customer, period), meetings.felt)
    np.add.at(count, (meetings.customer, period), 1.0)
    for grid in (total, count):
        grid[:, 1:] += (before := grid.copy())[:, :-1]
        grid[:, 2:] += before[:, :-2]
    return total / np.maximum(count, 1.0)

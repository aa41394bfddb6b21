"""What is true for everybody, what the answers show of it, and the difference: the sample's measuring stick.

The computations here are plain on purpose: they share no code with `kuulo.measures`, so that one can check the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np

from kuulo.sample.company import (
    AFTER_CONTACT,
    ATTRIBUTES,
    BOOKING_RENEWAL,
    COMPANY,
    CONTRACTS,
    INVOICE_RENEWAL,
    LANGUAGES,
    QUESTIONS,
    REGIONS,
    REWORDED_DAYS_BEFORE,
    SEGMENTS,
    SERVICES,
    SURVEYS,
    TOUCHPOINTS,
    Names,
)
from kuulo.sample.generate import Sample
from kuulo.sample.population import Floats, Integers, Truths
from kuulo.sample.times import DAYS

RECENT_DAYS: Final = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One question over everything it could have been asked about; arrays of one length.

    Attributes:
        question: Key of the question.
        definition: Named definition of the figure.
        figure: The figure of some scores.
        scores: What everybody would have answered.
        invited: Who was asked.
        answered: Who answered.
        age: When, in days before now.
        groups: Dimension → (names of its groups, group of each row).
    """

    question: str
    definition: str
    figure: Callable[[Integers], float]
    scores: Integers
    invited: Truths
    answered: Truths
    age: Floats
    groups: Mapping[str, tuple[Sequence[str], Integers]]


def net_promoter(scores: Integers) -> float:
    """Return 100 × (share of 9–10 − share of 0–6)."""
    return float(100.0 * (np.mean(scores >= 9) - np.mean(scores <= 6)))


def top_two(scores: Integers) -> float:
    """Return the share of 4–5, 0–1."""
    return float(np.mean(scores >= 4))


def average(scores: Integers) -> float:
    """Return the mean."""
    return float(np.mean(scores))


def truth_of(sample: Sample, language: str) -> dict[str, object]:
    """Return the truth as plain values, ready for JSON; names of groups are those of the language.

    ``measures`` maps each definition to ``overall``, ``recent`` (the last 90 days), ``before`` (the 90 days before) and
    ``by`` dimension and group. Each holds ``true`` (what everybody would have answered), ``answered`` (the figure of
    the answers that came), ``bias`` (the latter minus the former), and the three counts behind them. Shares are 0–1,
    NPS is in points, means are scale points.
    """
    calendar = sample.calendar
    return {
        "company": COMPANY,
        "invented": True,
        "seed": sample.seed,
        "customers": len(sample.population),
        "language": language,
        "from": calendar.moment(DAYS).isoformat(),
        "until": calendar.now.isoformat(),
        "measures": {study.definition: _measure(study) for study in _studies(sample, language)},
        "changes": _changes(sample, language),
        "comments": [
            {
                "response": response.response_id,
                "theme": response.comment.theme,
                "tone": response.comment.tone,
                "aside": response.comment.aside,
            }
            for response in sample.responses
            if response.comment
        ],
        "people": _people(sample),
    }


def _studies(sample: Sample, language: str) -> tuple[Study, ...]:
    months, meetings = sample.months, sample.meetings
    recommend = Study(
        question="recommend",
        definition="nps@1",
        figure=net_promoter,
        scores=months.recommend,
        invited=sample.months_asked.invited,
        answered=sample.months_asked.answered,
        age=months.age,
        groups=_customer_groups(sample, months.customer, language) | _by_month(sample, months.age),
    )
    satisfied = Study(
        question="satisfaction",
        definition="csat.top2@1",
        figure=top_two,
        scores=meetings.satisfaction,
        invited=sample.meetings_asked.invited,
        answered=sample.meetings_asked.answered,
        age=meetings.age,
        groups=_meeting_groups(sample, language),
    )
    ease = replace(
        satisfied,
        question="ease",
        definition="ces.2@1",
        figure=average,
        scores=meetings.ease,
        answered=satisfied.answered & ~sample.meetings_asked.skips,
    )
    asks_effort = np.array([t.asks_effort for t in TOUCHPOINTS])[meetings.touchpoint]
    mean = replace(satisfied, definition="csat.mean@1", figure=average)
    return recommend, satisfied, mean, _only(ease, asks_effort)


def _only(study: Study, rows: Truths) -> Study:
    return replace(
        study,
        scores=study.scores[rows],
        invited=study.invited[rows],
        answered=study.answered[rows],
        age=study.age[rows],
        groups={name: (labels, of[rows]) for name, (labels, of) in study.groups.items()},
    )


def _customer_groups(sample: Sample, customer: Integers, language: str) -> dict[str, tuple[Sequence[str], Integers]]:
    population = sample.population
    contracts = [names[language] for _key, names, _level in CONTRACTS]
    return {
        ATTRIBUTES["segment"][language]: ([s.names[language] for s in SEGMENTS], population.segment[customer]),
        ATTRIBUTES["region"][language]: ([r.names[language] for r in REGIONS], population.region[customer]),
        ATTRIBUTES["contract"][language]: (contracts, population.contract[customer]),
        "language": (LANGUAGES, population.language[customer]),
    }


def _meeting_groups(sample: Sample, language: str) -> dict[str, tuple[Sequence[str], Integers]]:
    meetings, calendar = sample.meetings, sample.calendar
    month, touchpoints = calendar.months(meetings.age), [t.names[language] for t in TOUCHPOINTS]
    return _customer_groups(sample, meetings.customer, language) | {
        **_by_month(sample, meetings.age),
        "touchpoint": (touchpoints, meetings.touchpoint),
        "touchpoint, month": (
            [f"{touchpoint}, {label}" for touchpoint in touchpoints for label in calendar.labels],
            meetings.touchpoint * len(calendar.labels) + month,
        ),
        ATTRIBUTES["service"][language]: ([s.names[language] for s in SERVICES], meetings.service),
    }


def _by_month(sample: Sample, age: Floats) -> dict[str, tuple[Sequence[str], Integers]]:
    return {"month": (sample.calendar.labels, sample.calendar.months(age))}


def _measure(study: Study) -> dict[str, object]:
    recent = study.age < RECENT_DAYS
    before = ~recent & (study.age < 2 * RECENT_DAYS)
    return {
        "question": study.question,
        "overall": _compare(study, np.ones(len(study.scores), dtype=np.bool_)),
        "recent": _compare(study, recent),
        "before": _compare(study, before),
        "by": {
            dimension: {
                label: _compare(study, rows) for group, label in enumerate(labels) if (rows := of == group).any()
            }
            for dimension, (labels, of) in study.groups.items()
        },
    }


def _compare(study: Study, rows: Truths) -> dict[str, float | int | None]:
    scores, answered = study.scores[rows], study.answered[rows]
    true = study.figure(scores) if len(scores) else None
    shown = study.figure(scores[answered]) if answered.any() else None
    return {
        "true": true,
        "answered": shown,
        "bias": None if true is None or shown is None else shown - true,
        "n_population": len(scores),
        "n_invited": int(study.invited[rows].sum()),
        "n_answered": int(answered.sum()),
    }


def _changes(sample: Sample, language: str) -> list[dict[str, object]]:
    calendar, meetings = sample.calendar, sample.meetings
    by_key = {touchpoint.key: touchpoint.names for touchpoint in TOUCHPOINTS}
    after = meetings.age < REWORDED_DAYS_BEFORE
    return [
        _course("drop and recovery", by_key["booking"], BOOKING_RENEWAL, calendar.moment, language),
        _course("drop that lasts", by_key["invoice"], INVOICE_RENEWAL, calendar.moment, language),
        {
            "what": "wording",
            "source": SURVEYS[AFTER_CONTACT][language],
            "question": QUESTIONS["satisfaction"].key,
            "from": calendar.moment(REWORDED_DAYS_BEFORE).isoformat(),
            "csat.top2@1 with the first wording": top_two(meetings.satisfaction_before[after]),
            "csat.top2@1 with the second wording": top_two(meetings.satisfaction[after]),
        },
    ]


def _course(
    what: str,
    touchpoint: Names,
    course: Sequence[tuple[float, float]],
    moment: Callable[[float], datetime],
    language: str,
) -> dict[str, object]:
    """Return the course of an event, oldest point first; effects are standard deviations of a single experience."""
    points = [{"at": moment(days).isoformat(), "effect": effect} for days, effect in reversed(course)]
    return {"what": what, "touchpoint": touchpoint[language], "course": points}


def _people(sample: Sample) -> dict[str, list[float | int | None]]:
    """Return for each customer number the last month's true likelihood to recommend and the mean true satisfaction."""
    size = len(sample.population)
    recommend: list[int | None] = [None] * size
    for customer, score in zip(sample.months.customer.tolist(), sample.months.recommend.tolist(), strict=True):
        recommend[customer] = score
    count = np.bincount(sample.meetings.customer, minlength=size)
    total = np.bincount(sample.meetings.customer, weights=sample.meetings.satisfaction, minlength=size)
    return {
        customer_number(at): [recommend[at], round(float(total[at] / count[at]), 3) if count[at] else None]
        for at in range(size)
    }


def customer_number(position: int) -> str:
    """Return the number customers are known by, from their position."""
    return str(10_001 + position)

"""Invitations and what became of them, one by one: what a survey tool would know, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np

from kuulo.sample.asking import STATES, Asked
from kuulo.sample.comments import Comment, Commenter
from kuulo.sample.company import (
    AFTER_CONTACT,
    LANGUAGES,
    RELATIONSHIP,
    REWORDED_DAYS_BEFORE,
    SERVICES,
    TOUCHPOINTS,
    Touchpoint,
)
from kuulo.sample.experience import Meetings, Months
from kuulo.sample.population import Population
from kuulo.sample.times import Calendar

RELATIONSHIP_THEMES: Final = ("loyalty", "people", "price", "work")
Scores = Mapping[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Whom was asked about what: the survey, the customer's position, the service's key, the touchpoint if any."""

    survey: str
    customer: int
    service: str
    touchpoint: Touchpoint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One invitation and what became of it.

    Attributes:
        response_id: Stable id; the same for the same seed.
        topic: Whom was asked about what.
        channel: How the customer met the company; e-mail for the relationship survey.
        sent_at: When it was sent.
        answered_at: When it was answered; None where it was not.
        state: ``not_shown``, ``shown``, ``dismissed`` or ``answered``.
        scores: Question → score; None where the answerer skipped it. Empty where nothing was answered.
        wording: Version of the wording.
        comment: What the answerer wrote.
        phase: 2 where the silent were asked again.
    """

    response_id: str
    topic: Topic
    channel: str
    sent_at: datetime
    answered_at: datetime | None
    state: str
    scores: Scores
    wording: str
    comment: Comment | None
    phase: int = 1


class ResponseWriter:
    """Turns the arrays into responses, with their comments; the same generator state gives the same ones."""

    def __init__(self, *, seed: int, rng: np.random.Generator, calendar: Calendar, population: Population) -> None:
        self._seed = seed
        self._rng = rng
        self._calendar = calendar
        self._population = population
        self._commenter = Commenter(rng)

    def after_contact(self, meetings: Meetings, asked: Asked) -> Iterator[Response]:
        """Yield one response for each meeting asked about, oldest meeting first."""
        for row in np.flatnonzero(asked.invited):
            touchpoint = TOUCHPOINTS[meetings.touchpoint[row]]
            scores: dict[str, int | None] = {"satisfaction": int(meetings.satisfaction[row])}
            if touchpoint.asks_effort:
                scores["ease"] = None if asked.skips[row] else int(meetings.ease[row])
            topic = Topic(
                survey=AFTER_CONTACT,
                customer=int(meetings.customer[row]),
                service=SERVICES[meetings.service[row]].key,
                touchpoint=touchpoint,
            )
            yield self._response(asked, int(row), topic, scores)

    def relationship(self, months: Months, asked: Asked) -> Iterator[Response]:
        """Yield one response for each customer and month asked about."""
        rows = np.flatnonzero(asked.invited)
        services = self._rng.choice(len(SERVICES), len(rows), p=[service.share for service in SERVICES])
        for row, service in zip(rows, services, strict=True):
            topic = Topic(
                survey=RELATIONSHIP,
                customer=int(months.customer[row]),
                service=SERVICES[service].key,
                touchpoint=None,
            )
            yield self._response(asked, int(row), topic, {"recommend": int(months.recommend[row])})

    def calls(self, months: Months, called: Asked) -> Iterator[Response]:
        """Yield one response for each silent customer who was called."""
        for row in np.flatnonzero(called.invited):
            topic = Topic(
                survey=RELATIONSHIP, customer=int(months.customer[row]), service=SERVICES[0].key, touchpoint=None
            )
            asked = self._response(called, int(row), topic, {"recommend": int(months.recommend[row])})
            yield replace(asked, response_id=f"sample-{self._seed}-call-{row:06d}", channel="phone", phase=2)

    def _response(self, asked: Asked, row: int, topic: Topic, scores: Scores) -> Response:
        state, sent = STATES[asked.state[row]], float(asked.sent[row])
        answered = state == "answered"
        reworded = topic.survey == AFTER_CONTACT and sent < REWORDED_DAYS_BEFORE
        return Response(
            response_id=f"sample-{self._seed}-{topic.survey}-{row:06d}",
            topic=topic,
            channel=topic.touchpoint.channel if topic.touchpoint else "email",
            sent_at=self._calendar.moment(sent),
            answered_at=self._calendar.moment(float(asked.done[row])) if answered else None,
            state=state,
            scores=scores if answered else {},
            wording="2" if reworded else "1",
            comment=self._comment(topic, scores) if asked.comments[row] else None,
        )

    def _comment(self, topic: Topic, scores: Scores) -> Comment:
        return self._commenter.write(
            language=LANGUAGES[self._population.language[topic.customer]],
            themes=topic.touchpoint.themes if topic.touchpoint else RELATIONSHIP_THEMES,
            service=topic.service,
            tone=tone_of(scores),
        )


def tone_of(scores: Scores) -> str:
    """Return how somebody with these scores speaks: ``good``, ``mixed`` or ``bad``."""
    if (recommend := scores.get("recommend")) is not None:
        return "bad" if recommend <= 5 else "mixed" if recommend <= 7 else "good"
    satisfaction = scores["satisfaction"] or 0
    return "bad" if satisfaction <= 2 else "mixed" if satisfaction == 3 else "good"

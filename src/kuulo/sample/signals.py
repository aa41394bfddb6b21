"""The sample as other rooms take it: parties and signals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from kuulo.base.ids import derived_id
from kuulo.customers.rules import Channel, ContactRow, PartyKind, PartyRow
from kuulo.lake.rules import PHASE, Signal
from kuulo.responses.rules.states import State
from kuulo.responses.services import EarlierResponse
from kuulo.sample.asking import CALLED_SHARE
from kuulo.sample.company import (
    ATTRIBUTES,
    CONTRACTS,
    LANGUAGES,
    QUESTIONS,
    REGIONS,
    RELATIONSHIP,
    SEGMENTS,
    SERVICES,
    SURVEYS,
    Question,
)
from kuulo.sample.generate import Sample
from kuulo.sample.responses import Response
from kuulo.sample.truth import customer_number

# Who never saw the survey, or saw it and did nothing, has no response.
RESPONSE_STATES = {"answered": State.COMPLETE, "dismissed": State.DISMISSED}
SERVICE_NAMES = {service.key: service.names for service in SERVICES}


def parties_of(sample: Sample, language: str) -> Iterator[PartyRow]:
    """Yield every customer; names of attributes and groups are those of the language."""
    people, calendar = sample.population, sample.calendar
    for at, name in enumerate(people.names):
        segment = SEGMENTS[people.segment[at]]
        since = (calendar.now - timedelta(days=float(people.since[at]))).date()
        left = people.until[at] >= 0
        yield PartyRow(
            identifier=party_of(at),
            kind=PartyKind.ORGANISATION if segment.organisation else PartyKind.PERSON,
            name=name,
            language=LANGUAGES[people.language[at]],
            attributes={
                ATTRIBUTES["segment"][language]: segment.names[language],
                ATTRIBUTES["region"][language]: REGIONS[people.region[at]].names[language],
                ATTRIBUTES["contract"][language]: CONTRACTS[people.contract[at]][1][language],
                ATTRIBUTES["since"][language]: str(since.year),
            },
            since=since,
            until=(calendar.now - timedelta(days=float(people.until[at]))).date() if left else None,
        )


def signals_of(sample: Sample, language: str) -> Iterator[Signal]:
    """Yield one signal for each question of each invitation, answered or not, and one for each comment."""
    for response in (*sample.responses, *sample.calls):
        spoken = LANGUAGES[sample.population.language[response.topic.customer]]
        for question in asked_in(response):
            yield _answer(response, question, language, spoken)
        if response.comment:
            yield replace(_bare(response, "comment", language, spoken), kind="comment", text=response.comment.text)


def responses_of(sample: Sample, survey: str, language: str) -> Iterator[EarlierResponse]:
    """Yield what was answered or closed in one survey, as the room of responses keeps it."""
    for response in (*sample.responses, *sample.calls):
        if response.topic.survey == survey and response.state in RESPONSE_STATES:
            yield _earlier(response, language, LANGUAGES[sample.population.language[response.topic.customer]])


def _earlier(response: Response, language: str, spoken: str) -> EarlierResponse:
    answers: dict[str, object] = {key: score for key, score in response.scores.items() if score is not None}
    if response.comment:
        answers["comment"] = response.comment.text
    bare = _bare(response, "", language, spoken)
    return EarlierResponse(
        key=response.response_id,
        version=int(response.wording),
        state=RESPONSE_STATES[response.state],
        at=bare.occurred_at,
        party=bare.party,
        language=spoken,
        channel=bare.channel or "",
        touchpoint=bare.touchpoint or "",
        answers=answers,
        attributes=bare.attributes,
    )


def contacts_of(sample: Sample) -> Iterator[ContactRow]:
    """Yield an e-mail address and a postal address for each customer; they lead nowhere.

    ``example.org`` is kept for examples (RFC 2606), and no place in Finland has the postal code 00000.
    """
    for at, name in enumerate(sample.population.names):
        number = customer_number(at)
        yield ContactRow(identifier=party_of(at), channel=Channel.EMAIL, value=f"customer.{number}@example.org")
        street = f"{name}\nKeksittykatu {number}\n00000 Olematon"
        yield ContactRow(identifier=party_of(at), channel=Channel.LETTER, value=street)


def party_of(position: int) -> str:
    """Return the identifier of the customer at the position."""
    return f"customer_id:{customer_number(position)}"


def asked_in(response: Response) -> tuple[Question, ...]:
    """Return the questions of the response's survey that its touchpoint asks."""
    if response.topic.survey == RELATIONSHIP:
        return (QUESTIONS["recommend"],)
    touchpoint = response.topic.touchpoint
    effort = (QUESTIONS["ease"],) if touchpoint is not None and touchpoint.asks_effort else ()
    return (QUESTIONS["satisfaction"], *effort)


def _answer(response: Response, question: Question, language: str, spoken: str) -> Signal:
    value = response.scores.get(question.key)
    skipped = response.state == "answered" and value is None
    return replace(
        _bare(response, question.key, language, spoken),
        definition=question.definition,
        value=None if value is None else float(value),
        scale_min=question.lowest,
        scale_max=question.highest,
        direction=1,
        wording=response.wording if question.key == "satisfaction" else "1",
        state="skipped" if skipped else response.state,
    )


def _bare(response: Response, question: str, language: str, spoken: str) -> Signal:
    """Return what all signals of a response share, as an answer without a score."""
    topic, happened = response.topic, response.answered_at or response.sent_at
    return Signal(
        signal_id=derived_id("sample", response.response_id, question),
        kind="answer",
        occurred_at=happened,
        received_at=happened,
        party=party_of(topic.customer),
        touchpoint=topic.touchpoint.names[language] if topic.touchpoint else None,
        channel=response.channel,
        source=SURVEYS[topic.survey][language],
        response_id=response.response_id,
        question=question,
        definition=None,
        value=None,
        text=None,
        scale_min=None,
        scale_max=None,
        direction=None,
        wording="1",
        state="answered",
        language=spoken,
        weight=None if response.phase == 1 else 1 / CALLED_SHARE,
        attributes=_attributes(response, language),
    )


def _attributes(response: Response, language: str) -> dict[str, str]:
    if response.phase > 1:
        # Called because they were silent: about no service, and marked, so that no figure takes them for the others.
        return {PHASE: str(response.phase)}
    return {ATTRIBUTES["service"][language]: SERVICE_NAMES[response.topic.service][language]}

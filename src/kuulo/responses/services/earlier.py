"""Responses given before Kuulo took them in itself, put beside those it has taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import transaction

from kuulo.instruments.queries import instrument
from kuulo.responses.models import Response
from kuulo.responses.rules.states import State

CHUNK: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierResponse:
    """A response as it was given then; ``answers`` by question, in the form `Known` describes."""

    key: str
    version: int
    state: State
    at: datetime
    party: str | None
    language: str
    channel: str = ""
    touchpoint: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def record_earlier(*, slug: str, responses: Iterable[EarlierResponse]) -> int:
    """Keep earlier responses to an identified instrument and return how many were told; a repeat changes nothing.

    Their signals are the caller's to record: whoever brings responses from elsewhere has them already.

    Raises:
        NotFoundError: There is no such instrument.
    """
    about, told = instrument(slug), 0
    remaining = iter(responses)
    while chunk := list(islice(remaining, CHUNK)):
        rows = [_row(response, about.id, about.promise) for response in chunk]
        Response.objects.bulk_create(rows, ignore_conflicts=True)
        told += len(rows)
    return told


def _row(told: EarlierResponse, instrument_id: int, promise: str) -> Response:
    return Response(
        key=told.key,
        instrument_id=instrument_id,
        version=told.version,
        state=told.state,
        promise=promise,
        language=told.language,
        channel=told.channel,
        touchpoint=told.touchpoint,
        party=told.party,
        answers=dict(told.answers),
        attributes=dict(told.attributes),
        settled=sorted(told.answers),
        started_at=told.at,
        updated_at=told.at,
        completed_at=told.at if told.state == State.COMPLETE else None,
    )

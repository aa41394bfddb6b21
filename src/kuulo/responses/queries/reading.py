"""Responses, as the answering pages, results and exports see them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from kuulo.responses.models import Response
from kuulo.responses.rules.forms import KEY_PATTERN
from kuulo.responses.rules.states import State

CHUNK = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseView:
    """One response.

    Attributes:
        answers: By question key, in the canonical shape (see `kuulo.instruments.rules.flow`).
        page: Key of the page to show next; empty when the response is closed.
        settled: Questions whose signals were written before the end; their answers can no longer change.
        suspect: Stored but kept apart: it looks like a program's.
    """

    key: str
    instrument_id: int
    slug: str
    version: int
    way_in_id: int | None
    invitation_id: int | None
    state: str
    promise: str
    language: str
    channel: str
    touchpoint: str
    party: str | None
    answers: Mapping[str, object]
    hidden: Mapping[str, str]
    attributes: Mapping[str, str]
    page: str
    settled: tuple[str, ...]
    suspect: bool
    weight: float | None
    started_at: datetime
    updated_at: datetime
    completed_at: datetime | None


def response_by_key(key: str) -> ResponseView | None:
    """Return the response of the key; None where there is none."""
    if not KEY_PATTERN.fullmatch(key):
        return None
    row = Response.objects.select_related("instrument").filter(key=key).first()
    return _view(row) if row else None


def response_of_invitation(invitation_id: int) -> ResponseView | None:
    """Return the response an invitation has led to; anonymous ones cannot be found this way."""
    row = Response.objects.select_related("instrument").filter(invitation_id=invitation_id).first()
    return _view(row) if row else None


def counts(slug: str) -> dict[str, int]:
    """Return how many responses of the instrument are in each state, and under ``suspect`` how many are kept apart."""
    rows = Response.objects.filter(instrument__slug=slug).values("state", "suspect").annotate(n=Count("id"))
    result = dict.fromkeys([*State, "suspect"], 0)
    for row in rows:
        result["suspect" if row["suspect"] else row["state"]] += row["n"]
    return {str(name): number for name, number in result.items()}


def suspect_keys(slug: str) -> tuple[str, ...]:
    """Return the keys of the instrument's responses that are kept apart."""
    kept = Response.objects.filter(instrument__slug=slug, suspect=True)
    return tuple(kept.order_by("key").values_list("key", flat=True))


def responses_of(
    slug: str, *, states: Collection[str] = (State.COMPLETE,), with_suspect: bool = False
) -> Iterator[ResponseView]:
    """Yield the instrument's responses in these states, in the order of their keys (which are of chance)."""
    rows = Response.objects.select_related("instrument").filter(instrument__slug=slug, state__in=list(states))
    if not with_suspect:
        rows = rows.filter(suspect=False)
    yield from (_view(row) for row in rows.order_by("key").iterator(chunk_size=CHUNK))


def _view(row: Response) -> ResponseView:
    return ResponseView(
        key=row.key,
        instrument_id=row.instrument_id,
        slug=row.instrument.slug,
        version=row.version,
        way_in_id=row.way_in_id,
        invitation_id=row.invitation_id,
        state=row.state,
        promise=row.promise,
        language=row.language,
        channel=row.channel,
        touchpoint=row.touchpoint,
        party=row.party,
        answers=row.answers,
        hidden=row.hidden,
        attributes=row.attributes,
        page=row.page,
        settled=tuple(row.settled),
        suspect=row.suspect,
        weight=row.weight,
        started_at=row.started_at,
        updated_at=row.updated_at,
        completed_at=row.completed_at,
    )

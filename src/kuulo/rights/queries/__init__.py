"""Reads of requests; what crosses to other rooms is frozen rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.rights.models import Request
from kuulo.rights.rules import RequestKind, RequestState, Way

SHOWN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """One request by right; ``party_id`` is None once its person was erased."""

    reference: str
    kind: RequestKind
    state: RequestState
    way: Way
    party_id: int | None
    details: Mapping[str, str]
    note: str
    answer: str
    asked_by: str
    handled_by: str
    asked_at: datetime
    due_on: date
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to act."""
        return self.state in {RequestState.OPEN, RequestState.DOING}


def list_requests() -> tuple[RequestView, ...]:
    """Return the open requests, the most pressing first, then those that ended, the newest first."""
    open_ones = Request.objects.filter(ended_at=None).order_by("due_on", "pk")
    ended = Request.objects.exclude(ended_at=None).order_by("-ended_at", "-pk")[:SHOWN]
    return tuple(_view(row) for row in (*open_ones, *ended))


def requests_of(party_ids: Collection[int]) -> tuple[RequestView, ...]:
    """Return what some parties asked for, the newest first."""
    return tuple(_view(row) for row in Request.objects.filter(party__in=party_ids).order_by("-asked_at", "-pk"))


def request_view(reference: str) -> RequestView:
    """Return one request.

    Raises:
        NotFoundError: There is none of this reference.
    """
    row = Request.objects.filter(reference=reference).first()
    if row is None:
        raise NotFoundError(_("There is no request {reference}."), _("See the list of requests."), reference=reference)
    return _view(row)


def _view(row: Request) -> RequestView:
    return RequestView(
        reference=row.reference,
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        way=Way(row.way),
        party_id=row.party_id,
        details=row.details,
        note=row.note,
        answer=row.answer,
        asked_by=row.asked_by,
        handled_by=row.handled_by,
        asked_at=row.asked_at,
        due_on=row.due_on,
        ended_at=row.ended_at,
    )

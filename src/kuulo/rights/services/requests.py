"""What people ask for by right: taken in, answered, refused."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.rights.models import Request
from kuulo.rights.rules import RequestKind, RequestState, RequestStep, Way, after, due_on

# Without letters and digits that are taken for each other on the phone.
SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_reference() -> str:
    """Return a reference such as ``R-7KQ2-M9XD``: of chance alone, so that it says nothing of anybody."""
    signs = "".join(secrets.choice(SIGNS) for _number in range(8))
    return f"R-{signs[:4]}-{signs[4:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asks for.

    Attributes:
        kind: Which right.
        way: How it came.
        note: Words of the person, or of whoever took it in.
        details: Of a correction: the field and what it shall be.
        by: Who of the staff took it in; empty where the person did it.
    """

    kind: RequestKind
    way: Way
    note: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    by: str = ""


@transaction.atomic
def take_request(*, party_id: int, asked: Asked, now: datetime) -> str:
    """Note that a person asks for something by right, and return its reference.

    An erasure or export that is open already is the same one; corrections are many.
    """
    unended = Request.objects.filter(state__in=[RequestState.OPEN, RequestState.DOING])
    same = unended.filter(party_id=party_id, kind=asked.kind).exclude(kind=RequestKind.CORRECT)
    known = same.values_list("reference", flat=True).first()
    if known is not None:
        return known
    row = Request.objects.create(
        reference=new_reference(),
        kind=asked.kind,
        way=asked.way,
        party_id=party_id,
        note=asked.note.strip(),
        details=dict(asked.details),
        asked_by=asked.by,
        asked_at=now,
        due_on=due_on(timezone.localdate(now)),
    )
    return row.reference


@transaction.atomic
def end_request(*, reference: str, step: RequestStep, now: datetime, answer: str = "", by: str = "") -> None:
    """Finish or refuse a request, with what was done or why not.

    Raises:
        NotFoundError: There is no such request.
        GuardError: It has ended, or a refusal gives no reason (GDPR 12(4)).
    """
    row = request_row(reference)
    state = after(RequestState(row.state), step)
    if step is RequestStep.REFUSE and not answer.strip():
        raise GuardError(_("A refusal needs its reason."), _("Write what the person is told (GDPR 12(4))."))
    row.state, row.ended_at, row.handled_by = state, now, by
    row.answer = answer.strip() or row.answer
    row.save()


def request_row(reference: str) -> Request:
    """Return a request, locked until the end of the transaction.

    Raises:
        NotFoundError: There is none of this reference.
    """
    row = Request.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotFoundError(_("There is no request {reference}."), _("See the list of requests."), reference=reference)
    return row

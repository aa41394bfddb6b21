"""Triggers as people see them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.db.models import Count, QuerySet

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.rules import Basis, Channel
from kuulo.invitations.models import Invitation, NotAsked, Trigger
from kuulo.invitations.rules.outcomes import ANSWERED
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.rules.reminders import ReminderPlan
from kuulo.invitations.rules.samples import SampleSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerView:
    """One trigger; see `models.Trigger`.

    Attributes:
        outcomes: Its invitations by `rules.outcomes.Outcome`.
        not_asked: Those it left alone, by `rules.outcomes.Reason`.
        answered: Complete and partial answers.
        has_token: Other systems can call it.
    """

    id: int
    name: str
    slug: str
    instrument: str
    instrument_id: int
    promise: str
    kind: TriggerKind
    channel: Channel
    basis: Basis
    touchpoint: str
    spec: SampleSpec
    reminders: ReminderPlan
    words: Mapping[str, Mapping[str, str]]
    valid_days: int
    signal_kind: str
    delay: timedelta
    date_field: str
    on_day: date | None
    offset_days: int
    yearly: bool
    share: float
    active: bool
    has_token: bool
    outcomes: Mapping[str, int]
    not_asked: Mapping[str, int]
    answered: int
    created_at: datetime
    created_by: str


def trigger_view(trigger_id: int) -> TriggerView:
    """Return one trigger.

    Raises:
        NotFoundError: There is none of this number.
    """
    found = _views(Trigger.objects.filter(pk=trigger_id))
    if not found:
        raise NotFoundError(_("There is no trigger {number}."), _("See the list of triggers."), number=trigger_id)
    return found[0]


def list_triggers(slug: str = "") -> tuple[TriggerView, ...]:
    """Return triggers, the oldest first: of one questionnaire, or all."""
    rows = Trigger.objects.filter(instrument__slug=slug) if slug else Trigger.objects.all()
    return _views(rows)


def trigger_of_token(token: str) -> int | None:
    """Return the active trigger a bearer token may call; None where it names none."""
    if not token:
        return None
    called = Trigger.objects.filter(token_hash=hash_of(token), active=True, kind=TriggerKind.API)
    return called.values_list("pk", flat=True).first()


def hash_of(token: str) -> str:
    """Return what is kept of a bearer token. It has 128 random bits, so a plain hash cannot be turned round."""
    return hashlib.sha256(token.encode()).hexdigest()


def _views(rows: QuerySet[Trigger]) -> tuple[TriggerView, ...]:
    found = list(rows.select_related("instrument"))
    numbers = [row.pk for row in found]
    outcomes = _counted(Invitation.objects.filter(trigger__in=numbers).values_list("trigger_id", "outcome"))
    reasons = _counted(NotAsked.objects.filter(trigger__in=numbers).values_list("trigger_id", "reason"))
    return tuple(_view(row, outcomes.get(row.pk, {}), reasons.get(row.pk, {})) for row in found)


def _counted(rows: QuerySet[Any, Any]) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = {}
    for number, word, count in rows.annotate(Count("pk")).order_by():
        counts.setdefault(number, {})[word] = count
    return counts


def _view(row: Trigger, outcomes: Mapping[str, int], reasons: Mapping[str, int]) -> TriggerView:
    return TriggerView(
        id=row.pk,
        name=row.name,
        slug=row.instrument.slug,
        instrument=row.instrument.name,
        instrument_id=row.instrument_id,
        promise=row.instrument.promise,
        kind=TriggerKind(row.kind),
        channel=Channel(row.channel),
        basis=Basis(row.basis),
        touchpoint=row.touchpoint,
        spec=msgspec.convert(row.spec, SampleSpec),
        reminders=msgspec.convert(row.reminders, ReminderPlan),
        words=row.words,
        valid_days=row.valid_days,
        signal_kind=row.signal_kind,
        delay=timedelta(minutes=row.delay_minutes),
        date_field=row.date_field,
        on_day=row.on_day,
        offset_days=row.offset_days,
        yearly=row.yearly,
        share=row.share,
        active=row.active,
        has_token=bool(row.token_hash),
        outcomes=outcomes,
        not_asked=reasons,
        answered=sum(outcomes.get(outcome, 0) for outcome in ANSWERED),
        created_at=row.created_at,
        created_by=row.created_by,
    )

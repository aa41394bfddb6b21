"""Triggers: standing orders to ask, made, changed and let go off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec
from django.db import transaction
from django.utils import timezone
from msgspec.structs import replace

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.instruments.queries import instrument
from kuulo.invitations.models import Trigger
from kuulo.invitations.queries.triggers import TriggerView, hash_of, trigger_view
from kuulo.invitations.rules.askings import TriggerPlan, check_trigger
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.rules.samples import Customers
from kuulo.invitations.services.admission import new_token
from kuulo.invitations.services.rounds import new_seed

SAME: Final = (
    "name",
    "channel",
    "basis",
    "valid_days",
    "kind",
    "signal_kind",
    "date_field",
    "on_day",
    "offset_days",
    "yearly",
    "share",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTrigger:
    """A trigger that was made; ``token`` is shown this once (kind ``api``), else empty."""

    trigger: TriggerView
    token: str


@transaction.atomic
def create_trigger(*, plan: TriggerPlan, by: str = "", now: datetime | None = None) -> MadeTrigger:
    """Create a trigger; it looks at what happens from now on.

    Raises:
        InputError: The plan could never be kept.
        NotFoundError: There is no such questionnaire.
    """
    check_trigger(plan)
    moment = now or timezone.now()
    row = Trigger(created_at=moment, created_by=by, seen_to=moment, seed=new_seed())
    token = new_token() if plan.kind is TriggerKind.API else ""
    row.token_hash = hash_of(token) if token else ""
    _lay_plan(row, plan)
    row.save()
    return MadeTrigger(trigger=trigger_view(row.pk), token=token)


@transaction.atomic
def change_trigger(*, trigger_id: int, plan: TriggerPlan) -> TriggerView:
    """Change a trigger; what it asked before stays as it was. Its kind cannot be changed into ``api`` or from it.

    Raises:
        InputError: The plan could never be kept.
        NotFoundError: There is no such trigger.
    """
    check_trigger(plan)
    row = locked_trigger(trigger_id)
    kind = TriggerKind(row.kind)
    if (kind is TriggerKind.API) != (plan.kind is TriggerKind.API):
        raise NotFoundError(_("A trigger that others call stays one."), _("Make another trigger."))
    _lay_plan(row, plan)
    row.save()
    return trigger_view(trigger_id)


@transaction.atomic
def pause_trigger(*, trigger_id: int) -> TriggerView:
    """Let a trigger rest: it looks at nothing, and what it had planned waits."""
    row = locked_trigger(trigger_id)
    row.active = False
    row.save(update_fields=["active"])
    return trigger_view(trigger_id)


@transaction.atomic
def resume_trigger(*, trigger_id: int, now: datetime | None = None) -> TriggerView:
    """Let a trigger go on: it looks at what happens from now on, not at what it slept through."""
    row = locked_trigger(trigger_id)
    if not row.active:
        row.active, row.seen_to = True, now or timezone.now()
        row.save(update_fields=["active", "seen_to"])
    return trigger_view(trigger_id)


@transaction.atomic
def renew_token(*, trigger_id: int) -> str:
    """Give an ``api`` trigger a new bearer token and return it, shown this once; the old one is void at once.

    Raises:
        NotFoundError: There is no such trigger of this kind.
    """
    row = locked_trigger(trigger_id)
    if row.kind != TriggerKind.API:
        raise NotFoundError(_("This trigger is not called by other systems."), _("Make one that is."))
    token = new_token()
    row.token_hash = hash_of(token)
    row.save(update_fields=["token_hash"])
    return token


def locked_trigger(trigger_id: int) -> Trigger:
    """Return a trigger that nobody else can change until the transaction ends.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Trigger.objects.select_for_update().filter(pk=trigger_id).first()
    if row is None:
        raise NotFoundError(_("There is no trigger {number}."), _("See the list of triggers."), number=trigger_id)
    return row


def _lay_plan(row: Trigger, plan: TriggerPlan) -> None:
    found = instrument(plan.slug)
    row.instrument_id = found.id
    for name in SAME:
        setattr(row, name, getattr(plan, name))
    # Whoever leaves is no longer a current customer when the message goes out.
    spec = replace(plan.spec, customers=Customers.ALL) if plan.kind is TriggerKind.WHEN_LEAVES else plan.spec
    row.touchpoint = plan.touchpoint or (found.touchpoint if plan.kind is not TriggerKind.AFTER_ENCOUNTER else "")
    row.delay_minutes = int(plan.delay / timedelta(minutes=1))
    row.spec = msgspec.to_builtins(spec)
    row.reminders = msgspec.to_builtins(plan.reminders)
    row.words = {language: dict(words) for language, words in plan.words.items()}

"""Recording what became of invitations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.invitations.models import Contact, Invitation, Mailing
from kuulo.invitations.rules.outcomes import RANK, SETTLED, TAKEN_IN, Outcome, OutcomeEvent, told_at
from kuulo.invitations.rules.plans import MailingState
from kuulo.invitations.services.telling import tell_askings

ENDS_MESSAGES = SETTLED | {Outcome.PARTIAL}


def record_outcomes(events: Iterable[OutcomeEvent]) -> int:
    """Record what happened to invitations, inside the caller's transaction; return how many went further by it.

    Repeats and whatever comes late change nothing: an outcome is replaced only by one that goes further. Each step is
    one conditional update, so that two writers at once cannot step back either. Reminders of those who answered,
    refused or cannot be reached are dropped, and their entries leave the contact budget.

    Raises:
        InputError: An outcome is the room's own (drawn, planned, not asked).
    """
    furthest: dict[int, OutcomeEvent] = {}
    for event in events:
        _check(event)
        known = furthest.get(event.invitation_id)
        if known is None or RANK[event.outcome] > RANK[known.outcome]:
            furthest[event.invitation_id] = event
    alike: dict[tuple[Outcome, datetime], list[int]] = defaultdict(list)
    promises = dict(Invitation.objects.filter(pk__in=furthest).values_list("pk", "instrument__promise"))
    for number, event in furthest.items():
        if number in promises:
            alike[event.outcome, told_at(event.at, promise=promises[number])].append(number)
    with transaction.atomic():
        moved = {step: _take_further(*step, numbers) for step, numbers in alike.items()}
        # The ledger's one row comes last: who held it and still wanted invitations could wait for one who waits for it.
        tell_askings([number for step, count in moved.items() if count for number in alike[step]])
    return sum(moved.values())


def _take_further(outcome: Outcome, at: datetime, numbers: list[int]) -> int:
    behind = [each for each in Outcome if RANK[each] < RANK[outcome]]
    moved = Invitation.objects.filter(pk__in=numbers, outcome__in=behind).update(outcome=outcome, outcome_at=at)
    if moved and outcome in ENDS_MESSAGES:
        drop_messages(Invitation.objects.filter(pk__in=numbers))
    return moved


def drop_messages(invitations: QuerySet[Invitation]) -> None:
    """Drop the messages of invitations that are still planned, and free what they had taken of the budget."""
    planned = Mailing.objects.filter(invitation__in=invitations, state=MailingState.PLANNED)
    Contact.objects.filter(mailing__in=planned).delete()
    planned.update(state=MailingState.DROPPED)


def _check(event: OutcomeEvent) -> None:
    if event.outcome not in TAKEN_IN:
        raise InputError(
            _("“{outcome}” is no outcome that can be recorded."),
            _("Record one of: {outcomes}."),
            outcome=event.outcome,
            outcomes=", ".join(sorted(TAKEN_IN)),
        )

"""Invitations that ran out, and rounds in which nothing is left to happen."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.invitations.models import Invitation, Mailing, Round
from kuulo.invitations.rules.lifecycle import RoundState, RoundStep, after
from kuulo.invitations.rules.outcomes import WAITING, Outcome, OutcomeEvent
from kuulo.invitations.rules.plans import MailingState
from kuulo.invitations.services.outcomes import drop_messages, record_outcomes

CHUNK: Final = 1_000
NOT_SEEN: Final = frozenset({Outcome.SENT, Outcome.DELIVERED})
OPEN: Final = WAITING | {Outcome.DRAWN, Outcome.PLANNED}


def expire_invitations(*, now: datetime | None = None) -> int:
    """Settle invitations whose link takes no answers any more; return how many had come to nothing.

    Those nothing was ever heard of become *no word*; opened and started ones stay what they are, but get no reminders.
    """
    moment = now or timezone.now()
    settled = 0
    over = Invitation.objects.filter(outcome__in=NOT_SEEN, expires_at__lte=moment)
    while chunk := list(over.values_list("pk", flat=True)[:CHUNK]):
        settled += record_outcomes(
            OutcomeEvent(invitation_id=number, outcome=Outcome.UNKNOWN, at=moment) for number in chunk
        )
    drop_messages(Invitation.objects.filter(outcome__in=WAITING, expires_at__lte=moment))
    return settled


@transaction.atomic
def finish_rounds(*, now: datetime | None = None) -> int:
    """End the running rounds in which every link has run out and no message waits; return how many."""
    moment = now or timezone.now()
    finished = 0
    for row in Round.objects.select_for_update().filter(state=RoundState.RUNNING):
        open_ones = row.invitations.filter(outcome__in=OPEN).exclude(expires_at__lte=moment)
        held = Mailing.objects.filter(invitation__round=row, state__in=[MailingState.PLANNED, MailingState.CLAIMED])
        if not open_ones.exists() and not held.exists():
            row.state = after(RoundState(row.state), RoundStep.FINISH)
            row.ended_at = moment
            row.save(update_fields=["state", "ended_at"])
            finished += 1
    return finished

"""Admitting the sample of a round that was started: who is really asked, and when the messages go out."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from kuulo.invitations.models import Invitation, Mailing, NotAsked, Round
from kuulo.invitations.rules.lifecycle import RoundState
from kuulo.invitations.rules.outcomes import Outcome, Reason
from kuulo.invitations.services.admission import (
    Asked,
    Known,
    asked_by,
    know,
    lock_ledger,
    not_asked,
    plan_messages,
    take_contact,
    why_left_out,
    write_messages,
)

CHUNK: Final = 500
CHANGED: Final = ("address", "recipient", "language", "tracking_allowed", "outcome", "outcome_at")


def admit_drawn(*, now: datetime) -> int:
    """Admit everybody drawn into running rounds; return how many were looked at.

    In chunks, each one transaction: a start of a hundred thousand does not keep others from writing for long. Cut short
    anywhere, the next call goes on with those who are still drawn.
    """
    waiting = Round.objects.filter(state=RoundState.RUNNING, invitations__outcome=Outcome.DRAWN).distinct()
    looked = 0
    for number in list(waiting.values_list("pk", flat=True)):
        while chunk := _admit_chunk(number, now):
            looked += chunk
    return looked


@transaction.atomic
def _admit_chunk(round_id: int, now: datetime) -> int:
    row = Round.objects.select_for_update().filter(pk=round_id, state=RoundState.RUNNING).first()
    if row is None:
        return 0
    lock_ledger()
    drawn = list(row.invitations.filter(outcome=Outcome.DRAWN).order_by("pk")[:CHUNK])
    asked = asked_by(row, now)
    parties = {invitation.party_id for invitation in drawn if invitation.party_id is not None}
    known = know(asked, parties, besides=[invitation.pk for invitation in drawn])
    first_at = max(now, row.first_at) if row.first_at else now
    mailings: list[Mailing] = []
    left_out: list[NotAsked] = []
    for invitation in drawn:
        reason = admit(asked, known, invitation, mailings, first_at=first_at)
        if reason is not None:
            left_out.append(not_asked(asked, invitation, reason))
    # An upsert by primary key takes a tenth of bulk_update's time.
    Invitation.objects.bulk_create(drawn, update_conflicts=True, unique_fields=["id"], update_fields=CHANGED)
    NotAsked.objects.bulk_create(left_out)
    write_messages(asked, mailings)
    return len(drawn)


def admit(
    asked: Asked, known: Known, invitation: Invitation, mailings: list[Mailing], *, first_at: datetime
) -> Reason | None:
    """Settle one invitation, unsaved: its messages are added to ``mailings``, or the reason against it is returned."""
    reason = why_left_out(asked, known, invitation.party_id)
    if reason is None:
        take_contact(invitation, asked, known)
        planned = plan_messages(asked, known, invitation, first_at)
        mailings.extend(planned)
        reason = None if planned else Reason.BUDGET
        if planned:
            # Two rows drawn before they were found to be one party: the second is invited already.
            known.waiting.add(known.rows[invitation.party_id or 0].party_id)
    invitation.outcome = Outcome.PLANNED if reason is None else Outcome.NOT_ASKED
    invitation.outcome_at = asked.now
    return reason

"""What becomes of a message after its channel spoke: the message, its invitation and the contact budget together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kuulo.customers.rules import Channel
from kuulo.customers.services import note_bounce
from kuulo.invitations.models import Contact, Invitation, Mailing, NotAsked, Round, Trigger
from kuulo.invitations.rules.messages import Delivery, Receipt
from kuulo.invitations.rules.outcomes import RANK, Outcome, OutcomeEvent, Reason
from kuulo.invitations.rules.plans import MailingState
from kuulo.invitations.services.outcomes import drop_messages, record_outcomes
from kuulo.invitations.services.telling import tell_askings

FIRST_PAUSE: Final = timedelta(minutes=5)
MOST_ATTEMPTS: Final = 6


def asking_of(invitation: Invitation) -> Round | Trigger:
    """Return the round or trigger an invitation belongs to; the database holds that there is one."""
    asking = invitation.round or invitation.trigger
    if asking is None:
        raise AssertionError(invitation.pk)
    return asking


@transaction.atomic
def settle(mailing: Mailing, invitation: Invitation, receipt: Receipt, at: datetime) -> Delivery:
    """Write down what the channel said of a message this sender holds; return what it came to.

    What was refused for now is planned again, later each time, and given up after the sixth attempt.
    """
    if receipt.delivery is Delivery.SENT:
        _settle_sent(mailing, invitation, receipt, at)
        return Delivery.SENT
    if receipt.delivery is Delivery.TEMPORARY and mailing.attempts < MOST_ATTEMPTS:
        pause = FIRST_PAUSE * 2 ** (mailing.attempts - 1)
        _leave(mailing, MailingState.PLANNED, due_at=at + pause, reason=receipt.detail[:300])
        return Delivery.TEMPORARY
    _leave(mailing, MailingState.FAILED, reason=receipt.detail[:300])
    Contact.objects.filter(mailing=mailing).delete()
    if receipt.delivery is Delivery.PERMANENT:
        note_bounce(channel=Channel(invitation.channel), address=invitation.address, at=at, reason=receipt.detail)
        record_outcomes([OutcomeEvent(invitation_id=invitation.pk, outcome=Outcome.BOUNCED, at=at)])
    elif mailing.number == 0:
        leave_out(invitation, Reason.FAILED, at)
    return Delivery.PERMANENT


@transaction.atomic
def drop(mailing: Mailing, invitation: Invitation, reason: Reason | None, at: datetime) -> None:
    """Drop a message this sender holds; when it was the invitation itself, say why the party was not asked."""
    _leave(mailing, MailingState.DROPPED, reason=reason.value if reason else "")
    Contact.objects.filter(mailing=mailing).delete()
    if mailing.number == 0 and reason is not None:
        leave_out(invitation, reason, at)


def put_back(mailing: Mailing, at: datetime) -> None:
    """Put a message back that never left because its channel is closed; the attempt does not count."""
    _leave(mailing, MailingState.PLANNED, due_at=at + FIRST_PAUSE, attempts=max(mailing.attempts - 1, 0))


def leave_out(invitation: Invitation, reason: Reason, at: datetime) -> None:
    """Note that somebody admitted was not asked after all; nothing where an answer or a word came meanwhile."""
    left = Invitation.objects.filter(pk=invitation.pk, outcome=Outcome.PLANNED)
    if not left.update(outcome=Outcome.NOT_ASKED, outcome_at=at):
        return
    drop_messages(Invitation.objects.filter(pk=invitation.pk))
    NotAsked.objects.create(
        round_id=invitation.round_id,
        trigger_id=invitation.trigger_id,
        event=invitation.event,
        party_id=invitation.party_id,
        identifier=invitation.identifier,
        stratum=invitation.stratum,
        reason=reason,
        at=at,
    )


def _settle_sent(mailing: Mailing, invitation: Invitation, receipt: Receipt, at: datetime) -> None:
    _leave(mailing, MailingState.SENT, sent_at=at, message_id=receipt.reference[:250], reason="")
    Contact.objects.filter(mailing=mailing).update(at=at)
    if mailing.number == 0:
        Invitation.objects.filter(pk=invitation.pk).update(sent_at=at)
    behind = [each for each in Outcome if RANK[each] < RANK[Outcome.SENT]]
    if invitation.outcome in behind:
        record_outcomes([OutcomeEvent(invitation_id=invitation.pk, outcome=Outcome.SENT, at=at)])
    elif mailing.number > 0:
        tell_askings([invitation.pk])


def _leave(mailing: Mailing, state: MailingState, **fields: object) -> None:
    """Let go of a message, unless its claim was given up meanwhile."""
    held = Mailing.objects.filter(pk=mailing.pk, state=MailingState.CLAIMED, claimed_by=mailing.claimed_by)
    held.update(state=state, **fields)

"""Reading back what mail servers return: bounces, and letters that ask for no more surveys."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules import Channel
from kuulo.customers.services import note_bounce
from kuulo.invitations.channels import Mailbox, opened_mailbox
from kuulo.invitations.models import Invitation
from kuulo.invitations.rules import bounce_reports
from kuulo.invitations.rules.bounce_reports import Bounce, Failure
from kuulo.invitations.rules.marks import marked_invitation
from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.services.outcomes import record_outcomes
from kuulo.invitations.services.refusing import Scope, refuse
from kuulo.jobs.services import JobContext

LEAVING: Final = re.compile(r"^\W*unsubscribe\b", re.IGNORECASE)
LONGEST_REASON: Final = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a mailbox held.

    Attributes:
        read: Messages looked at.
        bounced: Invitations that did not arrive.
        left: People who asked for no more surveys.
        for_people: Messages that stay unread for somebody to read.
    """

    read: int = 0
    bounced: int = 0
    left: int = 0
    for_people: int = 0


def read_returned(mailbox: Mailbox, *, now: datetime) -> Returned:
    """Read every new message of the mailbox and record what it says of invitations; repeats change nothing.

    Raises:
        DeliveryError: The mailbox cannot be read.
    """
    told = Returned()
    for key, raw in list(mailbox.new()):
        bounced, left, understood = _take_in(raw, now)
        told = replace(
            told,
            read=told.read + 1,
            bounced=told.bounced + bounced,
            left=told.left + left,
            for_people=told.for_people + (not understood),
        )
        if understood:
            mailbox.settle(key)
        else:
            mailbox.leave(key)
    return told


def read_bounces(context: JobContext) -> None:
    """Read the mailbox that bounces come back to; where none is set there is nothing to do."""
    mailbox = opened_mailbox()
    if mailbox is None:
        context.progress(1, 1, say(_("No mailbox is set for bounces.")))
        return
    try:
        told = read_returned(mailbox, now=timezone.now())
    finally:
        mailbox.close()
    context.progress(1, 1, say(_("{read} messages read, {bounced} bounces."), read=told.read, bounced=told.bounced))


@transaction.atomic
def _take_in(raw: bytes, now: datetime) -> tuple[int, int, bool]:
    """Return how many invitations bounced, how many people left, and whether the message needs nobody."""
    bounces = bounce_reports.read_bounces(raw)
    if bounces:
        return sum(_take_bounce(bounce, now) for bounce in bounces), 0, True
    leaving = _who_leaves(raw)
    if leaving is None:
        return 0, 0, False
    token = Invitation.objects.filter(pk=leaving).values_list("token", flat=True).first()
    left = refuse(token=token, scope=Scope.CHANNEL, at=now) if token else None
    return 0, int(left is not None), left is not None


def _take_bounce(bounce: Bounce, now: datetime) -> int:
    number = marked_invitation(bounce.traces, settings.SECRET_KEY)
    invitation = Invitation.objects.filter(pk=number).first() if number else None
    if invitation is None or bounce.failure is Failure.DELAY:
        return 0
    if bounce.failure is Failure.ADDRESS:
        reason = (bounce.diagnostic or bounce.status)[:LONGEST_REASON]
        note_bounce(channel=Channel(invitation.channel), address=invitation.address, at=now, reason=reason)
    return record_outcomes([OutcomeEvent(invitation_id=invitation.pk, outcome=Outcome.BOUNCED, at=now)])


def _who_leaves(raw: bytes) -> int | None:
    """Return the invitation whose mark stands in the subject of a letter that asks for no more surveys."""
    subject = " ".join(str(message_from_bytes(raw).get("Subject", "")).split())
    return marked_invitation(subject, settings.SECRET_KEY) if LEAVING.match(subject) else None

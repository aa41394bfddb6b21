"""Sending what is due, at most once.

Each message is claimed by a conditional update that is committed before the channel gets it, and settled afterwards.
A sender that dies in between leaves a claim: after a quarter of an hour the message is ``unclear``. It is never sent
again by itself, for nobody can know whether it arrived; it stays counted in the contact budget.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from kuulo.base.errors import DeliveryError
from kuulo.customers.queries import frame_of
from kuulo.customers.rules import Basis, FrameRow, Purpose
from kuulo.customers.rules import Channel as ChannelName
from kuulo.instruments.queries import VersionView, live_version_by_id
from kuulo.invitations.channels import Channel
from kuulo.invitations.channels import opened as opened_channel
from kuulo.invitations.models import Invitation, Mailing
from kuulo.invitations.queries.tokens import views_of
from kuulo.invitations.rules.lifecycle import RoundState
from kuulo.invitations.rules.messages import Delivery
from kuulo.invitations.rules.narrowing import why_not
from kuulo.invitations.rules.outcomes import Reason
from kuulo.invitations.rules.plans import MailingState
from kuulo.invitations.rules.samples import SampleSpec
from kuulo.invitations.services.admission import full_cells, has_left
from kuulo.invitations.services.composing import message_of
from kuulo.invitations.services.outcomes import ENDS_MESSAGES
from kuulo.invitations.services.settling import asking_of, drop, put_back, settle

CHUNK: Final = 50
CLAIM_LASTS: Final = timedelta(minutes=15)
IN_ORDER: Final = ("invitation", "invitation__round", "invitation__trigger")

Opener = Callable[[str], AbstractContextManager[Channel]]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What became of the messages of one run.

    Attributes:
        sent: Handed over.
        later: Not taken now; tried again.
        refused: Refused for good, or given up.
        dropped: No longer needed or no longer allowed.
    """

    sent: int = 0
    later: int = 0
    refused: int = 0
    dropped: int = 0

    def __add__(self, other: Handled) -> Handled:
        return Handled(
            sent=self.sent + other.sent,
            later=self.later + other.later,
            refused=self.refused + other.refused,
            dropped=self.dropped + other.dropped,
        )

    @property
    def total(self) -> int:
        """All messages handled."""
        return self.sent + self.later + self.refused + self.dropped


COUNTED: Final = {
    Delivery.SENT: Handled(sent=1),
    Delivery.TEMPORARY: Handled(later=1),
    Delivery.PERMANENT: Handled(refused=1),
}


def send_due(
    *, now: datetime, clock: Clock = timezone.now, opened: Opener = opened_channel, most: int = 10_000
) -> Handled:
    """Send the messages that are due of running rounds and active triggers, oldest first; return what became of them.

    Args:
        now: What is due by then is sent.
        clock: Tells the moment a message went out.
        opened: Opens a channel by its name, for a batch.
        most: How many are looked at in one run.

    Raises:
        DeliveryError: A channel cannot be reached at all; its messages wait, those of other channels went out.
    """
    done = Handled()
    trouble: DeliveryError | None = None
    for name in ChannelName:
        try:
            done += _send_on(name, opened, now, clock, most - done.total)
        except DeliveryError as error:
            trouble = error
    if trouble is not None:
        raise trouble
    return done


def give_up_claims(*, now: datetime) -> int:
    """Mark messages whose sender died as unclear; return how many. They are not sent again by themselves."""
    lost = Mailing.objects.filter(state=MailingState.CLAIMED, claimed_at__lt=now - CLAIM_LASTS)
    return lost.update(state=MailingState.UNCLEAR)


@transaction.atomic
def send_again(*, mailing_id: int, now: datetime) -> bool:
    """Let an unclear message be sent again because a person decided so; return whether it was unclear."""
    unclear = Mailing.objects.filter(pk=mailing_id, state=MailingState.UNCLEAR)
    return bool(unclear.update(state=MailingState.PLANNED, due_at=now, claimed_by="", claimed_at=None))


def due_messages(now: datetime) -> QuerySet[Mailing]:
    """Return the messages that may go out now, oldest first."""
    running = Q(invitation__round__state=RoundState.RUNNING) | Q(invitation__trigger__active=True)
    due = Mailing.objects.filter(running, state=MailingState.PLANNED, due_at__lte=now)
    return due.order_by("due_at", "pk")


def _send_on(name: ChannelName, opened: Opener, now: datetime, clock: Clock, most: int) -> Handled:
    done = Handled()
    mine = due_messages(now).filter(invitation__channel=name)
    if most <= 0 or not mine.exists():
        return done
    with opened(name.value) as channel:
        while done.total < most and (chunk := list(mine.select_related(*IN_ORDER)[:CHUNK])):
            before = done.total
            done += _send_chunk(chunk, channel, clock)
            if done.total == before:
                # Others hold everything that is due.
                break
    return done


def _send_chunk(chunk: Sequence[Mailing], channel: Channel, clock: Clock) -> Handled:
    parties = frame_of(
        [each.invitation.party_id for each in chunk if each.invitation.party_id is not None], purpose=Purpose.SURVEYS
    )
    done = Handled()
    for mailing in chunk:
        if _claim(mailing, clock()):
            done += _send_one(mailing, parties.get(mailing.invitation.party_id or 0), channel, clock)
    return done


def _claim(mailing: Mailing, now: datetime) -> bool:
    """Take a message into this sender's hands; return whether nobody else had it."""
    holder = secrets.token_hex(16)
    planned = Mailing.objects.filter(pk=mailing.pk, state=MailingState.PLANNED)
    taken = planned.update(state=MailingState.CLAIMED, claimed_by=holder, claimed_at=now, attempts=F("attempts") + 1)
    mailing.claimed_by, mailing.attempts = holder, mailing.attempts + 1
    return bool(taken)


def _send_one(mailing: Mailing, party: FrameRow | None, channel: Channel, clock: Clock) -> Handled:
    # Afresh: an answer may have come since the chunk was read.
    invitation = Invitation.objects.select_related("round", "trigger").get(pk=mailing.invitation_id)
    version = live_version_by_id(invitation.instrument_id)
    reason = _why_not_now(mailing, invitation, party, version)
    if reason is not None or version is None or party is None or invitation.outcome in ENDS_MESSAGES:
        drop(mailing, invitation, reason, clock())
        return Handled(dropped=1)
    asking = asking_of(invitation)
    invitation.address = party.contact(ChannelName(invitation.channel)).address
    invitation.expires_at = invitation.expires_at or clock() + timedelta(days=asking.valid_days)
    invitation.save(update_fields=["address", "expires_at"])
    view = views_of(Invitation.objects.filter(pk=invitation.pk))[0]
    message = message_of(view, version, words=asking.words, step=mailing.number)
    try:
        receipt = channel.send(message)
    except DeliveryError:
        # The channel as a whole is closed: this message has not left, so it may be tried again.
        put_back(mailing, clock())
        raise
    # Any other error leaves the claim: whether the message left is then not known, and it becomes unclear.
    return COUNTED[settle(mailing, invitation, receipt, clock())]


def _why_not_now(
    mailing: Mailing, invitation: Invitation, party: FrameRow | None, version: VersionView | None
) -> Reason | None:
    """Return why a message must not go out after all: things change between admission and sending."""
    if party is None:
        return Reason.UNKNOWN_PARTY
    if version is None:
        return Reason.NO_INSTRUMENT
    asking = asking_of(invitation)
    spec = msgspec.convert(asking.spec, SampleSpec)
    full = full_cells(asking, spec.quotas) if mailing.number == 0 else frozenset()
    if any((each.attribute, party.value_of(each.attribute)) in full for each in spec.quotas):
        return Reason.QUOTA_FULL
    if has_left(party, spec, timezone.now()):
        return Reason.LEFT
    return why_not(party.contact(ChannelName(invitation.channel)), Basis(asking.basis))

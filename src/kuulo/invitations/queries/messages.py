"""What one party was sent: invitations and reminders, with what became of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kuulo.customers.rules import Channel
from kuulo.invitations.models import Invitation, Mailing
from kuulo.invitations.rules.outcomes import Outcome
from kuulo.invitations.rules.plans import MailingState

GONE_OUT: Final = (MailingState.SENT, MailingState.UNCLEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message that went out.

    Attributes:
        invitation_id: The invitation it belongs to.
        number: 0 for the invitation itself, 1 and up for its reminders.
        sent_at: When it went out.
        channel: How.
        instrument: What it asks to answer.
        slug: Of the instrument.
        touchpoint: What it asks about; may be empty.
        outcome: How far the invitation has come; None where the questionnaire promises anonymity.
        expires_at: From when on the link takes no answers.
    """

    invitation_id: int
    number: int
    sent_at: datetime
    channel: Channel
    instrument: str
    slug: str
    touchpoint: str
    outcome: Outcome | None
    expires_at: datetime | None

    def waits(self, now: datetime) -> bool:
        """Return whether the invitation still waits for an answer; of anonymous ones nobody knows."""
        return self.outcome in WAITING and (self.expires_at is None or now < self.expires_at)


WAITING: Final = frozenset({Outcome.SENT, Outcome.DELIVERED, Outcome.OPENED, Outcome.STARTED, Outcome.PARTIAL})


def messages_to(party_ids: Collection[int]) -> tuple[MessageView, ...]:
    """Return the invitations and reminders that went out to a party, all its rows given, newest first."""
    rows = Mailing.objects.filter(
        invitation__party_id__in=list(party_ids), state__in=GONE_OUT, sent_at__isnull=False
    ).select_related("invitation__instrument")
    return tuple(_view(row) for row in rows.order_by("-sent_at", "-pk"))


def _view(row: Mailing) -> MessageView:
    invitation = row.invitation
    instrument = invitation.instrument
    assert row.sent_at is not None  # noqa: S101 -- the query asks for those that were sent
    return MessageView(
        invitation_id=invitation.pk,
        number=row.number,
        sent_at=row.sent_at,
        channel=Channel(invitation.channel),
        instrument=instrument.name,
        slug=instrument.slug,
        touchpoint=invitation.touchpoint,
        outcome=None if instrument.promise == "anonymous" else Outcome(invitation.outcome),
        expires_at=invitation.expires_at,
    )


def invitation_ids_of(party_ids: Collection[int]) -> tuple[int, ...]:
    """Return the numbers of the invitations of some parties."""
    return tuple(Invitation.objects.filter(party__in=party_ids).values_list("pk", flat=True))

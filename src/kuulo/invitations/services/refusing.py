"""What invited people do apart from answering: refuse, and open."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from kuulo.customers.rules import Purpose
from kuulo.customers.services import withdraw_consent
from kuulo.invitations.models import Invitation
from kuulo.invitations.queries.tokens import invitations_by_token
from kuulo.invitations.queries.views import InvitationView
from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.services.outcomes import record_outcomes


class Scope(StrEnum):
    """What somebody refuses: this questionnaire, every questionnaire on this channel, or on any channel."""

    THIS = "this"
    CHANNEL = "channel"
    ALL = "all"


@transaction.atomic
def refuse(*, token: str, scope: Scope = Scope.CHANNEL, at: datetime | None = None) -> InvitationView | None:
    """Note that somebody refuses, and return the invitation; None where the token names none. Repeats change nothing.

    A wider refusal is kept as a consent withdrawn (GDPR 21): nobody is asked past it, whatever the basis.
    """
    moment = at or timezone.now()
    found = invitations_by_token([token]).get(token)
    if found is None:
        return None
    record_outcomes([OutcomeEvent(invitation_id=found.id, outcome=Outcome.REFUSED, at=moment)])
    party_id = Invitation.objects.values_list("party_id", flat=True).get(pk=found.id)
    if scope is not Scope.THIS and party_id is not None:
        withdraw_consent(
            party_id=party_id,
            at=moment,
            purpose=Purpose.SURVEYS,
            channel=found.channel if scope is Scope.CHANNEL else "any",
            source=f"invitation {found.id}",
        )
    return invitations_by_token([token]).get(token)


def note_opened(token: str, *, at: datetime | None = None) -> bool:
    """Note that a message was opened, where the party agreed to that; return whether it is noted now."""
    found = invitations_by_token([token]).get(token)
    if found is None or not found.tracking_allowed:
        return False
    return bool(
        record_outcomes([OutcomeEvent(invitation_id=found.id, outcome=Outcome.OPENED, at=at or timezone.now())])
    )

"""People with personal links, for tests of answering."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.apps import apps

from kuulo.customers.rules import Channel, ContactRow, PartyRow
from kuulo.customers.services import register_contacts, register_parties
from kuulo.instruments.queries import VersionView
from kuulo.invitations.rules.askings import RoundPlan
from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.services import create_round, draw_round, record_outcomes, start_round

PARTY = "customer_id:17"


def invite(version: VersionView, *, language: str = "en", segment: str = "home") -> str:
    """Invite the customer Elsa to answer; return the token of her personal link."""
    now = datetime.now(UTC)
    attributes = {"first_name": "Elsa", "segment": segment}
    register_parties([PartyRow(identifier=PARTY, name="Elsa Example", language=language, attributes=attributes)])
    address = ContactRow(identifier=PARTY, channel=Channel.EMAIL, value="elsa@example.org")
    register_contacts([address], now=now - timedelta(days=400))
    plan = RoundPlan(name=f"Autumn {version.slug}", slug=version.slug, channel=Channel.EMAIL, seed=7)
    made = create_round(plan=plan, now=now)
    draw_round(round_id=made.id, now=now)
    start_round(round_id=made.id, now=now)
    invitation = invitations(version).get()
    record_outcomes([OutcomeEvent(invitation_id=invitation.pk, outcome=Outcome.SENT, at=now)])
    return str(invitation.token)


def invitations(version: VersionView):  # type: ignore[no-untyped-def] # another room's rows, which only its own tests name
    """Return the rows of the instrument's invitations."""
    return apps.get_model("invitations", "Invitation").objects.filter(instrument_id=version.instrument_id)

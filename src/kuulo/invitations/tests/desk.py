"""A shop with customers, a published questionnaire and a round, for tests of pages and of the whole way."""

from __future__ import annotations

from datetime import UTC, datetime

from kuulo.accounts.models import Organisation
from kuulo.customers.rules import Channel, ContactRow, PartyRow
from kuulo.customers.services import register_contacts, register_parties
from kuulo.instruments import services as instruments
from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.invitations import services
from kuulo.invitations.models import Invitation
from kuulo.invitations.queries import RoundView
from kuulo.invitations.rules.askings import RoundPlan
from kuulo.invitations.rules.samples import Method, SampleSpec

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
NAMES = ("Aino Äijälä", "Björn Berg", "Carla Cox")
LANGUAGES = ("fi", "sv", "en")
SHOPS = ("Kamppi", "Pasila")


def open_shop(customers: int = 6) -> None:
    """Register customers of two shops in three languages, each with an e-mail address and a telephone."""
    Organisation.objects.update_or_create(pk=1, defaults={"name": "Käpylän kauppa"})
    register_parties(
        PartyRow(
            identifier=f"customer_id:{number}",
            name=f"{NAMES[number % 3]} {number}",
            language=LANGUAGES[number % 3],
            attributes={"shop": SHOPS[number % 2]},
        )
        for number in range(customers)
    )
    register_contacts(
        (
            ContactRow(identifier=f"customer_id:{number}", channel=channel, value=value)
            for number in range(customers)
            for channel, value in (
                (Channel.EMAIL, f"c{number}@asiakas.example"),
                (Channel.SMS, f"+35840100{number:04d}"),
            )
        ),
        now=NOW,
    )


def publish_questionnaire(promise: Promise = Promise.CONFIDENTIAL, name: str = "How we do") -> VersionView:
    """Publish the ready-made relationship NPS under a name."""
    made = instruments.create_instrument(
        name=name, languages=("fi", "sv", "en"), ready_made="relationship_nps", promise=promise
    )
    return instruments.publish(slug=made.slug, by="Ilona Insight")


def plan_round(slug: str, channel: Channel = Channel.EMAIL, **changes: object) -> RoundPlan:
    """Return the plan of a round that asks everybody."""
    spec = SampleSpec(method=Method.EVERYBODY)
    return RoundPlan(name="Autumn", slug=slug, channel=channel, **{"spec": spec, **changes})  # type: ignore[arg-type]


def drawn_round(slug: str, channel: Channel = Channel.EMAIL, **changes: object) -> RoundView:
    """Return a round that is drawn."""
    made = services.create_round(plan=plan_round(slug, channel, **changes), by="Ilona Insight", now=NOW)
    return services.draw_round(round_id=made.id, now=NOW)


def sent_round(slug: str, channel: Channel = Channel.EMAIL, **changes: object) -> RoundView:
    """Return a running round whose first messages were written to files."""
    asked = drawn_round(slug, channel, **changes)
    services.start_round(round_id=asked.id, now=NOW)
    services.admit_drawn(now=NOW)
    services.send_due(now=NOW)
    return asked


def invitations_of(asked: RoundView) -> list[Invitation]:
    """Return the invitations of a round by number."""
    return list(Invitation.objects.filter(round_id=asked.id).order_by("pk"))

"""The standing cast of the asked: customers with addresses, a published questionnaire, and a channel that remembers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from kuulo.base.errors import DeliveryError
from kuulo.customers.rules import Channel, ContactRow, PartyRow
from kuulo.customers.services import register_contacts, register_parties
from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import Kind, Promise
from kuulo.instruments.services import create_instrument, publish
from kuulo.instruments.tests.questions import page, questionnaire, score
from kuulo.invitations.models import Invitation
from kuulo.invitations.queries import RoundView
from kuulo.invitations.rules.askings import RoundPlan
from kuulo.invitations.rules.messages import Delivery, Message, Receipt
from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.services import create_round, draw_round, record_outcomes, start_round
from kuulo.lake.rules import PHASE, Signal
from kuulo.lake.services import record_signals

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SEGMENTS = ("home", "farm", "office")


@dataclass
class FakeChannel:
    """Takes what is sent, or answers with the receipts it was given; a closed one cannot be reached."""

    receipts: list[Receipt] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    is_closed: bool = False

    def send(self, message: Message) -> Receipt:
        """Keep the message and say what became of it."""
        if self.is_closed:
            raise DeliveryError("The channel is closed.")
        self.sent.append(message)
        return self.receipts.pop(0) if self.receipts else Receipt(delivery=Delivery.SENT, reference=f"<{message.mark}>")

    def close(self) -> None:
        """Let go."""

    @contextmanager
    def opened(self, name: str) -> Iterator[FakeChannel]:
        """Open the channel, whatever its name."""
        del name
        yield self


def customers(
    number: int, *, channels: Sequence[Channel] = (Channel.EMAIL,), first: int = 1, until: date | None = None
) -> list[str]:
    """Register customers with segments and addresses; return their identifiers."""
    names = [f"customer_id:{n}" for n in range(first, first + number)]
    register_parties(
        PartyRow(
            identifier=name,
            name=f"Customer {name[12:]}",
            language=("fi", "sv", "en")[n % 3],
            attributes={"segment": SEGMENTS[n % 3], "region": "north" if n % 4 else "south"},
            until=until,
        )
        for n, name in enumerate(names, start=first)
    )
    register_contacts(
        (ContactRow(identifier=name, channel=each, value=address(name, each)) for name in names for each in channels),
        now=NOON - timedelta(days=400),
    )
    return names


def address(name: str, channel: Channel) -> str:
    """Return the address a customer of the cast has on a channel."""
    number = name.rpartition(":")[2]
    if channel is Channel.EMAIL:
        return f"customer{number}@example.com"
    return f"+35840{int(number):07d}" if channel is Channel.SMS else f"Customer {number}\nStreet 1\n00100 Helsinki"


def published(name: str = "Relationship", promise: Promise = Promise.CONFIDENTIAL) -> VersionView:
    """Publish a questionnaire of one score."""
    made = create_instrument(
        name=name, questionnaire=questionnaire(page("one", score("nps", Kind.NPS))), promise=promise
    )
    return publish(slug=made.slug, by="Ilona")


def plan(slug: str, **more: object) -> RoundPlan:
    """Return the plan of a round that asks everybody by e-mail."""
    return replace(RoundPlan(name="Autumn", slug=slug, channel=Channel.EMAIL, seed=7), **more)  # type: ignore[arg-type]


def started(slug: str, **more: object) -> RoundView:
    """Return a round that was drawn and started."""
    made = create_round(plan=plan(slug, **more), now=NOON)
    draw_round(round_id=made.id, now=NOON)
    return start_round(round_id=made.id, now=NOON)


def answered(slug: str, invitations: Mapping[Invitation, datetime], score: float) -> None:
    """Record what some invited people answered and when, as the room of responses does."""
    record_outcomes(
        OutcomeEvent(invitation_id=each.pk, outcome=Outcome.COMPLETE, at=at) for each, at in invitations.items()
    )
    record_signals(_signal(slug, each, at, score) for each, at in invitations.items())


def _signal(slug: str, invitation: Invitation, at: datetime, score: float) -> Signal:
    return Signal(
        signal_id=f"answer-{invitation.pk}",
        kind="answer",
        occurred_at=at,
        received_at=at,
        party=invitation.identifier,
        touchpoint=None,
        channel=invitation.channel,
        source=slug,
        response_id=f"response-{invitation.pk}",
        question="nps",
        definition="nps@1",
        value=score,
        text=None,
        scale_min=0.0,
        scale_max=10.0,
        direction=1,
        wording="1",
        state="answered",
        language=None,
        weight=invitation.weight,
        attributes={PHASE: "2"} if invitation.phase > 1 else {},
        promise="confidential",
    )

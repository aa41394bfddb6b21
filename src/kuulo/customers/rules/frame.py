"""The frame: everybody who could be asked, with what is needed to draw and to address them; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kuulo.customers.rules.consents import Basis, ConsentState, may_be_asked
from kuulo.customers.rules.contacts import AddressState, Channel
from kuulo.customers.rules.parties import PartyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameContact:
    """How one party is reached on one channel.

    Attributes:
        address: The newest address; empty where there is none.
        state: Whether messages to it arrive.
        consent: The newest consent for the purpose on this channel, or on any; None where there never was one.
    """

    address: str = ""
    state: AddressState = AddressState.OK
    consent: ConsentState | None = None

    def may_be_asked(self, basis: Basis) -> bool:
        """Return whether consent and basis allow a message on this channel; says nothing of the address."""
        return may_be_asked(self.consent, basis)


NO_CONTACT = FrameContact()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow:
    """One party of the customer database.

    Attributes:
        party_id: Its number in this installation.
        party: The identifier it was first known by, ``scheme:value``; empty where it has none.
        kind: Person or organisation.
        name: What it is called.
        language: The language it is met in.
        since: The day it became a customer.
        until: The last day as a customer.
        attributes: Segment, region … by name.
        contacts: How it is reached; a channel that is missing is one without address and consent.
    """

    party_id: int
    party: str
    kind: PartyKind = PartyKind.PERSON
    name: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[Channel, FrameContact] = field(default_factory=dict)

    def contact(self, channel: Channel) -> FrameContact:
        """Return how the party is reached on a channel."""
        return self.contacts.get(channel, NO_CONTACT)

    def value_of(self, name: str) -> str:
        """Return an attribute; ``language`` and ``kind`` are known of every party. Empty where it has none."""
        if name in self.attributes:
            return self.attributes[name]
        if name == "language":
            return self.language
        return self.kind.value if name == "kind" else ""

"""What is known of one party in one row, for whoever compares parties with each other; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kuulo.customers.rules.contacts import Channel
from kuulo.customers.rules.parties import PartyKind


@dataclass(slots=True, kw_only=True)
class PartyRecord:
    """One party as a whole: what its rows were told, those of the whole first.

    Attributes:
        attributes: By name.
        identifiers: Scheme and value.
        addresses: The newest address of each channel.
        parts: Street, postcode, town, country of the postal one, where they were told apart.
        verified: E-mail addresses that were proved to be the party's own.
    """

    party_id: int
    kind: PartyKind
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    addresses: dict[Channel, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    verified: list[str] = field(default_factory=list)

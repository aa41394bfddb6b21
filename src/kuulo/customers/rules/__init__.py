"""What parties, their addresses and their consents look like, and how what is newly told meets what is known; pure."""

from __future__ import annotations

from kuulo.customers.rules.consents import (
    ANY_CHANNEL,
    Basis,
    ConsentRow,
    ConsentState,
    ConsentStep,
    Purpose,
    may_be_asked,
)
from kuulo.customers.rules.contacts import AddressState, Channel, ContactRow, check_address
from kuulo.customers.rules.frame import FrameContact, FrameRow
from kuulo.customers.rules.parties import (
    ATTRIBUTE_LENGTH,
    PARTY_COLUMN,
    SCHEME_LENGTH,
    SEGMENT_LENGTH,
    VALUE_LENGTH,
    AttributeKind,
    Counts,
    LinkKind,
    PartyIdentifier,
    PartyKind,
    PartyRow,
    RelationKind,
    Stage,
    check_row,
    lay_over,
    merge_rows,
    parse_identifier,
)

__all__ = [
    "ANY_CHANNEL",
    "ATTRIBUTE_LENGTH",
    "PARTY_COLUMN",
    "SCHEME_LENGTH",
    "SEGMENT_LENGTH",
    "VALUE_LENGTH",
    "AddressState",
    "AttributeKind",
    "Basis",
    "Channel",
    "ConsentRow",
    "ConsentState",
    "ConsentStep",
    "ContactRow",
    "Counts",
    "FrameContact",
    "FrameRow",
    "LinkKind",
    "PartyIdentifier",
    "PartyKind",
    "PartyRow",
    "Purpose",
    "RelationKind",
    "Stage",
    "check_address",
    "check_row",
    "lay_over",
    "may_be_asked",
    "merge_rows",
    "parse_identifier",
]

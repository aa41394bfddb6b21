"""Tables of parties: who they are, how they are reached, what they agreed to, who is one with whom."""

from __future__ import annotations

from kuulo.customers.models.attributes import AttributeChange, AttributeDefinition
from kuulo.customers.models.consents import Consent, ConsentText
from kuulo.customers.models.contacts import ContactPoint
from kuulo.customers.models.kept_out import KeptOut
from kuulo.customers.models.links import Link
from kuulo.customers.models.lists import PartyList, PartyListMember
from kuulo.customers.models.parties import Identifier, Party, PartyStage, Register, Relation
from kuulo.customers.models.segments import Segment, SegmentSize

__all__ = [
    "AttributeChange",
    "AttributeDefinition",
    "Consent",
    "ConsentText",
    "ContactPoint",
    "Identifier",
    "KeptOut",
    "Link",
    "Party",
    "PartyList",
    "PartyListMember",
    "PartyStage",
    "Register",
    "Relation",
    "Segment",
    "SegmentSize",
]

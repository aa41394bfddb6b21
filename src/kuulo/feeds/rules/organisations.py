"""The organisation that a row says its person works for; pure."""

from __future__ import annotations

from kuulo.customers.rules import VALUE_LENGTH, PartyKind, PartyRow
from kuulo.surveys.rules.labels import normalise


def organisation_row(name: str, business_id: str, party: PartyRow) -> PartyRow | None:
    """Return the organisation a person works for; None where the row names none or is itself the organisation's.

    It is known again by its business id; without one by its name, small letters and single spaces.
    """
    if party.kind is not PartyKind.PERSON or not name:
        return None
    identifier = f"business_id:{business_id}" if business_id else f"organisation_name:{normalise(name)[:VALUE_LENGTH]}"
    return PartyRow(identifier=identifier, kind=PartyKind.ORGANISATION, name=name[:250])

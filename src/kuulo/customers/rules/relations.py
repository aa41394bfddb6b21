"""What parties are to each other, as somebody tells it; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kuulo.customers.rules.parties import RelationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """One relation between two registered parties.

    Attributes:
        identifier: ``scheme:value`` of the one who works for, buys from, was referred by …
        other: ``scheme:value`` of the other.
        kind: What the first is to the second.
        role: In which role, such as ``buyer``.
        since: First day.
        until: Last day.
    """

    identifier: str
    other: str
    kind: RelationKind
    role: str = ""
    since: date | None = None
    until: date | None = None

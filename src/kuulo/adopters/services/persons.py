"""What the room holds about persons: that they may be, or are, early adopters, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from kuulo.adopters.models import Adopter
from kuulo.base.texts import mark as _
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed


def _export(key: PersonKey) -> Iterable[Mapping[str, object]]:
    for row in Adopter.objects.filter(party_id__in=key.party_ids).order_by("pk"):
        yield {
            "state": row.state,
            "days": row.days,
            "suggestions": row.suggestions,
            "among_the_first_with": [one["name"] for one in row.reasons],
            "found_at": row.found_at,
            "decided_at": row.decided_at,
        }


def _erase(key: PersonKey, now: datetime) -> Removed:
    del now
    removed, _of = Adopter.objects.filter(party_id__in=key.party_ids).delete()
    return Removed(rows=removed)


PERSON_STORES: Final = (
    PersonStore(
        name="adopters.adopters",
        title=_("That you were among the first to take up new things"),
        tables=frozenset({"adopters.Adopter"}),
        export=_export,
        erase=_erase,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "adopters.Search": "new things that spread and two figures of all customers, none under the floor",
}

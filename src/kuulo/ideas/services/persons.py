"""What this room holds about persons: which customers told an idea by word of mouth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.ideas.models import Teller


def _export(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield which ideas the person is noted behind, and what was noted."""
    for row in Teller.objects.filter(party__in=key.party_ids).select_related("idea").order_by("pk"):
        yield {"idea": row.idea.claim, "told": row.note, "at": row.told_at}


def _erase(key: PersonKey, now: datetime) -> Removed:
    """Remove the person from behind every idea; the ideas stay."""
    del now
    return Removed(rows=Teller.objects.filter(party__in=key.party_ids).delete()[0])


PERSON_STORES: Final = (
    PersonStore(
        name="ideas.tellers",
        title=_("Ideas that you told"),
        tables=frozenset({"ideas.Teller"}),
        export=_export,
        erase=_erase,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ideas.Idea": "Ideas and figures of all who need them together; customers' words are the claims'.",
        "ideas.Sign": "What others have published, and where.",
        "ideas.Judgement": "What staff hold of it.",
    }
)

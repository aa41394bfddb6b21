"""What the room keeps about persons, for export and erasure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Q

from kuulo.base.texts import mark as _
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.matching.models import Proposal


def export_proposals(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield what was held to be the same as the person, how likely, and what was decided.

    Of the other party nothing is told but whether it was found to be this person: it may be somebody else.
    """
    for row in Proposal.objects.filter(_of(key)).order_by("pk"):
        is_first = row.first_id in key.party_ids
        yield {
            "state": row.state,
            "kind": row.kind,
            "rule": row.rule,
            "probability": row.probability,
            "compared": [
                {"column": each["column"], "value": each["left"] if is_first else each["right"]} for each in row.weights
            ],
            "proposed_at": row.proposed_at,
            "decided_at": row.decided_at,
        }


def erase_proposals(key: PersonKey, now: datetime) -> Removed:
    """Remove every proposal that the person is one side of."""
    del now
    rows, _of_kind = Proposal.objects.filter(_of(key)).delete()
    return Removed(rows=rows)


def _of(key: PersonKey) -> Q:
    return Q(first_id__in=key.party_ids) | Q(second_id__in=key.party_ids)


PERSON_STORES: Final = (
    PersonStore(
        name="matching.proposals",
        title=_("Whether you are the same as another customer we know"),
        tables=frozenset({"matching.Proposal"}),
        export=export_proposals,
        erase=erase_proposals,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "matching.Run": "counts, thresholds and models: how often values agree, never whose values",
    "matching.MatchSettings": "the organisation's thresholds and model",
}

"""What this room holds about persons, for export and erasure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.invitations.queries import invitation_ids_of
from kuulo.responses.models import Response

ANONYMOUS: Final = say(
    _("Anonymous answers cannot be found: nothing leads from them to anybody, so they can be neither shown nor erased.")
)


def response_keys_of(key: PersonKey) -> tuple[str, ...]:
    """Return the keys of the person's responses: under them the lake keeps their answers."""
    return tuple(_responses(key).values_list("key", flat=True))


def _responses(key: PersonKey) -> QuerySet[Response]:
    theirs = Q(party__in=key.identifiers) | Q(invitation_id__in=invitation_ids_of(key.party_ids))
    return Response.objects.filter(theirs)


def _export(key: PersonKey) -> Iterator[Mapping[str, object]]:
    fields = ("instrument__name", "version", "state", "promise", "language", "channel", "touchpoint", "answers")
    for row in _responses(key).order_by("started_at").values(*fields, "attributes", "hidden", "started_at"):
        yield {name: value for name, value in row.items() if value not in (None, "", {}, [])}


def _erase(key: PersonKey, now: datetime) -> Removed:
    del now
    return Removed(rows=_responses(key).delete()[0], kept=ANONYMOUS)


PERSON_STORES: Final = (
    PersonStore(
        name="responses.responses",
        title=_("Your answers"),
        tables=frozenset({"responses.Response"}),
        export=_export,
        erase=_erase,
        order=30,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "responses.WayIn": "Addresses anybody can answer at: links, posters, tablets.",
}

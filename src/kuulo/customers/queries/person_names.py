"""What persons are called, with no party beside it: by it names are found in words and masked."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from kuulo.customers.models import Party
from kuulo.customers.queries.wholes import chunks, party_ids_of
from kuulo.customers.rules import PartyKind, Purpose


def person_names(*, purpose: Purpose, identifiers: Collection[str] | None = None) -> frozenset[str]:
    """Return the names of all persons, or of those some identifiers ``scheme:value`` name."""
    del purpose
    persons = Party.objects.filter(kind=PartyKind.PERSON).exclude(name="")
    if identifiers is None:
        return frozenset(persons.values_list("name", flat=True).distinct().iterator(chunk_size=20_000))
    found: set[str] = set()
    for chunk in chunks(sorted(set(party_ids_of(identifiers).values()))):
        found.update(persons.filter(Q(pk__in=chunk) | Q(whole_id__in=chunk)).values_list("name", flat=True))
    return frozenset(found)

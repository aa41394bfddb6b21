"""What this room holds about persons: what they said, wrote, sent and were seen doing in studies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Final

from django.db.models import Q, QuerySet

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.sources.models import Source
from kuulo.sources.queries.reading import view_of
from kuulo.sources.rules import ErasedWhy, SourceView, own_words
from kuulo.sources.services.covering import cover_voice, shared_sources
from kuulo.sources.services.erasing import erase_source
from kuulo.studies.queries import participations_of

BEFORE_STUDIES: Final = 8
"""While the participants by whom sources are found are still there."""
OTHERS_WORDS: Final = say(
    _("Notes and discussions in which several people speak stay: they are others’ too, and name nobody by themselves.")
)
ERASED_BY: Final = "kuulo"


def _sources(key: PersonKey) -> QuerySet[Source]:
    """Return what is of a person: told as a participant, or kept under the person's number."""
    numbers = [each.id for each in participations_of(key.party_ids)]
    return Source.objects.filter(Q(participant_id__in=numbers) | Q(party_id__in=key.party_ids))


def _with_parts(rows: QuerySet[Source]) -> Iterable[Source]:
    """Yield sources with those that lie beside them, such as pictures taken with notes, each once."""
    keys = list(rows.values_list("key", flat=True))
    beside = Source.objects.filter(beside__in=keys).exclude(key__in=keys)
    return chain(rows.order_by("occurred_at", "pk"), beside.order_by("occurred_at", "pk"))


def _export(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield what a person told, and what was written down of them; colleagues are not named."""
    for row in _with_parts(_sources(key)):
        view = view_of(row)
        yield {
            "key": view.key,
            "study": view.study,
            "kind": view.kind.value,
            "occurred_at": view.occurred_at,
            "language": view.language or "",
            "text": view.text,
            "own_words": list(own_words(view)),
            "file": _file(view),
        }


def _file(view: SourceView) -> Mapping[str, object]:
    return {} if view.media is None else {"type": view.media.mime, "bytes": view.media.bytes}


def _erase(key: PersonKey, now: datetime) -> Removed:
    """Erase a person's sources with their files, and cover their voice among others'; signals go by themselves."""
    rows = list(_with_parts(_sources(key)))
    files = sum(bool(row.media_name) for row in rows)
    for row in rows:
        erase_source(row.key, by=ERASED_BY, why=ErasedWhy.WITHDRAWN, now=now)
    return Removed(rows=len(rows) + _cover(key, now), files=files, kept=OTHERS_WORDS if rows else None)


def _cover(key: PersonKey, now: datetime) -> int:
    """Cover a person's voice in what several said together; return in how many sources."""
    known = {each.id: each for each in participations_of(key.party_ids)}
    return sum(
        cover_voice(name, number, (known[number].label, known[number].pseudonym, *key.names), by=ERASED_BY, now=now)
        for name, numbers in shared_sources(known)
        for number in numbers
    )


PERSON_STORES: Final = (
    PersonStore(
        name="sources.sources",
        title=_("What you told in studies"),
        tables=frozenset({"sources.Source"}),
        export=_export,
        erase=_erase,
        order=BEFORE_STUDIES,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sources.ErasedSource": "Random keys of what was erased, so that it does not come back from a phone.",
        "sources.DueSignals": "Random keys under which signals are to leave the lake.",
    }
)

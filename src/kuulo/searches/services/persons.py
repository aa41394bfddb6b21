"""What the room holds about persons: saved searches that name them, and their words in the index's files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.customers.rules.mentions import Mentions
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.lake.queries import signals_of
from kuulo.lake.rules import ChosenSignals
from kuulo.responses.services import response_keys_of
from kuulo.searches.models import SavedSearch
from kuulo.searches.queries.index import open_index
from kuulo.searches.services.indexing import forget_gone

ERASED: Final = "(erased)"
AFTER_SIGNALS: Final = 15


def _named(key: PersonKey) -> Iterator[SavedSearch]:
    mentions = Mentions(key)
    rows = SavedSearch.objects.order_by("pk")
    return (row for row in rows if mentions.stand_in(row.name) or mentions.stand_in(row.question))


def _export_searches(key: PersonKey) -> Iterable[Mapping[str, object]]:
    for row in _named(key):
        yield {"name": row.name, "question": row.question, "made_at": row.made_at}


def _erase_searches(key: PersonKey, now: datetime) -> Removed:
    """Take the person's name out of searches: such a search asks for nothing any more."""
    del now
    found = list(_named(key))
    for row in found:
        row.name, row.question = f"{ERASED} {row.pk}", {"text": ERASED}
        row.save(update_fields=["name", "question"])
    return Removed(rows=len(found))


def _export_index(key: PersonKey) -> Iterable[Mapping[str, object]]:
    opened = open_index()
    chosen = ChosenSignals(parties=frozenset(key.identifiers), response_ids=frozenset(response_keys_of(key)))
    held = {str(signal["signal_id"]) for signal in signals_of(chosen)}.intersection(opened.ids if opened else ())
    if held:
        yield {"comments": len(held)}


def _erase_index(key: PersonKey, now: datetime) -> Removed:
    """Take out what the lake holds no more: the person's signals are gone from it by now."""
    del key, now
    return Removed(rows=forget_gone())


PERSON_STORES: Final = (
    PersonStore(
        name="searches.saved",
        title=_("Saved searches that name you"),
        tables=frozenset({"searches.SavedSearch"}),
        export=_export_searches,
        erase=_erase_searches,
        order=90,
    ),
    PersonStore(
        name="searches.index",
        title=_("Words of your comments in the search index"),
        tables=frozenset(),
        export=_export_index,
        erase=_erase_index,
        order=AFTER_SIGNALS,
    ),
)

"""Handing out what is known about a person: the same registry that is erased (GDPR 15, 20)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from kuulo.customers.queries import person_key
from kuulo.rights.services.registry import person_stores

# These look into every file or row of everybody; they belong into the export, not onto a page somebody waits for.
SLOW: Final = frozenset(
    {
        "surveys.files",
        "invitations.files",
        "feeds.rejected",
        "feeds.waiting",
        "customers.lists",
        "jobs.jobs",
        "sessions",
        "sample.files",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreShown:
    """What one store holds about the person: plain rows, in the order of the store."""

    name: str
    title: str
    rows: tuple[Mapping[str, Any], ...]


def person_export(party_id: int, *, without: Collection[str] = ()) -> tuple[StoreShown, ...]:
    """Return what every store holds about the person, those that hold nothing left out.

    Args:
        party_id: The party, or any found to be the same.
        without: Stores not to be looked into.
    """
    # Who somebody is called is no proof of being him: on one's own page one can call oneself after anybody.
    key = replace(person_key(party_id), names=())
    shown = (
        StoreShown(name=store.name, title=store.title, rows=tuple(plain(row) for row in store.export(key)))
        for store in reversed(person_stores())
        if store.name not in without
    )
    return tuple(each for each in shown if each.rows)


def slow_titles() -> tuple[str, ...]:
    """Return the titles of the stores that only the export looks into; marked texts."""
    return tuple(store.title for store in reversed(person_stores()) if store.name in SLOW)


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: moments as ISO 8601, mappings and lists all the way down."""
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items() if each not in (None, "")}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, bool | int | float | str) or value is None:
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def export_document(party_id: int, *, organisation: str, now: datetime) -> dict[str, Any]:
    """Return the export as one document: who hands it out, when, and the stores."""
    stores = person_export(party_id)
    return {
        "format": "kuulo-person-export-1",
        "organisation": organisation,
        "made_at": now.isoformat(),
        "stores": [{"name": each.name, "title": each.title, "rows": list(each.rows)} for each in stores],
    }

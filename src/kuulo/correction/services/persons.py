"""What this room holds about persons, for export and erasure: that they were asked, and what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.correction.models import Asking
from kuulo.correction.services.askings import CHUNK, touch_ledger
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed

STRIPPED: Final = say(
    _("Only that one person was asked stays, without saying who: else rates of answering would change.")
)


def _askings(key: PersonKey) -> QuerySet[Asking]:
    return Asking.objects.filter(Q(party__in=key.party_ids) | Q(identifier__in=key.identifiers))


def _export_askings(key: PersonKey) -> Iterable[Mapping[str, object]]:
    fields = (
        "source",
        "identifier",
        "touchpoint",
        "asked_at",
        "phase",
        "of",
        "probability",
        "chance",
        "reminders",
        "moments",
        "reached",
        "outcome",
    )
    rows: Iterable[Mapping[str, object]] = _askings(key).order_by("pk").values(*fields)
    return rows


def _erase_askings(key: PersonKey, now: datetime) -> Removed:
    """Take the person out of every asking, with the moments by which messages sent to it could be told."""
    del now
    found = list(_askings(key))
    for row in found:
        row.key, row.party_id, row.identifier = f"erased:{secrets.token_hex(16)}", None, ""
        row.moments = []
    Asking.objects.bulk_update(found, ["key", "party", "identifier", "moments"], batch_size=CHUNK)
    if found:
        touch_ledger()
    return Removed(rows=len(found), kept=STRIPPED if found else None)


PERSON_STORES: Final = (
    PersonStore(
        name="correction.askings",
        title=_("When you were asked, and whether you answered"),
        tables=frozenset({"correction.Asking"}),
        export=_export_askings,
        erase=_erase_askings,
        order=35,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "correction.AskingLedger": "One row: a token.",
    "correction.KeptComparison": "Figures of everybody heard, each of no fewer persons than the anonymity floor.",
}

"""The ledger of who was asked."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from kuulo.correction.models import Asking, AskingLedger
from kuulo.correction.rules.askings import AskingRow

CHUNK: Final = 2_000
FIELDS: Final = (
    "source",
    "party_id",
    "identifier",
    "touchpoint",
    "asked_at",
    "phase",
    "of",
    "probability",
    "chance",
    "reminders",
    "reached",
    "outcome",
)
CHANGING: Final = ("reminders", "reached", "outcome")


@transaction.atomic
def note_askings(rows: Iterable[AskingRow]) -> int:
    """Note who was asked, or what became of it, inside the caller's transaction; return how many were told.

    A row told again under its key is written over where it can change: reminders, whether it reached, the outcome.
    What is told again alike, as when somebody only opens the question, changes nothing: kept figures stay kept.
    """
    told = {row.key: row for row in rows}
    held = Asking.objects.in_bulk(told, field_name="key")
    changed = [row for key, row in told.items() if key not in held or _can_change(held[key]) != _can_change(row)]
    if not changed:
        return len(told)
    made = [
        Asking(
            key=row.key,
            moments=[[at.isoformat() for at in each] for each in row.moments],
            **{name: getattr(row, name) for name in FIELDS},
        )
        for row in changed
    ]
    Asking.objects.bulk_create(
        made, batch_size=CHUNK, update_conflicts=True, unique_fields=["key"], update_fields=list(CHANGING)
    )
    touch_ledger()
    return len(told)


def _can_change(row: Asking | AskingRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in CHANGING)


def touch_ledger() -> None:
    """Let whoever keeps figures know that the ledger changed."""
    AskingLedger.objects.update_or_create(pk=1, defaults={"version": secrets.token_hex(8)})

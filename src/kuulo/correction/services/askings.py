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
    """
    told = {row.key: row for row in rows}
    if not told:
        return 0
    made = [
        Asking(
            key=row.key,
            moments=[[at.isoformat() for at in each] for each in row.moments],
            **{name: getattr(row, name) for name in FIELDS},
        )
        for row in told.values()
    ]
    Asking.objects.bulk_create(
        made, batch_size=CHUNK, update_conflicts=True, unique_fields=["key"], update_fields=list(CHANGING)
    )
    touch_ledger()
    return len(made)


def touch_ledger() -> None:
    """Let whoever keeps figures know that the ledger changed."""
    AskingLedger.objects.update_or_create(pk=1, defaults={"version": secrets.token_hex(8)})

"""From when to when everybody was a customer, and who brought whom: for figures about staying and growth, in groups."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

import pyarrow as pa
from django.db.models import F
from django.db.models.functions import Coalesce

from kuulo.customers.models import Party, Relation
from kuulo.customers.queries.wholes import NUMBER_COLUMN, READ_CHUNK, WHOLE, WHOLE_OF_PARTY, register_version
from kuulo.customers.rules import Stage
from kuulo.customers.rules.parties import RelationKind

WHOLE_OF_OTHER: Final = Coalesce(F("other__whole_id"), F("other_id"))


def stays_table() -> pa.Table:
    """Return one row a whole that is or was a customer, read once for each version of the register.

    Columns: ``party_id`` (int64), ``since`` and ``until`` (dates; null where not known, and while it stays),
    ``brought_by`` (int64: the whole that referred it, null for most). Who is still a customer as another part of the
    whole has not left; of one that left on nobody knows which day, nothing is told.
    """
    return _stays_of_version(register_version())


@lru_cache(maxsize=1)
def _stays_of_version(version: str) -> pa.Table:
    del version
    since: dict[int, date | None] = {}
    until: dict[int, date | None] = {}
    lost: set[int] = set()
    rows = Party.objects.exclude(stage=Stage.PROSPECT).annotate(of=WHOLE).order_by("pk")
    for number, stage, came, left in rows.values_list("of", "stage", "since", "until").iterator(chunk_size=READ_CHUNK):
        if stage == Stage.FORMER and left is None:
            lost.add(number)
            continue
        known = since.get(number)
        since[number] = min((day for day in (came, known) if day is not None), default=None)
        before = until.get(number, left)
        until[number] = max(left, before) if left is not None and before is not None else None
    numbers = [number for number in since if number not in lost]
    brought = dict(
        Relation.objects.filter(kind=RelationKind.REFERRED_BY)
        .annotate(of=WHOLE_OF_PARTY, by=WHOLE_OF_OTHER)
        .order_by("-pk")
        .values_list("of", "by")
    )
    return pa.table(
        {
            NUMBER_COLUMN: pa.array(numbers, pa.int64()),
            "since": pa.array([since[number] for number in numbers], pa.date32()),
            "until": pa.array([until[number] for number in numbers], pa.date32()),
            "brought_by": pa.array([brought.get(number) for number in numbers], pa.int64()),
        }
    )

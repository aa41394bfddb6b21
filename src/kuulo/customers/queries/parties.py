"""Reads of parties and their attributes."""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Q

from kuulo.customers.models import Identifier, Party
from kuulo.customers.queries.party import merged_attributes
from kuulo.customers.queries.segments import segment_columns, segments_version
from kuulo.customers.queries.wholes import NUMBER_COLUMN, WHOLE, WHOLE_OF_PARTY, party_map, register_version
from kuulo.customers.rules import PARTY_COLUMN

CHUNK = 20_000


def attributes_table() -> pa.Table:
    """Return the attributes of every party as they are now, as a whole.

    One row for each identifier; columns ``party`` (``scheme:value``) and, in alphabetical order, one text column for
    each attribute any party has (null where a party has none); then, for each segment, ``segment: <name>`` with ``yes``
    or ``no``. It is read once for each `attributes_version`.
    """
    segments = segments_version()
    table = _table_of_version(register_version())
    return _with_segments(register_version(), segments) if segments else table


def attributes_version() -> str:
    """Return a token that changes whenever `attributes_table` could: the register's, and that of the segments."""
    return f"{register_version()} {segments_version()}".strip()


def count_parties() -> int:
    """Return how many parties are known; those found to be the same count once."""
    return Party.objects.filter(whole=None).count()


def attribute_names() -> tuple[str, ...]:
    """Return the names of all attributes, in alphabetical order."""
    return tuple(name for name in attributes_table().column_names if name != PARTY_COLUMN)


@lru_cache(maxsize=1)
def _table_of_version(version: str) -> pa.Table:
    if not version:
        return pa.table({PARTY_COLUMN: pa.array([], pa.string())})
    of_wholes = _attributes_of_wholes()
    rows = Identifier.objects.order_by("pk").annotate(of=WHOLE_OF_PARTY)
    parties: list[str] = []
    attributes: list[dict[str, str]] = []
    told = rows.values_list("scheme", "value", "of", "party__attributes")
    for scheme, value, number, own in told.iterator(chunk_size=CHUNK):
        parties.append(f"{scheme}:{value}")
        attributes.append(of_wholes.get(number, own))
    names = sorted({name for own in attributes for name in own})
    columns = {name: pa.array([own.get(name) for own in attributes], pa.string()) for name in names}
    return pa.table({PARTY_COLUMN: pa.array(parties, pa.string()), **columns})


@lru_cache(maxsize=1)
def _with_segments(register: str, segments: str) -> pa.Table:
    del segments
    table, known, columns = _table_of_version(register), party_map(), segment_columns()
    numbers = known[NUMBER_COLUMN].take(pc.index_in(table[PARTY_COLUMN], value_set=known[PARTY_COLUMN]))
    places = pc.index_in(numbers, value_set=columns[NUMBER_COLUMN])
    for name in columns.column_names:
        if name != NUMBER_COLUMN:
            table = table.append_column(name, columns[name].take(places))
    return table


def _attributes_of_wholes() -> dict[int, dict[str, str]]:
    """Return the merged attributes of the wholes that have parts; most parties have none."""
    parts: dict[int, list[dict[str, str]]] = {}
    linked = Party.objects.filter(whole__isnull=False)
    rows = Party.objects.filter(Q(whole__isnull=False) | Q(pk__in=linked.values("whole_id"))).annotate(of=WHOLE)
    for number, own in rows.order_by("pk").values_list("of", "attributes"):
        parts.setdefault(number, []).append(own)
    return {number: merged_attributes(told) for number, told in parts.items()}

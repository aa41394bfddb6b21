"""Reads of parties and their attributes."""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa

from kuulo.customers.models import Identifier, Party, Register
from kuulo.customers.rules import PARTY_COLUMN

CHUNK = 20_000


def attributes_table() -> pa.Table:
    """Return the attributes of every party as they are now.

    One row for each identifier; columns ``party`` (``scheme:value``) and, in alphabetical order, one text column for
    each attribute any party has (null where a party has none). It is read once for each version of the register.
    """
    return _table_of_version(register_version())


def count_parties() -> int:
    """Return how many parties are known."""
    return Party.objects.count()


def attribute_names() -> tuple[str, ...]:
    """Return the names of all attributes, in alphabetical order."""
    return tuple(name for name in attributes_table().column_names if name != PARTY_COLUMN)


def register_version() -> str:
    """Return the token of the register's present content; empty while nobody was registered."""
    return Register.objects.values_list("version", flat=True).first() or ""


@lru_cache(maxsize=1)
def _table_of_version(version: str) -> pa.Table:
    if not version:
        return pa.table({PARTY_COLUMN: pa.array([], pa.string())})
    rows = Identifier.objects.order_by("pk").values_list("scheme", "value", "party__attributes")
    parties: list[str] = []
    attributes: list[dict[str, str]] = []
    for scheme, value, own in rows.iterator(chunk_size=CHUNK):
        parties.append(f"{scheme}:{value}")
        attributes.append(own)
    names = sorted({name for own in attributes for name in own})
    columns = {name: pa.array([own.get(name) for own in attributes], pa.string()) for name in names}
    return pa.table({PARTY_COLUMN: pa.array(parties, pa.string()), **columns})

"""A response as the store keeps it, read and written as plain rows in one statement for many.

The statements are written out for SQLite and PostgreSQL alike: on the path of every answer an object mapper would cost
more than all the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from django.db import connection

from kuulo.base.sql import flat, in_pieces, insert_rows
from kuulo.instruments.rules.flow import Answer

TABLE: Final = "responses_response"
COLUMNS: Final = (
    "id",
    "key",
    "instrument_id",
    "version",
    "way_in_id",
    "invitation_id",
    "state",
    "promise",
    "language",
    "channel",
    "touchpoint",
    "party",
    "answers",
    "hidden",
    "attributes",
    "page",
    "settled",
    "suspect",
    "weight",
    "started_at",
    "updated_at",
    "completed_at",
)
CHANGING: Final = ("state", "language", "answers", "hidden", "page", "settled", "suspect", "updated_at", "completed_at")
JSON: Final = frozenset({"answers", "hidden", "attributes", "settled"})
TIMES: Final = frozenset({"started_at", "updated_at", "completed_at"})
PIECE: Final = 200
ENCODE: Final = msgspec.json.Encoder().encode
DECODE: Final = msgspec.json.Decoder().decode


class CrossedError(Exception):
    """Another process wrote the same response at the same moment; what was to be written is looked at anew."""


@dataclass(slots=True, kw_only=True)
class Standing:
    """How a response stands; the names are those of the table's columns."""

    id: int
    key: str
    instrument_id: int
    version: int
    way_in_id: int | None
    invitation_id: int | None
    state: str
    promise: str
    language: str
    channel: str
    touchpoint: str
    party: str | None
    answers: dict[str, Answer] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    page: str = ""
    settled: list[str] = field(default_factory=list)
    suspect: bool = False
    weight: float | None = None
    started_at: datetime
    updated_at: datetime
    completed_at: datetime | None = None


def read_standings(keys: Collection[str]) -> dict[str, Standing]:
    """Return how the responses of these keys stand, and hold them until the transaction ends."""
    found: dict[str, Standing] = {}
    wanted = list(keys)
    hold = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    for start in range(0, len(wanted), PIECE):
        piece = wanted[start : start + PIECE]
        marks = ", ".join([_mark()] * len(piece))
        sql = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE key IN ({marks}){hold}"  # noqa: S608 -- our own names
        for row in _raw().execute(sql, piece).fetchall():
            standing = _standing(row)
            found[standing.key] = standing
    return found


def insert_standings(standings: Sequence[Standing]) -> None:
    """Write new responses.

    Raises:
        CrossedError: One of them is there already.
    """
    conflict = "ON CONFLICT (key) DO NOTHING"
    for piece in in_pieces(standings):
        sql = insert_rows(TABLE, COLUMNS, len(piece), _mark(), conflict)
        cursor = _raw().execute(sql, flat([_values(standing) for standing in piece]))
        if cursor.rowcount != len(piece):
            raise CrossedError


def update_standings(standings: Iterable[Standing]) -> None:
    """Write what may have changed in responses that are there."""
    mark = _mark()
    sql = f"UPDATE {TABLE} SET {', '.join(f'{name} = {mark}' for name in CHANGING)} WHERE key = {mark}"  # noqa: S608 -- our own names
    for standing in standings:
        _raw().execute(sql, [*(_value(standing, name) for name in CHANGING), standing.key])


def _values(standing: Standing) -> list[object]:
    return [_value(standing, name) for name in COLUMNS]


def _value(standing: Standing, name: str) -> object:
    value = getattr(standing, name)
    if name in JSON:
        return ENCODE(value).decode()
    if name in TIMES:
        return None if value is None else _stored_time(value)
    return value


def _stored_time(moment: datetime) -> object:
    """Return the time as Django keeps it: SQLite has texts in UTC without a zone."""
    if connection.vendor == "postgresql":
        return moment
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def _standing(row: Sequence[Any]) -> Standing:
    values = dict(zip(COLUMNS, row, strict=True))
    for name in JSON:
        if isinstance(values[name], str | bytes):
            values[name] = DECODE(values[name])
    for name in TIMES:
        if isinstance(values[name], str):
            values[name] = datetime.fromisoformat(values[name]).replace(tzinfo=UTC)
    values["suspect"] = bool(values["suspect"])
    return Standing(**values)


def _raw() -> Any:
    connection.ensure_connection()
    return connection.connection


def _mark() -> str:
    return "%s" if connection.vendor == "postgresql" else "?"

"""A response as the store keeps it, read and written as plain rows in one statement for many.

The statements are written out for SQLite and PostgreSQL alike: on the path of every answer an object mapper would cost
more than all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from django.db import connection

from kuulo.base.sql import driver_of, in_pieces
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
    driver = driver_of(connection)
    hold = " FOR UPDATE" if driver.is_postgresql else ""
    for piece in in_pieces(wanted):
        marks = ", ".join([driver.mark] * len(piece))
        sql = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE key IN ({marks}){hold}"  # noqa: S608 -- our own names
        for row in driver.raw.execute(sql, piece).fetchall():
            standing = _standing(row)
            found[standing.key] = standing
    return found


def insert_standings(standings: Sequence[Standing]) -> None:
    """Write new responses.

    Raises:
        CrossedError: One of them is there already.
    """
    driver = driver_of(connection)
    rows = [_values(standing, driver.time) for standing in standings]
    if driver.insert(TABLE, COLUMNS, rows, "key") != len(rows):
        raise CrossedError


def update_standings(standings: Iterable[Standing]) -> None:
    """Write what may have changed in responses that are there."""
    driver = driver_of(connection)
    mark = driver.mark
    sql = f"UPDATE {TABLE} SET {', '.join(f'{name} = {mark}' for name in CHANGING)} WHERE key = {mark}"  # noqa: S608 -- our own names
    for standing in standings:
        values = dict(zip(COLUMNS, _values(standing, driver.time), strict=True))
        driver.raw.execute(sql, [*(values[name] for name in CHANGING), standing.key])


def _values(standing: Standing, time: Callable[[datetime], object]) -> tuple[object, ...]:
    """Return the values of the columns, in their order; written out, for every answer comes through here."""
    updated = time(standing.updated_at)
    completed = standing.completed_at
    return (
        standing.id,
        standing.key,
        standing.instrument_id,
        standing.version,
        standing.way_in_id,
        standing.invitation_id,
        standing.state,
        standing.promise,
        standing.language,
        standing.channel,
        standing.touchpoint,
        standing.party,
        ENCODE(standing.answers).decode(),
        ENCODE(standing.hidden).decode() if standing.hidden else "{}",
        ENCODE(standing.attributes).decode() if standing.attributes else "{}",
        standing.page,
        ENCODE(standing.settled).decode() if standing.settled else "[]",
        standing.suspect,
        standing.weight,
        time(standing.started_at),
        updated,
        updated if completed is standing.updated_at else completed and time(completed),
    )


def _standing(row: Sequence[Any]) -> Standing:
    values = dict(zip(COLUMNS, row, strict=True))
    for name in JSON:
        if isinstance(values[name], str | bytes):
            values[name] = DECODE(values[name])
    for name in TIMES:
        # Django has taught SQLite's driver to read times, but not their zone.
        if values[name] is not None and values[name].tzinfo is None:
            values[name] = values[name].replace(tzinfo=UTC)
    values["suspect"] = bool(values["suspect"])
    return Standing(**values)

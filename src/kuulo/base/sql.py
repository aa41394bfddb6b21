"""Many rows in one statement, through the database's own driver: SQLite's or PostgreSQL's.

Made for the path every answer takes, where an object mapper would cost more than all the rest. The SQL is put together
from names of our own; values are always bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final, TypeVar

Row = TypeVar("Row")
MOST_ROWS: Final = 64


@dataclass(frozen=True, slots=True)
class Driver:
    """A connection of sqlite3 or psycopg, inside a transaction that somebody else has begun and will end."""

    raw: Any
    is_postgresql: bool

    @property
    def mark(self) -> str:
        """Return what stands for a value in a statement."""
        return "%s" if self.is_postgresql else "?"

    def time(self, moment: datetime) -> object:
        """Return a moment in UTC as Django keeps it: SQLite has texts without a zone."""
        return moment if self.is_postgresql else moment.isoformat(" ")[:-6]

    def insert(self, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[object]], unique: str) -> int:
        """Insert the rows, those left out whose column ``unique`` is there already; return how many were inserted."""
        inserted = 0
        for piece in in_pieces(rows):
            statement = insert_rows(table, columns, len(piece), self.mark, unique)
            inserted += self.raw.execute(statement, list(chain.from_iterable(piece))).rowcount
        return inserted


def driver_of(connection: Any) -> Driver:
    """Return the driver behind a connection of Django, opened where it was not."""
    connection.ensure_connection()
    return Driver(connection.connection, connection.vendor == "postgresql")


@lru_cache(maxsize=512)
def insert_rows(table: str, columns: tuple[str, ...], count: int, mark: str, unique: str) -> str:
    """Return the statement that inserts ``count`` rows at once and leaves out what is there already."""
    row = f"({', '.join([mark] * len(columns))})"
    rows = ", ".join([row] * count)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {rows} ON CONFLICT ({unique}) DO NOTHING"  # noqa: S608 -- our own names


def in_pieces(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows in pieces of a few fixed sizes, so that a connection need keep few statements."""
    place = 0
    while place < len(rows):
        size = min(MOST_ROWS, 1 << ((len(rows) - place).bit_length() - 1))
        yield rows[place : place + size]
        place += size

"""SQL text that is put together from names of our own: one insert of many rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, TypeVar

Row = TypeVar("Row")
MOST_ROWS: Final = 64


@lru_cache(maxsize=512)
def insert_rows(table: str, columns: tuple[str, ...], count: int, mark: str, conflict: str = "") -> str:
    """Return the statement that inserts ``count`` rows at once, its values marked ``?`` or ``%s``.

    ``conflict`` is what follows the values, such as ``ON CONFLICT (key) DO NOTHING``.
    """
    row = f"({', '.join([mark] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * count)} {conflict}"  # noqa: S608 -- our own names


def in_pieces(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows in pieces of a few fixed sizes, so that a connection need keep few statements."""
    place = 0
    while place < len(rows):
        size = min(MOST_ROWS, 1 << ((len(rows) - place).bit_length() - 1))
        yield rows[place : place + size]
        place += size


def flat(rows: Sequence[Sequence[object]]) -> list[object]:
    """Return the values of the rows one after another, as a statement of many rows takes them."""
    return list(chain.from_iterable(rows))

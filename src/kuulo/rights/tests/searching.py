"""The search for a person's markers: in the bytes of every file, Parquet unpacked as well, and in every table."""

from __future__ import annotations

import quopri
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq
from django.db import connection

# What is searched for, whatever its case: each stands in something of hers and in nothing else.
MARKERS: Final = ("zyrväx", "zyrvax", "qvist-märker", "qvist marker", "778899", "409998877")


def places_of(folder: Path) -> list[str]:
    """Return where any marker stands: in the bytes of every file, Parquet unpacked as well, and in every table."""
    found = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file() and _stands(path)]
    return found + [f"table {table}" for table, content in dumped() if _any_marker(content)]


def _stands(path: Path) -> bool:
    content = path.read_bytes()
    found = _any_marker(content) or any(_any_marker(path.name.encode()) for _once in (1,))
    if path.suffix == ".parquet":
        found = found or _any_marker(repr(pq.ParquetFile(path).read().to_pylist()).encode())
    if path.suffix in {".eml", ".html", ".txt"}:
        found = found or _any_marker(quopri.decodestring(content))
    return found


def _any_marker(content: bytes) -> bool:
    """Return whether a marker stands in the bytes as UTF-8, as UTF-16 in either order, or escaped as in JSON."""
    texts = [content.decode("utf-8", "replace"), content.decode("latin-1")]
    texts += [content[start:].decode(code, "replace") for code in ("utf-16-le", "utf-16-be") for start in (0, 1)]
    wanted = [*MARKERS, *(marker.encode("unicode_escape").decode() for marker in MARKERS)]
    return any(marker in text.casefold() for text in texts for marker in wanted)


def dumped() -> Iterator[tuple[str, bytes]]:
    """Yield every cell of every table with its content as text, and of what the planner noted of the tables' values."""
    with connection.cursor() as cursor:
        planners = ["pg_stats"] if connection.vendor == "postgresql" else []
        for table in [*connection.introspection.table_names(cursor), *planners]:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- the table's own name
            names = [column[0] for column in cursor.description]
            for at, row in enumerate(cursor.fetchall()):
                for name, value in zip(names, row, strict=True):
                    yield f"{table}.{name} {at}", repr(value).encode()

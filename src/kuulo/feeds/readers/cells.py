"""Columns of any Arrow type as texts."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc


def text_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as texts: days as 2026-11-22, flags as true and false, anything nested as Python writes it."""
    kind = column.type
    if pa.types.is_string(kind):
        return column
    if pa.types.is_timestamp(kind):
        return pc.strftime(column.cast(pa.timestamp("us", tz=kind.tz)), format="%Y-%m-%d %H:%M:%S")
    try:
        return column.cast(pa.string())
    except pa.ArrowException:
        return pa.chunked_array([pa.array([None if v is None else str(v) for v in column.to_pylist()], pa.string())])

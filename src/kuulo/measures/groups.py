"""Groups numbered: the values of the groupings in order, and for each row the number of its group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kuulo.measures.periods import Period
from kuulo.measures.requests import By

Key = tuple[object, ...]
Places = NDArray[np.int64]


def number_groups(by: Sequence[By], table: pa.Table) -> tuple[list[Key], Places]:
    """Return the groups in order and the group of each row, from the columns ``g0…``; what is missing comes last.

    Some engines return the first days of periods as times; here they are dates.
    """
    code = np.zeros(table.num_rows, dtype=np.int64)
    values = []
    for i, item in enumerate(by):
        column = table.column(f"g{i}")
        known, places = number_values(column.cast(pa.date32()) if isinstance(item, Period) else column)
        code = code * max(len(known), 1) + places
        values.append(known)
    if not by:
        return [()], code
    if len(by) == 1:
        return [(value,) for value in values[0]], code
    codes, group = np.unique(code, return_inverse=True)
    parts: list[list[object]] = []
    for known in reversed(values):
        parts.append([known[place] for place in codes % len(known)] if known else [])
        codes //= max(len(known), 1)
    return list(zip(*reversed(parts), strict=True)), group.astype(np.int64)


def number_values(column: pa.ChunkedArray) -> tuple[list[object], Places]:
    """Return the different values of a column in order, and for each row the number of its value."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    order = pc.array_sort_indices(encoded.dictionary, null_placement="at_end")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    places = np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    return encoded.dictionary.take(order).to_pylist(), rank[places] if len(rank) else places

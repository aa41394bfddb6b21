"""The numbers by which the meaning of comments is compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kuulo.lake.queries import Snapshot
from kuulo.words.queries.companions import VECTORS


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Vectors of one embedder, packed as `language.meaning.pack` does.

    Attributes:
        ids: Signal of each row, in order of the alphabet.
        packed: Rows × dimensions, one byte a number.
        embedder: Which embedder they are of; vectors of different embedders do not compare. Empty where there are none.
    """

    ids: tuple[str, ...]
    packed: NDArray[np.int8]
    embedder: str

    def of(self, ids: Collection[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places among ``ids`` that have a vector, and the rows of these vectors."""
        rows = {signal: row for row, signal in enumerate(self.ids)}
        found = [(place, rows[signal]) for place, signal in enumerate(ids) if signal in rows]
        pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]


def vectors(snapshot: Snapshot, ids: Collection[str] | None = None) -> Vectors:
    """Return the vectors of all comments, or of some; of the embedder that most have."""
    only = "" if ids is None else " SEMI JOIN asked_ids USING (signal_id)"
    tables = {} if ids is None else {"asked_ids": pa.table({"signal_id": pa.array(sorted(ids), pa.string())})}
    names = snapshot.run(
        "SELECT embedder, count(*) AS n FROM word_vectors GROUP BY ALL ORDER BY n DESC, embedder LIMIT 1",
        companions=[VECTORS],
    )["embedder"].to_pylist()
    if not names:
        return Vectors((), np.zeros((0, 0), dtype=np.int8), "")
    name = names[0].replace("'", "''")
    sql = f"SELECT signal_id, vector FROM word_vectors{only} WHERE embedder = '{name}'"  # noqa: S608 -- a quoted text
    table = snapshot.run(sql, tables, [VECTORS])
    # The ids are sorted, and each vector is copied to its place once: an engine would carry them through its sort.
    order = pc.sort_indices(table["signal_id"])
    return Vectors(tuple(table["signal_id"].take(order).to_pylist()), _in_order(table["vector"], order), names[0])


def _in_order(column: pa.ChunkedArray, order: pa.Array) -> NDArray[np.int8]:
    """Return the vectors of a column as an array whose first row is the one that ``order`` names first."""
    places = np.empty(len(order), dtype=np.int64)
    places[order.to_numpy()] = np.arange(len(order))
    made, start = np.zeros((0, 0), dtype=np.int8), 0
    for chunk in column.chunks:
        if not len(chunk):
            continue
        rows = _rows(chunk)
        made = made if start else np.empty((len(order), rows.shape[1]), dtype=np.int8)
        made[places[start : start + len(chunk)]] = rows
        start += len(chunk)
    return made


def unpacked_rows(column: pa.ChunkedArray) -> NDArray[np.int8]:
    """Return a column of vectors as an array, rows × dimensions; every row of the same length."""
    chunks = [chunk for chunk in column.chunks if len(chunk)]
    if not chunks:
        return np.zeros((0, 0), dtype=np.int8)
    return np.concatenate([_rows(chunk) for chunk in chunks])


def _rows(chunk: pa.Array) -> NDArray[np.int8]:
    width = len(chunk[0].as_py())
    _valid, offsets, content = chunk.buffers()
    first = int(np.frombuffer(offsets, dtype=np.int32)[chunk.offset])
    found = np.frombuffer(content, dtype=np.int8, count=len(chunk) * width, offset=first)
    return found.reshape(len(chunk), width)

"""Comments with what themes are found by: masked words, language, and vector."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.lake.queries import Snapshot
from kuulo.language import meaning
from kuulo.words.queries import read_comments, vectors

COLUMNS: Final = ("signal_id", "text", "language")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Worded:
    """Comments with their languages and, where all have one, their vectors."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    languages: tuple[str | None, ...]
    vectors: Floats | None
    embedder: str


def read_worded(
    snapshot: Snapshot, *, ids: Collection[str] | None = None, order: str = "", most: int | None = None
) -> Worded:
    """Return comments that were read, masked, with their vectors; where others have one, those without are left out."""
    table = read_comments(snapshot, columns=COLUMNS, ids=ids, order=order, most=most)
    chosen = tuple(table["signal_id"].to_pylist())
    held = vectors(snapshot, chosen) if chosen else None
    rows: Floats | None = None
    embedder = ""
    if held is not None and len(held.ids):
        places, columns = held.of(chosen)
        if len(places) < len(chosen):
            # Those whose vector still waits are left for the next time.
            table = table.take(pa.array(places))
            chosen = tuple(table["signal_id"].to_pylist())
        rows, embedder = meaning.unpack(held.packed[columns]), held.embedder
    return Worded(chosen, tuple(table["text"].to_pylist()), tuple(table["language"].to_pylist()), rows, embedder)

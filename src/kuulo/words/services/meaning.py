"""Which embedder turns comments into numbers here: one that was named, the installed one, or a learned one."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.drafting.services import open_remote_embedder
from kuulo.lake.queries import Snapshot, open_snapshot
from kuulo.lake.services import append_companion, replace_companion
from kuulo.language import meaning
from kuulo.language.meaning import Embedder
from kuulo.words.queries.companions import VECTORS
from kuulo.words.queries.learned import MEANING, learned, learned_arrays
from kuulo.words.queries.waiting import quoted

THREADS: Final = 1
MOST_KEPT: Final = 20_000


def current_embedder() -> Embedder | None:
    """Return what comments are embedded with: the server that was named, the installed model, or the learned one.

    ``None`` where there is none of them yet: then what the meaning of words would add waits.
    """
    remote: Embedder | None = open_remote_embedder()
    if remote is not None:
        return remote
    installed: Embedder | None = meaning.open_embedder(THREADS)
    return installed if installed is not None else _learned_embedder()


def needs_learning() -> bool:
    """Return whether no embedder is named or installed, so that one must be learned from the comments."""
    return open_remote_embedder() is None and meaning.open_embedder(THREADS) is None


def _learned_embedder() -> Embedder | None:
    known = learned(MEANING)
    if known is None:
        return None
    if KEPT.version != known.version:
        arrays = learned_arrays(MEANING)
        KEPT.version, KEPT.embedder = (
            known.version,
            None if arrays is None else meaning.LatentEmbedder.from_arrays(arrays),
        )
    return KEPT.embedder


class Kept:
    """The learned embedder that this process read last, and vectors of texts it has met: many comments are alike."""

    def __init__(self) -> None:
        self.version = ""
        self.embedder: Embedder | None = None
        self.of = ""
        self.vectors: dict[str, bytes] = {}

    def packed(self, texts: list[str], embedder: Embedder) -> list[bytes]:
        """Return the packed vector of each text; each different text is embedded once."""
        if self.of != embedder.name or len(self.vectors) > MOST_KEPT:
            self.of, self.vectors = embedder.name, {}
        new = [text for text in dict.fromkeys(texts) if text not in self.vectors]
        if new:
            rows: NDArray[np.int8] = meaning.pack(embedder.embed(new))
            self.vectors.update(zip(new, (row.tobytes() for row in rows), strict=True))
        return [self.vectors[text] for text in texts]


KEPT: Final = Kept()


def embed(rows: pa.Table, embedder: Embedder) -> None:
    """Keep the vectors of comments that wait for one.

    Raises:
        BusyError: Others write to the lake for too long; repeat.
    """
    packed = KEPT.packed(rows["masked"].to_pylist(), embedder)
    keys = rows.select(["signal_id", "kind", "month"])
    vectors = keys.append_column("vector", pa.array(packed, pa.binary()))
    named = vectors.append_column("embedder", pa.array([embedder.name] * len(packed), pa.string()))
    with open_snapshot() as snapshot:
        are_others = _has_others(snapshot, embedder.name)
    # A row of another embedder gives way; where there is none, adding is cheaper than replacing.
    (replace_companion if are_others else append_companion)(VECTORS, named)


def _has_others(snapshot: Snapshot, name: str) -> bool:
    sql = f"SELECT 1 AS one FROM word_vectors WHERE embedder <> {quoted(name)} LIMIT 1"  # noqa: S608 -- a quoted text
    return bool(snapshot.run(sql, companions=[VECTORS]).num_rows)

"""Where a party's signals lie: which kinds and months hold any, and how many, kept in memory for each version.

Data files never change once written, so what was counted of a partition holds until its files are others. Kept are 64
bits of each identifier and a count, about twelve bytes a party and partition; no identifier and no answer.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from kuulo.lake.queries import Snapshot, open_snapshot

Partition = tuple[str, str]
"""Kind and month (``YYYY-MM``)."""
COUNT_SQL: Final = """
    SELECT kind, month, md5_number_lower(party) AS who, count(*) AS signals
    FROM signals WHERE party IS NOT NULL AND promise <> 'anonymous' GROUP BY ALL ORDER BY kind, month, who
"""


@dataclass(frozen=True, slots=True)
class Block:
    """One partition: its files, and how many signals of whom they hold; ``who`` is sorted."""

    files: tuple[str, ...]
    who: np.ndarray
    signals: np.ndarray

    def count(self, wanted: np.ndarray) -> int:
        """Return how many signals are of the wanted."""
        if not len(self.who):
            return 0
        at = np.searchsorted(self.who, wanted)
        found = at[(at < len(self.who)) & (self.who[np.minimum(at, len(self.who) - 1)] == wanted)]
        return int(self.signals[found].sum())


@dataclass(slots=True)
class Memory:
    """What this process has counted so far."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    files: tuple[str, ...] = ()
    blocks: dict[Partition, Block] = field(default_factory=dict)


MEMORY: Final = Memory()
NOBODY: Final = np.array([], dtype=np.uint64)
NO_COUNTS: Final = np.array([], dtype=np.uint32)


def places_of(snapshot: Snapshot, identifiers: Sequence[str]) -> dict[Partition, int]:
    """Return how many sealed signals there are of these identifiers, by kind and month."""
    blocks = _blocks(snapshot)
    wanted = np.array([_hash(each) for each in identifiers], dtype=np.uint64)
    counts = {partition: block.count(wanted) for partition, block in blocks.items()}
    return {partition: count for partition, count in counts.items() if count}


def warm_up() -> None:
    """Count the newest version, so that the first page after a start need not wait for it."""
    with open_snapshot() as snapshot:
        _blocks(snapshot)


def _blocks(snapshot: Snapshot) -> dict[Partition, Block]:
    with MEMORY.lock:
        # One version's files are one object for as long as it is the newest.
        if MEMORY.files is not snapshot.source.files:
            files = snapshot.partitions()
            kept = {place: block for place, block in MEMORY.blocks.items() if files.get(place) == block.files}
            MEMORY.blocks = kept | _count(snapshot, files, sorted(files.keys() - kept.keys()))
            MEMORY.files = snapshot.source.files
        return MEMORY.blocks


def _count(
    snapshot: Snapshot, files: Mapping[Partition, tuple[str, ...]], wanted: Collection[Partition]
) -> dict[Partition, Block]:
    if not wanted:
        return {}
    narrowed = snapshot.narrowed(wanted, "counting")
    table = narrowed.run(COUNT_SQL)
    who, signals = table["who"].to_numpy(), table["signals"].to_numpy().astype(np.uint32)
    blocks = {place: Block(files[place], NOBODY, NO_COUNTS) for place in wanted}
    parts = table.group_by(["kind", "month"]).aggregate([("signals", "count")])
    start = 0
    for part in parts.sort_by([("kind", "ascending"), ("month", "ascending")]).to_pylist():
        place, end = (part["kind"], part["month"]), start + part["signals_count"]
        blocks[place] = Block(files[place], who[start:end].copy(), signals[start:end].copy())
        start = end
    return blocks


def _hash(identifier: str) -> int:
    """Return the 64 bits that the engine's ``md5_number_lower`` gives: it is asked for many, and this for a few."""
    return int.from_bytes(hashlib.md5(identifier.encode(), usedforsecurity=False).digest()[8:], "little")

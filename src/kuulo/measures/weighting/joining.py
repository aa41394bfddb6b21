"""Weights joined back to the table the rows came from, by that table's own engine and as lazily as it works.

A DuckDB relation, Spark DataFrame, Polars lazy frame or ibis table comes back as one, still to be run; tables in memory
come back filled, in their order.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any, NamedTuple

import ibis
import polars as pl
import pyarrow as pa

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.measures.tables import ancestry, pandas_to_arrow


class Joined(NamedTuple):
    """What is joined: the factor of each cell, found by the cells' columns, times the base weight.

    Attributes:
        cells: The columns of the cells under their own names, and ``factor``.
        keys: Names of those columns.
        weight: Column of base weights; nothing where every row counts as one.
        name: Name of the column of weights to add.
    """

    cells: pa.Table
    keys: tuple[str, ...]
    weight: str | None
    name: str


FACTOR = "kuulo_factor"


def join_weights(table: Any, joined: Joined) -> Any:
    """Return the table with a column of weights.

    Raises:
        ColumnError: The table has a column of that name already.
    """
    columns = getattr(table, "column_names", None) or list(_names(table))
    if joined.name in [str(name) for name in columns]:
        raise ColumnError(
            _("The table has a column named {name} already."), _("Give the weights another name."), name=joined.name
        )
    found = next(_JOINERS[base] for base in ancestry(table) if base in _JOINERS)
    return found(table, joined)


def _names(table: Any) -> Sequence[str]:
    if isinstance(table, pl.LazyFrame):
        return table.collect_schema().names()
    return list(table.columns)


def _weighted(joined: Joined) -> pl.Expr:
    base = pl.lit(1.0) if joined.weight is None else pl.col(joined.weight).cast(pl.Float64)
    return (base * pl.col(FACTOR)).alias(joined.name)


def _lazy(table: pl.LazyFrame, joined: Joined) -> pl.LazyFrame:
    cells = pl.DataFrame(pl.from_arrow(joined.cells))
    if not joined.keys:
        return table.with_columns(pl.lit(cells[FACTOR][0]).alias(FACTOR)).with_columns(_weighted(joined)).drop(FACTOR)
    schema = table.collect_schema()
    cells = cells.cast({name: schema[name] for name in joined.keys})
    matched = table.join(
        cells.lazy(), on=list(joined.keys), how="left", nulls_equal=True, maintain_order="left", validate="m:1"
    )
    return matched.with_columns(_weighted(joined)).drop(FACTOR)


def _eager(table: pl.DataFrame, joined: Joined) -> pl.DataFrame:
    return _lazy(table.lazy(), joined).collect()


def _weights_alone(rows: pa.Table, joined: Joined) -> pl.Series:
    frame = pl.DataFrame(pl.from_arrow(rows))
    return _lazy(frame.lazy(), joined).select(joined.name).collect()[joined.name]


def _read(joined: Joined) -> list[str]:
    return list(dict.fromkeys([*joined.keys, *([joined.weight] if joined.weight else [])]))


def _arrow(table: pa.Table, joined: Joined) -> pa.Table:
    return table.append_column(joined.name, _weights_alone(table.select(_read(joined)), joined).to_arrow())


def _pandas(table: Any, joined: Joined) -> Any:
    rows = pandas_to_arrow(table, _read(joined))
    return table.assign(**{joined.name: _weights_alone(rows, joined).to_numpy()})


def _duckdb(relation: Any, joined: Joined) -> Any:
    kinds = dict(zip(relation.columns, map(str, relation.types), strict=True))
    lists = [f"CAST(unnest({_list(joined.cells, name)}) AS {kinds[name]}) AS {_quoted(name)}" for name in joined.keys]
    cells = f"SELECT {', '.join([*lists, f'unnest({_list(joined.cells, FACTOR)}) AS {FACTOR}'])}"
    view = f"kuulo_{secrets.token_hex(8)}"
    met = " AND ".join(f"answers.{_quoted(name)} IS NOT DISTINCT FROM cells.{_quoted(name)}" for name in joined.keys)
    base = "" if joined.weight is None else f"answers.{_quoted(joined.weight)} * "
    return relation.query(
        view,
        f"SELECT answers.*, {base}cells.{FACTOR} AS {_quoted(joined.name)} FROM {view} AS answers "  # noqa: S608 -- as above
        f"LEFT JOIN ({cells}) AS cells ON {met or 'TRUE'}",
    )


def _list(cells: pa.Table, name: str) -> str:
    return f"[{', '.join(_literal(value) for value in cells.column(name).to_pylist())}]"


def _literal(value: object) -> str:
    """Return a value as DuckDB writes it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, float):
        return f"{value!r}::DOUBLE"
    if isinstance(value, date | datetime | Decimal):
        return f"'{value}'"
    return "'" + str(value).replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _spark(frame: Any, joined: Joined) -> Any:
    cells = frame.sparkSession.createDataFrame(joined.cells)
    renamed = cells.toDF(*[f"kuulo_{i}" for i in range(len(joined.keys))], FACTOR).hint("broadcast")
    met = [frame[_ticked(name)].eqNullSafe(renamed[f"kuulo_{i}"]) for i, name in enumerate(joined.keys)]
    matched = frame.join(renamed, reduce(lambda a, b: a & b, met), "left") if met else frame.crossJoin(renamed)
    weight = (
        renamed[FACTOR] if joined.weight is None else frame[_ticked(joined.weight)].cast("double") * renamed[FACTOR]
    )
    return matched.select(*[frame[_ticked(name)] for name in frame.columns], weight.alias(joined.name))


def _ticked(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _ibis(table: Any, joined: Joined) -> Any:
    names = {f"kuulo_{i}": name for i, name in enumerate(joined.keys)}
    cells = ibis.memtable(joined.cells.rename_columns([*names, FACTOR]))
    met = [table[name].identical_to(cells[key].cast(table[name].type())) for key, name in names.items()]
    matched = table.left_join(cells, met) if met else table.cross_join(cells)
    base = ibis.literal(1).cast("float64") if joined.weight is None else matched[joined.weight].cast("float64")
    return matched.mutate(**{joined.name: base * matched[FACTOR]}).drop(*names, FACTOR)


_JOINERS: dict[tuple[str, str], Callable[[Any, Joined], Any]] = {
    ("pandas", "DataFrame"): _pandas,
    ("polars", "DataFrame"): _eager,
    ("polars", "LazyFrame"): _lazy,
    ("pyarrow", "Table"): _arrow,
    ("duckdb", "DuckDBPyRelation"): _duckdb,
    ("pyspark", "DataFrame"): _spark,
    ("ibis", "Table"): _ibis,
    ("ibis", "CachedTable"): _ibis,
}

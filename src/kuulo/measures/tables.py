"""The one adapter for the tables an analyst brings; the work is done where the table lives.

Tables are told apart by the module their class comes from, so that no engine is imported here that the analyst has not
imported already. In-memory tables run on ibis' own default engine, in a connection of their own (connections are not
shared between threads).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import ibis
import polars as pl
import pyarrow as pa
from ibis.backends.sql.datatypes import DuckDBType, PySparkType

from kuulo.base.errors import ColumnError, InputError
from kuulo.base.texts import mark as _


class Question(Protocol):
    """What a table is asked: an expression over an ibis table, or the same as SQL text."""

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text."""

    def expression(self, table: Any) -> Any:
        """Return the ibis expression."""


@dataclass(frozen=True, slots=True)
class Answers:
    """A table of answers: its columns (name → ibis type), and how to put a question to it."""

    columns: dict[str, str]
    run: Callable[[Question, Sequence[str]], pa.Table]


def open_table(table: Any) -> Answers:
    """Return the adapter of a pandas, Polars, PyArrow, DuckDB, Spark or ibis table.

    Raises:
        InputError: It is none of these; the message names what it is.
    """
    kind = type(table)
    opened = next((_OPENERS[base] for base in ancestry(table) if base in _OPENERS), None)
    if opened is None:
        raise InputError(
            _("A table of the kind {kind} cannot be read."),
            _("Bring a pandas, Polars, PyArrow, DuckDB, Spark or ibis table."),
            kind=f"{kind.__module__}.{kind.__qualname__}",
        )
    return opened(table)


def ancestry(table: Any) -> list[tuple[str, str]]:
    """Return package and name of a table's class and of those it stems from: a GeoDataFrame is a pandas table."""
    return [(base.__module__.partition(".")[0].lstrip("_"), base.__name__) for base in type(table).__mro__]


def _from_arrow(table: pa.Table) -> Answers:
    return Answers(_arrow_types(table.schema), lambda question, names: _run_arrow(table.select(names), question))


def _arrow_types(schema: pa.Schema) -> dict[str, str]:
    return {field.name: str(ibis.Schema.from_pyarrow(pa.schema([_plain_field(field)]))[field.name]) for field in schema}


def _plain_field(field: pa.Field) -> pa.Field:
    """Categories count as what they stand for; every column may have gaps."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    return pa.field(field.name, kind)


def _run_arrow(table: pa.Table, question: Question) -> pa.Table:
    plain = table.cast(pa.schema([_plain_field(field) for field in table.schema]))
    engine = ibis.duckdb.connect()
    try:
        engine.con.execute("SET TimeZone = 'UTC'")
        engine.con.register("answers", plain)
        return engine.con.sql(question.sql("duckdb")).to_arrow_table()
    finally:
        engine.disconnect()


def _from_pandas(table: Any) -> Answers:
    def run(question: Question, names: Sequence[str]) -> pa.Table:
        return _run_arrow(pandas_to_arrow(table, names), question)

    sample = {str(name): _pandas_type(table.iloc[:, [place]]) for place, name in enumerate(table.columns)}
    return Answers(sample, run)


def _pandas_type(column: Any) -> str:
    """Return the ibis type of one column; columns of mixed objects are told as such and refused only when used."""
    try:
        schema = pa.Schema.from_pandas(column, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return "json"
    return next(iter(_arrow_types(schema).values()))


def pandas_to_arrow(table: Any, names: Sequence[str]) -> pa.Table:
    """Return some columns of a pandas table.

    Raises:
        ColumnError: Two columns have one of the names, or a column mixes kinds of values.
    """
    headed = [str(name) for name in table.columns]  # a name may be a number
    for name in names:
        if headed.count(name) > 1:
            raise ColumnError(
                _("The table has {count} columns named {name}."),
                _("Give each column a name of its own."),
                count=headed.count(name),
                name=name,
            )
    try:
        chosen = pa.Table.from_pandas(table.iloc[:, [headed.index(name) for name in names]], preserve_index=False)
        return chosen.rename_columns(list(names))
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise ColumnError(
            _("A column mixes different kinds of values: {error}"), _("Give the column one kind."), error=str(error)
        ) from error


def _from_polars(table: pl.DataFrame) -> Answers:
    return _from_lazy(table.lazy())


def _from_lazy(table: pl.LazyFrame) -> Answers:
    empty = pl.DataFrame(schema=table.collect_schema()).to_arrow()
    return Answers(
        _arrow_types(empty.schema),
        lambda question, names: _run_arrow(table.select(names).collect().to_arrow(), question),
    )


def _from_duckdb(relation: Any) -> Answers:
    columns = {
        name: str(DuckDBType.from_string(str(kind)))
        for name, kind in zip(relation.columns, relation.types, strict=True)
    }

    def run(question: Question, names: Sequence[str]) -> pa.Table:
        view = _unique_name()
        return relation.query(view, question.sql("duckdb", _select(names, view, '"'))).to_arrow_table()

    return Answers(columns, run)


def _from_spark(frame: Any) -> Answers:
    columns = {name: str(PySparkType.from_string(kind)) for name, kind in frame.dtypes}

    def run(question: Question, names: Sequence[str]) -> pa.Table:
        view = _unique_name()
        frame.createOrReplaceTempView(view)
        try:
            return frame.sparkSession.sql(question.sql("spark", _select(names, view, "`"))).toArrow()
        finally:
            frame.sparkSession.catalog.dropTempView(view)

    return Answers(columns, run)


def _from_ibis(table: Any) -> Answers:
    columns = {name: str(kind) for name, kind in table.schema().items()}
    return Answers(columns, lambda question, _names: question.expression(table).to_pyarrow())


def _select(names: Sequence[str], view: str, quote: str) -> str:
    listed = ", ".join(quote + name.replace(quote, quote * 2) + quote for name in names)
    return f"SELECT {listed} FROM {view}"  # noqa: S608 -- names are quoted, the view's name is our own


def _unique_name() -> str:
    return f"kuulo_{secrets.token_hex(8)}"


_OPENERS: dict[tuple[str, str], Callable[[Any], Answers]] = {
    ("pandas", "DataFrame"): _from_pandas,
    ("polars", "DataFrame"): _from_polars,
    ("polars", "LazyFrame"): _from_lazy,
    ("pyarrow", "Table"): _from_arrow,
    ("duckdb", "DuckDBPyRelation"): _from_duckdb,
    ("pyspark", "DataFrame"): _from_spark,
    ("ibis", "Table"): _from_ibis,
    ("ibis", "CachedTable"): _from_ibis,
}

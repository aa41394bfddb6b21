"""Conditions such as ``segment = 'home' and score > 3`` as ibis: a closed list of forms, so nothing else can run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import sqlglot
from sqlglot import exp

from kuulo.base.errors import ColumnError, InputError
from kuulo.base.texts import mark as _

_COMPARED: dict[type[exp.Expr], Callable[[Any, Any], Any]] = {
    exp.EQ: lambda a, b: a == b,
    exp.NEQ: lambda a, b: a != b,
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
    exp.And: lambda a, b: a & b,
    exp.Or: lambda a, b: a | b,
}


# What ibis and Python raise where a text meets a number, a date or a yes-or-no column.
_INCOMPARABLE = (ibis.common.exceptions.IbisError, ibis.common.annotations.ValidationError, TypeError, AttributeError)


def condition(text: str, table: Any) -> Any:
    """Return the condition as a yes-or-no expression over the table; unknown (null) counts as no.

    Args:
        text: Comparisons (``= <> < <= > >= in between like is null``) of columns with values, joined by and, or, not.
        table: An ibis table.

    Raises:
        InputError: The text is no such condition, or compares a column with a value of another kind.
        ColumnError: It names a column the table lacks.
    """
    parsed = _parsed(text)
    try:
        built = _built(parsed, table, text)
    except _INCOMPARABLE as error:
        raise _not_comparable(text) from error
    if not built.type().is_boolean():
        raise _unusable(text)
    return built.fill_null(False)  # noqa: FBT003 -- ibis' own signature


def condition_columns(text: str) -> tuple[str, ...]:
    """Return the names of the columns the condition reads, each once.

    Raises:
        InputError: The text is no condition.
    """
    return tuple(dict.fromkeys(column.name for column in _parsed(text).find_all(exp.Column)))


def _parsed(text: str) -> exp.Expr:
    try:
        return sqlglot.parse_one(text, read="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise _unusable(text) from error


def _unusable(text: str) -> InputError:
    return InputError(
        _("The condition cannot be read: {text}"),
        _("Compare columns with values, such as: segment = 'home' and score >= 3"),
        text=text,
    )


def _not_comparable(text: str) -> InputError:
    return InputError(
        _("The condition compares what cannot be compared: {text}"),
        _("Compare texts and dates with values in quotes ('home', '2025-12-31'), and numbers with numbers."),
        text=text,
    )


def _built(node: exp.Expr, table: Any, text: str) -> Any:
    if isinstance(node, exp.Paren):
        return _built(node.this, table, text)
    if type(node) in _COMPARED:
        return _COMPARED[type(node)](_built(node.this, table, text), _built(node.expression, table, text))
    special = _SPECIAL.get(type(node))
    if special is None:
        raise _unusable(text)
    return special(node, table, text)


def _column(node: exp.Expr, table: Any, text: str) -> Any:  # noqa: ARG001 -- one signature for every form
    if node.name not in table.columns:
        raise ColumnError(
            _("There is no column named {missing}."),
            _("The table has: {present}."),
            missing=node.name,
            present=", ".join(table.columns),
        )
    return table[node.name]


def _number_or_text(node: exp.Expr, table: Any, text: str) -> Any:  # noqa: ARG001 -- one signature for every form
    if node.is_string:
        return ibis.literal(node.name)
    return ibis.literal(int(node.name)) if node.is_int else ibis.literal(float(node.name), "float64")


def _within(node: exp.Expr, table: Any, text: str) -> Any:
    values = [_built(item, table, text) for item in node.expressions]
    if not values:
        raise _unusable(text)
    asked = _built(node.this, table, text)
    alike = [asked == value for value in values]  # raises where one is of another kind; isin leaves that to the engine
    return asked.isin(values) if len(alike) > 1 else alike[0]


def _between(node: exp.Expr, table: Any, text: str) -> Any:
    return _built(node.this, table, text).between(
        _built(node.args["low"], table, text), _built(node.args["high"], table, text)
    )


def _is(node: exp.Expr, table: Any, text: str) -> Any:
    if not isinstance(node.expression, exp.Null):
        raise _unusable(text)
    return _built(node.this, table, text).isnull()


_SPECIAL: dict[type[exp.Expr], Callable[[Any, Any, str], Any]] = {
    exp.Column: _column,
    exp.Literal: _number_or_text,
    exp.Boolean: lambda node, table, text: ibis.literal(bool(node.this)),  # noqa: ARG005 -- one signature for every form
    exp.Neg: lambda node, table, text: -_built(node.this, table, text),
    exp.Not: lambda node, table, text: ~_built(node.this, table, text),
    exp.In: _within,
    exp.Between: _between,
    exp.Is: _is,
    exp.Like: lambda node, table, text: _built(node.this, table, text).like(node.expression.name),
}

"""The rows a question reads, as ibis: answers as doubles, groupings, the design; one row for each of the table."""

from __future__ import annotations

from typing import Any

import ibis

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.measures.conditions import condition
from kuulo.measures.periods import Period
from kuulo.measures.requests import By, Design, Request
from kuulo.measures.shapes import counts_states, period_of_days

UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def prepared(request: Request, table: Any) -> Any:
    """Return one row per row of the table with the columns the sums need; rows outside ``where`` lose their answer."""
    score = numeric(table, request.score)
    period = period_of_days(request)
    fields = {f"g{i}": grouping(table, item) for i, item in enumerate(request.by)}
    if period is not None:
        fields["g0"] = _day(table[period.column], period)
    fields["v"] = score
    if request.denominator is not None:
        fields["x"] = numeric(table, request.denominator)
    if request.where is not None:
        inside = condition(request.where, table)
        fields["v"] = inside.ifelse(score, ibis.null("float64"))
    if counts_states(request):
        counted = score.isnull() & table[request.state].isin(list(request.definition.counted_states))
        counted = counted if request.where is None else counted & condition(request.where, table)
        fields["counted"] = counted.fill_null(False)  # noqa: FBT003 -- ibis' own signature
    return table.select(**fields, **_design_columns(request.design, table))


def _design_columns(design: Design, table: Any) -> dict[str, Any]:
    fields = {}
    if design.weight is not None:
        fields["wt"] = numeric(table, design.weight)
    if design.stratum is not None:
        fields["stratum"] = table[design.stratum]
    if design.cluster is not None:
        fields["cluster"] = table[design.cluster]
    if isinstance(design.fpc, str):
        fields["fpc"] = numeric(table, design.fpc)
    return fields


def numeric(table: Any, name: str) -> Any:
    """Return a column as doubles.

    Raises:
        ColumnError: The column holds something else than numbers or yes and no.
    """
    column = table[name]
    kind = column.type()
    if kind.is_float64():
        return column
    if kind.is_boolean():
        return column.cast("int64").cast("float64")
    if kind.is_numeric() or kind.is_null():
        return column.cast("float64")
    raise ColumnError(
        _("Column {name} holds {kind}, not numbers."),
        _("Name a column of numbers, or turn this one into numbers first."),
        name=name,
        kind=str(kind),
    )


def grouping(table: Any, item: By) -> Any:
    """Return the expression of one grouping: a column as it is, or the first day of the period a time falls in."""
    if isinstance(item, str):
        return table[item]
    return _period(table[item.column], item)


def _period(column: Any, period: Period) -> Any:
    kind = column.type()
    if kind.is_timestamp() and kind.timezone is not None:
        return column.cast("date").truncate(UNITS[period.unit])  # a calendar library cuts days faster than periods
    if kind.is_date() or kind.is_timestamp():
        return column.truncate(UNITS[period.unit])  # made a date afterwards, where there are few rows
    raise _no_times(period, kind)


def _day(column: Any, period: Period) -> Any:
    kind = column.type()
    if not kind.is_date() and not kind.is_timestamp():
        raise _no_times(period, kind)
    return column.cast("date")


def _no_times(period: Period, kind: Any) -> ColumnError:
    return ColumnError(
        _("Column {name} holds {kind}, not dates or times."),
        _("Turn it into dates first, or group by the column itself."),
        name=period.column,
        kind=str(kind),
    )

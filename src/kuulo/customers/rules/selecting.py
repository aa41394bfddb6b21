"""Carrying a segment's filter out over a table of parties, column by column; pure.

Each condition becomes one column of yes and no. What is not known of a party makes no comparison hold: neither “is” nor
“is none of” a value, nor a number above or below; only “is not known” does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from kuulo.customers.rules.segments import (
    DATE_OPS,
    NUMBER_OPS,
    Condition,
    Group,
    Join,
    Op,
    column_of,
    date_of,
    number_of,
)

FLOAT: Final = pa.float64()
DAY: Final = pa.date32()


def select(group: Group, table: pa.Table, *, today: date) -> pa.ChunkedArray | pa.Array:
    """Return for each row of the table whether the filter holds; never null.

    Args:
        group: A checked filter.
        table: Columns as `column_of` names them: texts, numbers or days; one that is missing is known of nobody.
        today: The day from which “within the last days” counts.
    """
    held = [_part(part, table, today) for part in group.parts]
    if not held:
        return _all(table)
    found = held[0]
    join: Callable[[Any, Any], Any] = pc.and_ if group.join is Join.ALL else pc.or_
    for each in held[1:]:
        found = join(found, each)
    return found


def _part(part: Condition | Group, table: pa.Table, today: date) -> Any:
    if isinstance(part, Group):
        return select(part, table, today=today)
    name = column_of(part)
    column = table[name] if name in table.column_names else pa.nulls(table.num_rows, pa.string())
    return pc.fill_null(_holds(part, column, today), fill_value=False)


def _holds(condition: Condition, column: Any, today: date) -> Any:
    if condition.op is Op.KNOWN:
        return _is_known(column)
    if condition.op is Op.UNKNOWN:
        return pc.invert(_is_known(column))
    if condition.op is Op.WITHIN_DAYS:
        earliest = today - timedelta(days=int(number_of(condition.values[0]) or 0))
        return pc.greater_equal(_days(column), pa.scalar(earliest, DAY))
    if condition.op in NUMBER_OPS:
        return _numbers_hold(condition, _numbers(column))
    if condition.op in DATE_OPS:
        day = pa.scalar(date_of(condition.values[0]), DAY)
        compare = pc.greater_equal if condition.op is Op.ON_OR_AFTER else pc.less_equal
        return compare(_days(column), day)
    return _words_hold(condition, column)


def _words_hold(condition: Condition, column: Any) -> Any:
    if condition.op is Op.CONTAINS:
        found = [pc.match_substring(column, value, ignore_case=True) for value in condition.values]
        held = found[0]
        for each in found[1:]:
            held = pc.or_(held, each)
        return held
    inside = pc.is_in(column, value_set=pa.array(condition.values, pa.string()))
    return inside if condition.op is Op.IS else pc.and_(_is_known(column), pc.invert(inside))


def _numbers_hold(condition: Condition, numbers: Any) -> Any:
    values = [number_of(value) for value in condition.values]
    if condition.op is Op.BETWEEN:
        low, high = sorted(value or 0.0 for value in values)
        return pc.and_(pc.greater_equal(numbers, low), pc.less_equal(numbers, high))
    compare = pc.greater_equal if condition.op is Op.AT_LEAST else pc.less_equal
    return compare(numbers, values[0])


def _is_known(column: Any) -> Any:
    return pc.fill_null(pc.not_equal(column, ""), fill_value=False) if _is_text(column) else pc.is_valid(column)


def _is_text(column: Any) -> bool:
    return bool(pa.types.is_string(column.type))


def _numbers(column: Any) -> Any:
    return _read(column, number_of, FLOAT) if _is_text(column) else column.cast(FLOAT)


def _days(column: Any) -> Any:
    return _read(column, date_of, DAY) if _is_text(column) else column.cast(DAY)


def _read(column: Any, read: Callable[[str], object], kind: pa.DataType) -> Any:
    """Return a column of texts as values: each different text is read once."""
    encoded = pc.dictionary_encode(column)
    whole = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    values: Mapping[str, object] = {text: read(text) for text in whole.dictionary.to_pylist()}
    return pa.array(list(values.values()), kind).take(whole.indices)


def _all(table: pa.Table) -> pa.Array:
    return pa.array([True] * table.num_rows, pa.bool_())

"""Which comments together would tell of a few persons to whoever moves a filter or a month and compares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from kuulo.figures.queries.cells import has_own_months
from kuulo.figures.queries.reading import Reading, kept_with_words
from kuulo.figures.queries.scope import Scope
from kuulo.figures.rules import Window
from kuulo.figures.rules.guards import parts_few, parts_withheld, reveals
from kuulo.figures.rules.periods import edges_of
from kuulo.themes.queries.asking import ask, comments_sql, rests_of

BY_SQL: Final = """
    WITH rows AS (SELECT * FROM ({comments}) WHERE {wanted}),
    parts AS (SELECT unnest({parts}) AS part, * FROM (SELECT unnest({values}) AS value, * FROM rows)),
    wholes AS (SELECT unnest({parts}) AS part, person FROM rows)
    SELECT value, false AS whole, part, count(DISTINCT person) AS persons FROM parts GROUP BY value, part
    UNION ALL
    SELECT NULL, true, part, count(DISTINCT person) FROM wholes GROUP BY part
"""
RESTS_SQL: Final = """
    WITH rows AS (SELECT * FROM ({comments}) WHERE {wanted})
    SELECT value, false AS whole, {counted} FROM (SELECT unnest({values}) AS value, * FROM rows) GROUP BY value
    UNION ALL
    SELECT NULL, true, {counted} FROM rows
"""
Cell = tuple[bool, str | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What must not be shown: everything together, or some of its values."""

    whole: bool
    values: frozenset[str]


@kept_with_words
def told_of_few(reading: Reading, scope: Scope | None, values: str, wanted: str = "true") -> Told:
    """Return what would tell of a few, beyond what too few wrote: as the figures of answers are guarded.

    Three ways: a filter leaves out a few; it takes apart values that are withheld together; or the reader's own first
    and last month leave out a few.

    Args:
        reading: The version of the data.
        scope: Time and filters; ``None`` for all comments.
        values: SQL list of what a comment counts for.
        wanted: SQL condition on the comments that are counted at all.
    """
    if scope is None:
        return Told(whole=False, values=frozenset())
    found = {
        *_left_out(reading, scope, values, wanted),
        *_taken_apart(reading, scope, values, wanted),
        *_months_moved(reading, scope, values, wanted),
    }
    return Told(whole=(True, None) in found, values=frozenset(value or "" for whole, value in found if not whole))


def _left_out(reading: Reading, scope: Scope, values: str, wanted: str) -> Iterator[Cell]:
    rests = rests_of(scope)
    if not rests:
        return
    counted = ", ".join(f"count(DISTINCT person) FILTER ({name}) AS {name}" for name in rests)
    sql = RESTS_SQL.format(comments=comments_sql(scope), wanted=wanted, values=values, counted=counted)
    for row in ask(reading, scope, sql):
        if reveals(reading.floor, [row[name] for name in rests], reading.floor):
            yield row["whole"], row["value"]


def _taken_apart(reading: Reading, scope: Scope, values: str, wanted: str) -> Iterator[Cell]:
    for place, one in enumerate(scope.selection.filters):
        parts = _persons_by(reading, scope, values, f"{wanted} AND beside{place}", f"along{place}")
        chosen = frozenset(one.values)
        yield from (cell for cell, persons in parts.items() if parts_withheld(persons, chosen, reading.floor))


def _months_moved(reading: Reading, scope: Scope, values: str, wanted: str) -> Iterator[Cell]:
    if not has_own_months(scope):
        return
    always = scope.during(Window(None, None))
    edges = edges_of(scope.window, reading.zone)
    for cell, persons in _persons_by(reading, always, values, f"{wanted} AND inside", "[month]").items():
        months = {date.fromisoformat(f"{month}-01"): count for month, count in persons.items()}
        if parts_few(months, edges, reading.floor):
            yield cell


def _persons_by(reading: Reading, scope: Scope, values: str, wanted: str, parts: str) -> dict[Cell, dict[object, int]]:
    """Return cell → part → persons."""
    sql = BY_SQL.format(comments=comments_sql(scope), wanted=wanted, values=values, parts=parts)
    found: dict[Cell, dict[object, int]] = {}
    for row in ask(reading, scope, sql):
        found.setdefault((row["whole"], row["value"]), {})[row["part"]] = row["persons"]
    return found

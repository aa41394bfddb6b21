"""How many persons stand behind each cell of a table, who was asked, and which cells may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kuulo.figures.queries.reading import Reading, kept
from kuulo.figures.queries.scope import (
    Scope,
    Split,
    dimension_sql,
    filter_sql,
    from_sql,
    measure_sql,
    person_sql,
    window_sql,
)
from kuulo.figures.rules.dimensions import Dimension, DimensionKind
from kuulo.figures.rules.guards import parts_few, parts_withheld, reveals
from kuulo.figures.rules.periods import Grain, Window, edges_of
from kuulo.figures.rules.selection import Filter
from kuulo.measures.withholding import withheld_cells

Label = object  # text of a group, first day of a week or month; None where it is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is known of one cell besides its figure; ``asked`` is ``None`` where nobody noted who was asked."""

    persons: int
    answered: int
    asked: int | None
    reveals: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of one table, and everybody in them together."""

    whole: Cell
    groups: Mapping[Label, Cell]
    withheld: frozenset[Label]

    @property
    def shown(self) -> frozenset[Label]:
        """The groups whose figures may be shown."""
        return frozenset(self.groups) - self.withheld


@kept
def count_cells(reading: Reading, scope: Scope, split: Split | None) -> Cells:
    """Return the cells of a scope under a split, and which of them are withheld."""
    rows = reading.ask(cells_sql(reading, scope, split)).to_pylist()
    whole = next(row for row in rows if row["whole"])
    groups = {row["g0"]: _cell(row, scope, reading.floor) for row in rows if split and not row["whole"]}
    if split is not None and split.multiple:
        groups = {label: _beside_the_rest(cell, whole["persons"], reading.floor) for label, cell in groups.items()}
    found = _cells(_cell(whole, scope, reading.floor), groups, reading.floor)
    given_away = _given_away(reading, scope, split)
    if not given_away:
        return found
    marked = {label: _marked(cell, (False, label) in given_away) for label, cell in groups.items()}
    return _cells(_marked(found.whole, (True, None) in given_away), marked, reading.floor)


def _beside_the_rest(cell: Cell, everybody: int, floor: int) -> Cell:
    """Return a cell that others overlap: beside the figure of everybody it tells of those who are not in it."""
    return _marked(cell, 0 < everybody - cell.persons < floor)


def _marked(cell: Cell, given_away: object) -> Cell:
    return replace(cell, reveals=cell.reveals or bool(given_away))


def _given_away(reading: Reading, scope: Scope, split: Split | None) -> set[tuple[bool, Label]]:
    """Return the cells, as ``(whole, group)``, whose filters take apart groups that are withheld together."""
    found = months_parting_few(reading, scope, split) if has_own_months(scope) else set()
    for place, one in enumerate(scope.selection.filters):
        along: dict[tuple[bool, Label], dict[object, int]] = {}
        for row in reading.ask(along_sql(reading, scope, split, place)).to_pylist():
            along.setdefault((row["whole"], row["g0"]), {})[row["v"]] = row["persons"]
        chosen = frozenset(one.values)
        found |= {cell for cell, persons in along.items() if parts_withheld(persons, chosen, reading.floor)}
    return found


@kept
def months_parting_few(reading: Reading, scope: Scope, split: Split | None) -> set[tuple[bool, Label]]:
    """Return the cells, as ``(whole, group)``, whose months begin or end where one month more tells of a few."""
    month = dimension_sql(reading, scope, Dimension(DimensionKind.TIME, Grain.MONTH.value))
    sql = persons_by_sql(reading, scope.during(Window(None, None)), split, month, scope.selection.filters)
    found: dict[tuple[bool, Label], dict[date, int]] = {}
    for row in reading.ask(sql).to_pylist():
        found.setdefault((row["whole"], row["g0"]), {})[row["v"]] = row["persons"]
    edges = edges_of(scope.window, reading.zone)
    return {cell for cell, persons in found.items() if parts_few(persons, edges, reading.floor)}


def along_sql(reading: Reading, scope: Scope, split: Split | None, place: int) -> str:
    """Return the SELECT of how many persons answered for each value of one filter's dimension, the others kept."""
    filters = scope.selection.filters
    value = dimension_sql(reading, scope, filters[place].dimension)
    return persons_by_sql(reading, scope, split, value, filters[:place] + filters[place + 1 :])


def persons_by_sql(reading: Reading, scope: Scope, split: Split | None, value: str, filters: tuple[Filter, ...]) -> str:
    """Return the SELECT of how many persons answered for each value of an expression.

    Columns: ``g0`` the group, ``whole``, ``v`` the value, ``persons``.
    """
    inner = f"{split.sql if split else 'NULL::VARCHAR'} AS g0, [{value}] AS vs, {person_sql(reading)} AS person"
    if value.startswith("unnest("):
        # Two that unfold side by side would be paired; one after the other each meets each.
        inner = inner.replace(f"[{value}]", value.removeprefix("unnest(").removesuffix(")"))
    answered = [measure_sql(scope), window_sql(scope.window), "signals.state = 'answered'"]
    where = " AND ".join([*answered, *(filter_sql(reading, scope, one) for one in filters)])
    return f"""
        WITH rows AS (
            SELECT DISTINCT g0, unnest(vs) AS v, person
            FROM (SELECT {inner} FROM {from_sql(reading, inner, where)} WHERE {where})
        )
        SELECT g0, false AS whole, v, count(*) AS persons FROM rows GROUP BY g0, v
        UNION ALL
        SELECT NULL, true, v, count(DISTINCT person) FROM rows GROUP BY v
    """  # noqa: S608 -- built from the closed list and literals of scope.py


def plain_cells(reading: Reading, persons: Mapping[Label, int], everybody: int) -> Cells:
    """Return the cells where nothing is filtered and nobody noted who was asked: the persons in each say it all."""
    groups = {label: _plain(count, reading.floor) for label, count in persons.items()}
    return _cells(_plain(everybody, reading.floor), groups, reading.floor)


def needs_count(scope: Scope) -> bool:
    """Return whether the cells of a scope must be counted apart from their figures."""
    return bool(scope.selection.filters) or scope.has_states or has_own_months(scope)


def has_own_months(scope: Scope) -> bool:
    """Return whether the reader chose the first or the last month, and so may move the edges of the time at will."""
    return scope.selection.period.kind == "months" and scope.window != Window(None, None)


def _plain(persons: int, floor: int) -> Cell:
    return Cell(persons=persons, answered=persons, asked=None, reveals=persons < floor)


def _cells(whole: Cell, groups: Mapping[Label, Cell], floor: int) -> Cells:
    """Return the cells with those to withhold; one that reveals others counts as small itself."""
    present = {label: cell for label, cell in groups.items() if cell.persons or cell.asked}
    labels = list(present)
    sizes = [min(cell.persons, floor - 1) if cell.reveals else cell.persons for cell in present.values()]
    hidden = withheld_cells([(label,) for label in labels], sizes, floor)
    return Cells(whole=whole, groups=present, withheld=frozenset(labels[place] for place in hidden))


def _cell(row: Mapping[str, Any], scope: Scope, floor: int) -> Cell:
    rests = [count for name, count in row.items() if name.startswith("rest")]
    return Cell(
        persons=row["persons"],
        answered=row["answered"],
        asked=row["asked"] if scope.has_states else None,
        reveals=reveals(row["persons"], rests, floor),
    )


def cells_sql(reading: Reading, scope: Scope, split: Split | None) -> str:
    """Return the SELECT of one row a group and one of everything.

    Columns: ``g0`` the group, ``whole``, ``persons``, ``answered``, ``asked``, and for each way to widen the cells
    ``rest…``, the persons of the wider cell who answered outside this one. Persons are gathered before they are
    counted, which takes a fraction of the time of counting distinct ones for each way.
    """
    filters = [filter_sql(reading, scope, one) for one in scope.selection.filters]
    fields = {"g0": split.sql if split else "NULL::VARCHAR", "person": person_sql(reading), "state": "signals.state"}
    fields |= {f"f{place}": condition for place, condition in enumerate(filters)}
    inner = ", ".join(f"{expression} AS {name}" for name, expression in fields.items())
    states = "" if scope.has_states else " AND signals.state = 'answered'"
    inside = " AND ".join(f"f{place}" for place in range(len(filters))) or "true"
    ways = {"persons": inside} | {f"rest{place}": way for place, way in enumerate(_wider(len(filters)))}
    gathered = ", ".join(f"bool_or(state = 'answered' AND {way}) AS {name}" for name, way in ways.items())
    again = ", ".join(f"bool_or({name}) AS {name}" for name in ways)
    counted = ", ".join(f"count(*) FILTER ({name}) AS {name}" for name in ways)
    sums = "sum(answered)::BIGINT AS answered, sum(asked)::BIGINT AS asked"
    where = f"{measure_sql(scope)} AND {window_sql(scope.window)}{states}"
    return f"""
        WITH rows AS (SELECT {inner} FROM {from_sql(reading, inner)} WHERE {where}),
        gathered AS (
            SELECT g0, person, {gathered},
                   count(*) FILTER (state = 'answered' AND {inside}) AS answered,
                   count(*) FILTER ({inside}) AS asked
            FROM rows GROUP BY g0, person
        ),
        everybody AS (
            SELECT person, {again}, sum(answered) AS answered, sum(asked) AS asked FROM gathered GROUP BY person
        )
        SELECT g0, false AS whole, {counted}, {sums} FROM gathered GROUP BY g0
        UNION ALL
        SELECT NULL, true, {counted}, coalesce(sum(answered), 0)::BIGINT, coalesce(sum(asked), 0)::BIGINT
        FROM everybody
    """  # noqa: S608 -- built from the closed list and literals of scope.py


def _wider(filters: int) -> list[str]:
    """Return the condition of being outside the cell in each wider one: one filter less, and no filter at all."""
    names = [f"f{place}" for place in range(filters)]
    wider = [" AND ".join([f"NOT {name}", *(other for other in names if other != name)]) for name in names]
    return [*wider, f"NOT ({' AND '.join(names)})"] if filters > 1 else wider

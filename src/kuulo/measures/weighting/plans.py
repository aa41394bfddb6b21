"""Plans: what the engine counts so that weights can be found, and figures computed, from cells alone.

    plan = cell_plan(columns={"region": "string", "age": "string"}, by=["region", "age"])
    fitted = fit_cells(plan.finish(engine.run(plan.sql("duckdb"))), margins)

As with `kuulo.measures.plans`, the text is apart from running it, and compiling it is cached by what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import ibis
import pyarrow as pa

from kuulo.measures.conditions import condition_columns
from kuulo.measures.definitions import Definition, definition
from kuulo.measures.expressions import category_sums, design_checks, valued
from kuulo.measures.plans import over_source, to_text, unbound
from kuulo.measures.requests import (
    NO_DESIGN,
    By,
    Design,
    Request,
    as_by,
    check_answers,
    check_confidence,
    named_columns,
    pick_columns,
)
from kuulo.measures.rows import numeric, prepared
from kuulo.measures.sums import check_design
from kuulo.measures.weighting.system import KEY

_ANY = Definition(id="mean@1", family="mean", title="", statistic="mean", source="", whole=False)


@dataclass(frozen=True, slots=True)
class CellPlan:
    """Counts rows into cells: one cell for each combination of values of the columns, the stratum and the cluster.

    Attributes:
        columns: Name and ibis type of each column read.
        keys: Columns whose combinations are the cells.
        design: Weight, stratum, cluster and population size.
    """

    columns: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    design: Design = NO_DESIGN

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text over a table named ``answers``, or over a SELECT that yields the rows."""
        return over_source(_cell_sql(self, dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a given ibis table."""
        return _cells(self, table)

    def finish(self, table: pa.Table) -> pa.Table:
        """Return the cells as `fit_cells` reads them, from the engine's result.

        Raises:
            ColumnError: Weights, clusters or population sizes are missing or impossible; the message says how many.
        """
        check_design(_request(self, _ANY, "", ()), table)
        names = {f"g{i}": KEY + name for i, name in enumerate(self.keys)}
        checks = {"bad_weights", "bad_clusters", "bad_fpc", "fpc_high"}
        table = table.select([name for name in table.column_names if name not in checks])
        fpc = self.design.fpc
        if fpc is not None and not isinstance(fpc, str):
            table = table.append_column("fpc", pa.array([float(fpc)] * table.num_rows))
        table = (
            table.sort_by([(name, "ascending") for name in _keys(self, len(self.keys))])
            if table.num_rows > 1
            else table
        )
        return table.rename_columns(
            [names.get(name, {"fpc_low": "fpc"}.get(name, name)) for name in table.column_names]
        )


@dataclass(frozen=True, slots=True)
class DomainPlan:
    """Sums what answers add by cell and domain; `finish_domains` makes figures of the result."""

    cells: CellPlan
    request: Request

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text over a table named ``answers``, or over a SELECT that yields the rows."""
        return over_source(_domain_sql(self, dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a given ibis table."""
        return _domains(self, table)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """Counts rows that agree in cell, domain, weight and answer; replicate weights are drawn from these counts."""

    domains: DomainPlan

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text over a table named ``answers``, or over a SELECT that yields the rows."""
        return over_source(_unit_sql(self, dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a given ibis table."""
        return _units(self, table)


def cell_plan(*, columns: Mapping[str, str], by: Sequence[str], design: Design = NO_DESIGN) -> CellPlan:
    """Plan the counting of cells.

    Args:
        columns: Name and ibis type of the columns there are.
        by: Columns whose combinations are the cells: those of all margins and numbers.
        design: Weight, stratum, cluster and population size.

    Raises:
        ColumnError: A column is missing.
    """
    keys = tuple(dict.fromkeys(by))
    wanted = tuple(dict.fromkeys([*keys, *_design_names(design)])) or tuple(columns)[:1]  # no engine reads none
    return CellPlan(pick_columns(wanted, columns), keys, design)


def domain_plan(  # noqa: PLR0913 -- says everything a figure can depend on, by name
    name: str | Definition,
    cells: CellPlan,
    *,
    columns: Mapping[str, str],
    score: str,
    by: By | Sequence[By] | None = (),
    where: str | None = None,
    state: str | None = None,
    denominator: str | None = None,
    confidence: float = 0.95,
) -> DomainPlan:
    """Plan the figures of one definition over the cells weights were found on; the arguments are `figure_plan`'s."""
    found = definition(name) if isinstance(name, str) else name
    request = _request(cells, found, score, as_by(by))
    request = replace(
        request, where=where, state=state, denominator=denominator, confidence=check_confidence(confidence)
    )
    mentioned = () if where is None else condition_columns(where)
    wanted = named_columns(score, request.by, cells.design, state, denominator, *mentioned)
    check_answers(found, score, pick_columns((score,), columns)[0][1])
    return DomainPlan(cells, replace(request, columns=pick_columns(wanted, columns)))


def _design_names(design: Design) -> list[str]:
    fpc = design.fpc if isinstance(design.fpc, str) else None
    return [name for name in (design.weight, design.stratum, design.cluster, fpc) if name is not None]


def _request(plan: CellPlan, measure: Definition, score: str, by: tuple[By, ...]) -> Request:
    """Return the request whose groupings are the cells' columns, then the domains'."""
    return Request(definition=measure, score=score, by=(*plan.keys, *by), design=plan.design, columns=plan.columns)


@lru_cache(maxsize=256)
def _cell_sql(plan: CellPlan, dialect: str) -> str:
    return to_text(_cells(plan, unbound(plan.columns)), dialect)


@lru_cache(maxsize=1024)
def _domain_sql(plan: DomainPlan, dialect: str) -> str:
    return to_text(_domains(plan, unbound(plan.request.columns)), dialect)


@lru_cache(maxsize=256)
def _unit_sql(plan: UnitPlan, dialect: str) -> str:
    return to_text(_units(plan, unbound(plan.domains.request.columns)), dialect)


def _keys(plan: CellPlan, count: int) -> list[str]:
    design = [name for name in ("stratum", "cluster") if getattr(plan.design, name) is not None]
    return [f"g{i}" for i in range(count)] + design


def _cells(plan: CellPlan, table: Any) -> Any:
    design = plan.design
    fields = {f"g{i}": table[name] for i, name in enumerate(plan.keys)}
    if design.weight is not None:
        fields["wt"] = numeric(table, design.weight)
    for part in ("stratum", "cluster"):
        if getattr(design, part) is not None:
            fields[part] = table[getattr(design, part)]
    if isinstance(design.fpc, str):
        fields["fpc"] = numeric(table, design.fpc)
    rows = table.select(**fields) if fields else table
    sums = {"n": rows.count()}
    if design.weight is not None:
        sums |= {"w": rows.wt.sum(), "w2": (rows.wt * rows.wt).sum()}
    checks = design_checks(_request(plan, _ANY, "", ()), rows)
    keys = _keys(plan, len(plan.keys))
    return rows.group_by(keys).agg(**sums, **checks) if keys else rows.agg(**sums, **checks)


def _domains(plan: DomainPlan, table: Any) -> Any:
    """Sum by cell and domain; rows without an answer add nothing, and neither do those the condition leaves out."""
    request = plan.request
    rows = valued(request, prepared(request, table))
    rows = rows.filter(rows.y.notnull())
    sums = {
        "n": rows.count(),
        "w": rows.a1.sum(),
        "w2": (rows.a1 * rows.a1).sum(),
        "wx": rows.ax.sum(),
        "wy": rows.ay.sum(),
        "wyy": (rows.ay * rows.y).sum(),
        "low": rows.y.min(),
        "high": rows.y.max(),
        "v_low": rows.v.min(),
        "v_high": rows.v.max(),
        **category_sums(request.definition, rows),
    }
    if request.definition.whole:
        sums["odd"] = (rows.v % ibis.literal(1).cast("float64") != 0).sum()
    if request.design.cluster is None:
        sums |= {
            "units": rows.count(),
            "saa": (rows.ay * rows.ay).sum(),
            "sab": (rows.ay * rows.ax).sum(),
            "sbb": (rows.ax * rows.ax).sum(),
            "sad": (rows.ay * rows.a1).sum(),
            "sbd": (rows.ax * rows.a1).sum(),
        }
    keys = _keys(plan.cells, len(request.by))
    return rows.group_by(keys).agg(**sums) if keys else rows.agg(**sums)


def _units(plan: UnitPlan, table: Any) -> Any:
    """Count all rows of the sample, with or without an answer: each can be drawn."""
    request = plan.domains.request
    rows = valued(request, prepared(request, table))
    one = ibis.literal(1).cast("float64")
    fields = {
        "d": one if request.design.weight is None else rows.wt,
        "x": one if request.denominator is None else rows.x,
    }
    rows = rows.mutate(**fields)
    keys = _keys(plan.domains.cells, len(request.by))
    return rows.group_by([*keys, "d", "x", "y"]).agg(n=rows.count())

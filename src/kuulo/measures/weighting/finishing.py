"""From sums by cell and domain, as the engine returned them, to figures."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa

from kuulo.base.estimate import Estimate
from kuulo.measures.groups import Key, Places, number_groups
from kuulo.measures.requests import By
from kuulo.measures.results import Counts, Figure, FigureTable
from kuulo.measures.sums import check_scale
from kuulo.measures.weighting.cells import Floats, floats
from kuulo.measures.weighting.domains import Part, part_estimates, read_part
from kuulo.measures.weighting.fitting import CellWeights
from kuulo.measures.weighting.plans import DomainPlan
from kuulo.measures.weighting.replicates import Kinds, read_kinds
from kuulo.measures.weighting.system import KEY


def finish_domains(
    plan: DomainPlan,
    table: pa.Table,
    cells: pa.Table,
    fitted: CellWeights,
    *,
    interval: str = "",
    data_version: str = "",
) -> FigureTable:
    """Return the figures of a plan.

    Args:
        plan: What was asked.
        table: The engine's result.
        cells: The cells the weights were found on, in their order.
        fitted: The weights.
        interval: Interval instead of the usual one.
        data_version: Version of the data; every estimate carries it.

    Raises:
        ScaleMismatchError: Answers do not belong to the definition's scale.
    """
    groups, part = place_sums(plan, table, cells)
    found = part_estimates(part, fitted, plan.request, interval=interval, data_version=data_version)
    return tabled(plan, groups, part, found)


def tabled(plan: DomainPlan, groups: list[Key], part: Part, found: list[Estimate]) -> FigureTable:
    """Return estimates of the domains as a table of figures with their groups and counts."""
    labels = plan.request.labels[len(plan.cells.keys) :]
    counts = _counts(part) if plan.request.definition.favourable is not None else [None] * part.count
    figures = [
        Figure(dict(zip(labels, key, strict=True)), estimate, count)
        for key, estimate, count in zip(groups, found, counts, strict=True)
    ]
    return FigureTable(tuple(figures), plan.request.definition.id, labels)


def place_sums(plan: DomainPlan, table: pa.Table, cells: pa.Table) -> tuple[list[Key], Part]:
    """Return the domains in order and the sums with their places among the cells and domains."""
    by, placed = _by_domain(plan, table.append_column("cell", pa.array(_cell_of(plan, table, cells))))
    groups, domain = number_groups(by, placed)
    _check_answers(plan, placed, domain, len(groups))
    return groups, read_part(placed, plan.request.definition, domain, len(groups))


def place_kinds(plan: DomainPlan, table: pa.Table, cells: pa.Table, fitted: CellWeights, groups: list[Key]) -> Kinds:
    """Return the kinds of rows with their places among the cells and the given domains.

    Rows of other domains than the given ones (nobody answered there) come last, as one domain more.
    """
    by, placed = _by_domain(plan, table)
    seen, domain = number_groups(by, placed)
    known = {key: place for place, key in enumerate(groups)}
    moved = np.array([known.get(key, len(groups)) for key in seen], dtype=np.int64)
    return read_kinds(table, _cell_of(plan, table, cells), moved[domain], len(groups) + 1, fitted)


def _by_domain(plan: DomainPlan, table: pa.Table) -> tuple[tuple[By, ...], pa.Table]:
    """Return the groupings of the domains, and the table with them alone in the columns ``g0…``."""
    first = len(plan.cells.keys)
    by: tuple[By, ...] = plan.request.by[first:]
    renamed = {f"g{first + i}": f"g{i}" for i in range(len(by))}
    own = {f"g{i}" for i in range(first)}
    kept = [name for name in table.column_names if name not in own]
    return by, table.select(kept).rename_columns([renamed.get(name, name) for name in kept])


def _cell_of(plan: DomainPlan, table: pa.Table, cells: pa.Table) -> Places:
    """Return the place of each row's cell; what is missing is a value like any other."""
    names = {f"g{i}": KEY + name for i, name in enumerate(plan.cells.keys)}
    names |= {name: name for name in ("stratum", "cluster") if name in cells.column_names}
    if not names:
        return np.zeros(table.num_rows, dtype=np.int64)
    known = pl.DataFrame(pl.from_arrow(cells.select(list(names.values())))).with_row_index("cell")
    rows = pl.DataFrame(pl.from_arrow(table.select(list(names)))).rename(names)
    found = rows.join(known, on=list(names.values()), how="left", nulls_equal=True, maintain_order="left")
    return np.asarray(found["cell"].to_numpy(), dtype=np.int64)


def _check_answers(plan: DomainPlan, table: pa.Table, domain: Places, count: int) -> None:
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.fmin.at(low, domain, floats(table, "v_low"))
    np.fmax.at(high, domain, floats(table, "v_high"))
    odd: Floats = floats(table, "odd", np.zeros(table.num_rows))
    check_scale(plan.request.definition, low, high, np.nan_to_num(odd))


def _counts(part: Part) -> list[Counts | None]:
    n, plus, minus = (part.over(name).astype(int).tolist() for name in ("n", "plus_n", "minus_n"))
    return [Counts(p, total - p - m, m) for total, p, m in zip(n, plus, minus, strict=True)]

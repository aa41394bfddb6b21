"""The aggregated groups that came back from an engine, as arrays: one entry per group and stratum.

`read_sums` brings both shapes of `kuulo.measures.expressions` to the same form and refuses what cannot be a figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError, ScaleMismatchError
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition
from kuulo.measures.groups import Key, Places, number_groups, number_values
from kuulo.measures.requests import Request
from kuulo.measures.shapes import is_counted, is_tallied

Floats = NDArray[np.float64]

SUMMED = ("rows", "psus", "seen", "n", "w", "w2", "wx", "wy", "wyy", "saa", "sab", "sbb")
CATEGORIES = ("plus_n", "plus_w", "minus_n", "minus_w")


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums by group and stratum.

    Attributes:
        groups: Values of the groupings, one tuple a group, sorted.
        group: Which group each entry belongs to.
        stratum: Which stratum each entry belongs to, from 0.
        entries: The sums, an array each, in the order of ``group``.
        psu_count: First-stage units of each stratum, all groups together.
        fpc: Population size or sampling fraction of each stratum as given; not a number where none was.
        low: Lowest answer of each group; infinity where there is none.
        high: Highest answer of each group; minus infinity where there is none.
    """

    groups: list[Key]
    group: Places
    stratum: Places
    entries: dict[str, Floats]
    psu_count: Floats
    fpc: Floats
    low: Floats
    high: Floats

    def by_group(self, name: str) -> Floats:
        """Return one sum for each group, over the strata."""
        return summed(self.group, self.entries[name], len(self.groups))


def summed(places: Places, values: Floats, count: int) -> Floats:
    """Return the sum of the values at each of ``count`` places."""
    return np.bincount(places, weights=values, minlength=count).astype(float)


def read_sums(request: Request, table: pa.Table) -> Sums:
    """Return the groups of a request's result.

    Raises:
        ColumnError: Weights, strata, clusters or population sizes are missing or impossible.
        ScaleMismatchError: Answers do not belong to the definition's scale.
    """
    check_design(request, table)
    strata, stratum = _number_strata(table)
    whole = _column(table, "whole_stratum")
    psu_count = None
    if whole is not None:
        told = whole == 1
        psu_count = summed(stratum[told], _floats(table, "psus")[told], strata)
        table, stratum = table.filter(pa.array(~told)), stratum[~told]
    groups, group = number_groups(request.by, table)
    entries = _entries(request, table)
    low, high = _ends(request, table, group, len(groups))
    if is_tallied(request) and (np.isnan(_floats(table, "high")) & (entries["n"] > 0)).any():
        raise _no_numbers()
    check_scale(request.definition, low, high, entries.pop("odd_values"))
    fpc = _stratum_fpc(request, table, stratum, strata)
    psu_count = summed(stratum, entries["psus"], strata) if psu_count is None else psu_count
    group, stratum, entries = _collapse(entries, group * strata + stratum, strata)
    return Sums(groups, group, stratum, entries, psu_count, fpc, low, high)


def _collapse(entries: dict[str, Floats], cell: Places, strata: int) -> tuple[Places, Places, dict[str, Floats]]:
    """Bring the rows of one group and stratum together, in order: engines return rows in any, and sums would differ."""
    size = int(cell.max(initial=-1)) + 1
    filled = np.flatnonzero(np.bincount(cell, minlength=size))
    together = {name: summed(cell, values, size)[filled] for name, values in entries.items()}
    return filled // strata, filled % strata, together


def _column(table: pa.Table, name: str) -> Floats | None:
    return _floats(table, name) if name in table.column_names else None


def _floats(table: pa.Table, name: str) -> Floats:
    """Return a column as doubles; null becomes not a number."""
    column = table.column(name).cast(pa.float64()).combine_chunks()
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=float)


def _zeroed(table: pa.Table, name: str) -> Floats:
    return np.nan_to_num(_floats(table, name), nan=0.0, posinf=np.inf, neginf=-np.inf)


def _number_strata(table: pa.Table) -> tuple[int, Places]:
    """Return how many strata there are, and the stratum of each row."""
    if "stratum" not in table.column_names:
        return 1, np.zeros(table.num_rows, dtype=np.int64)
    if table.column("stratum").null_count:
        raise ColumnError(_("Some rows have no stratum."), _("Fill the column, or leave those rows out."))
    names, stratum = number_values(table.column("stratum"))
    return len(names), stratum


def check_design(request: Request, table: pa.Table) -> None:
    """Refuse weights, clusters and population sizes that are missing or impossible.

    Raises:
        ColumnError: The message says how many rows, in which column.
    """
    told = {
        "bad_weights": (request.design.weight, _("{rows} rows have no weight, or a negative one, in column {name}.")),
        "bad_clusters": (request.design.cluster, _("{rows} rows have no cluster in column {name}.")),
        "bad_fpc": (request.design.fpc, _("{rows} rows have no population size in column {name}.")),
    }
    for check, (name, found) in told.items():
        rows = 0 if check not in table.column_names else int(_zeroed(table, check).sum())
        if rows:
            raise ColumnError(found, _("Fill the column, or leave those rows out."), rows=rows, name=name)


def _stratum_fpc(request: Request, table: pa.Table, stratum: Places, count: int) -> Floats:
    fpc = request.design.fpc
    if fpc is None:
        return np.full(count, np.nan)
    if not isinstance(fpc, str):
        return np.full(count, float(fpc))
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, stratum, _floats(table, "fpc_low"))
    np.maximum.at(high, stratum, _floats(table, "fpc_high"))
    if (low != high).any():
        raise ColumnError(
            _("Column {name} gives different population sizes within one stratum."),
            _("Every row of a stratum carries the same size, as in R's survey package; name the stratum column too."),
            name=fpc,
        )
    return high


def _entries(request: Request, table: pa.Table) -> dict[str, Floats]:
    if is_counted(request):
        return _count_entries(request.definition, table)
    entries = _sum_entries(table)
    return _from_tallies(request.definition, entries) if is_tallied(request) else entries


def _from_tallies(definition: Definition, entries: dict[str, Floats]) -> dict[str, Floats]:
    """Fill in what follows from the tallies where every weight is 1."""
    n, plus, minus = entries["n"], entries["plus_n"], entries["minus_n"]
    if definition.favourable is not None:
        entries |= {"wy": definition.unit * (plus - minus), "wyy": definition.unit**2 * (plus + minus)}
    wy, wyy = entries["wy"], entries["wyy"]
    units = {"psus": entries["rows"], "seen": n, "w": n, "w2": n, "wx": n, "plus_w": plus, "minus_w": minus}
    return entries | units | {"saa": wyy, "sab": wy, "sbb": n}


def _count_entries(definition: Definition, table: pa.Table) -> dict[str, Floats]:
    """Turn counts by answer into the sums; one entry per row of the result."""
    score, rows = _floats(table, "v"), _floats(table, "rows")
    counted = _column(table, "counted")
    answered = ~np.isnan(score) | (np.zeros(len(score), bool) if counted is None else counted > 0)
    y = value_of(definition, np.where(np.isnan(score), np.nan, score))
    y = np.where(answered, np.nan_to_num(y), 0.0)
    n = np.where(answered, rows, 0.0)
    w = n if "w" not in table.column_names else np.where(answered, _zeroed(table, "w"), 0.0)
    w2 = n if "w2" not in table.column_names else np.where(answered, _zeroed(table, "w2"), 0.0)
    entries = {"rows": rows, "psus": rows, "seen": n, "n": n, "w": w, "w2": w2, "wx": w, "wy": w * y, "wyy": w * y * y}
    entries |= {"saa": w2 * y * y, "sab": w2 * y, "sbb": w2}
    categories = definition.favourable is not None
    for name, chosen in (("plus", (y > 0) & categories), ("minus", (y < 0) & categories)):
        entries[f"{name}_n"], entries[f"{name}_w"] = n * chosen, w * chosen
    entries["odd_values"] = np.where(np.isnan(score) | (score == np.floor(score)), 0.0, rows)
    return entries


def value_of(definition: Definition, score: Floats) -> Floats:
    """What an answer adds to the sum; the same rule as the engine's (`kuulo.measures.expressions`)."""
    if definition.favourable is None:
        return score
    plus = (score >= definition.favourable[0]) & (score <= definition.favourable[1])
    value = np.where(plus, definition.unit, 0.0)
    if definition.unfavourable is not None:
        minus = (score >= definition.unfavourable[0]) & (score <= definition.unfavourable[1])
        value = np.where(minus, -definition.unit, value)
    return np.asarray(value, dtype=float)


def _sum_entries(table: pa.Table) -> dict[str, Floats]:
    present = [name for name in (*SUMMED, *CATEGORIES) if name in table.column_names]
    entries = {name: _zeroed(table, name) for name in present}
    zeros = np.zeros(table.num_rows)
    return {name: entries.get(name, zeros) for name in (*SUMMED, *CATEGORIES)} | {
        "odd_values": _zeroed(table, "odd") if "odd" in table.column_names else zeros
    }


def _ends(request: Request, table: pa.Table, group: Places, count: int) -> tuple[Floats, Floats]:
    lowest, highest = ("v", "v") if is_counted(request) else ("low", "high")
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.fmin.at(low, group, _floats(table, lowest))
    np.fmax.at(high, group, _floats(table, highest))
    return low, high


def _no_numbers() -> ScaleMismatchError:
    return ScaleMismatchError(_("The answers hold values that are no numbers."), _("Leave those rows out."))


def check_scale(definition: Definition, low: Floats, high: Floats, odd: Floats) -> None:
    """Refuse answers that cannot be the definition's; nothing is pooled or dropped in silence."""
    lowest, highest = low.min(initial=np.inf), high.max(initial=-np.inf)
    if (np.isinf(highest) and highest > 0) or (np.isinf(lowest) and lowest < 0):
        raise _no_numbers()
    if definition.scale_min is None or definition.scale_max is None or highest < lowest:
        return
    if lowest < definition.scale_min or highest > definition.scale_max:
        raise ScaleMismatchError(
            _("The answers run from {low} to {high}, but {definition} has the scale {minimum} to {maximum}."),
            _("Name the definition that fits the scale, or leave out the values that are no answers."),
            low=f"{lowest:g}",
            high=f"{highest:g}",
            definition=definition.id,
            minimum=f"{definition.scale_min:g}",
            maximum=f"{definition.scale_max:g}",
        )
    if definition.whole and odd.any():
        raise ScaleMismatchError(
            _("{rows} answers lie between the points of the scale; {definition} counts whole points only."),
            _("Use a mean, or leave those rows out."),
            rows=int(odd.sum()),
            definition=definition.id,
        )

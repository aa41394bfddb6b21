"""Cells: rows that agree in every column the weights depend on, counted on the engine, as arrays.

A cell is one row of the table given to `kuulo.measures.weighting.fit_cells`. Where the design has strata or clusters
that cross the margins, rows of one margin level and different strata or clusters are cells of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.measures.groups import Places, number_values

Floats = NDArray[np.float64]
SUMS = ("n", "w", "w2", "units", "sdd")
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Cells:
    """Sums of each cell, one value a cell.

    Attributes:
        n: Rows.
        w: Sum of the base weights.
        w2: Sum of their squares.
        units: First-stage units (rows where there are no clusters; persons that lie inside one cell each).
        sdd: Sum over these units of the square of the unit's base weight.
        stratum: Stratum, from 0.
        unit: First-stage unit where clusters cross the cells, from 0, nested in the strata; else nothing.
        stratum_of_unit: Stratum of each such unit.
        fpc: Population size or sampling fraction of each stratum; not a number where none was given.
        strata: Names of the strata, in order.
    """

    n: Floats
    w: Floats
    w2: Floats
    units: Floats
    sdd: Floats
    stratum: Places
    unit: Places | None
    stratum_of_unit: Places | None
    fpc: Floats
    strata: tuple[object, ...] = (None,)

    @property
    def unit_count(self) -> Floats:
        """First-stage units of each stratum."""
        if self.stratum_of_unit is not None:
            return np.bincount(self.stratum_of_unit, minlength=len(self.strata)).astype(float)
        return np.bincount(self.stratum, weights=self.units, minlength=len(self.strata)).astype(float)

    @property
    def row_weight(self) -> Floats:
        """Base weight of each row of the cell.

        Raises:
            ColumnError: Rows of one cell have different weights.
        """
        if (np.abs(self.n * self.w2 - self.w**2) > _EQUAL * self.w**2).any():
            raise ColumnError(
                _("Rows of one cell have different base weights, so no limit of a weight can be set cell by cell."),
                _("Count the cells with the weight as a further column."),
            )
        return np.divide(self.w, self.n, out=np.zeros_like(self.w), where=self.n > 0)


def read_cells(table: pa.Table) -> Cells:
    """Return the cells of a table: ``n`` and, where the rows have weights or a design, the other columns of `Cells`.

    Columns: ``n``; ``w`` and ``w2`` (else every weight is 1); ``units`` and ``sdd`` (else every row is a unit);
    ``stratum``, ``cluster``, ``fpc``.

    Raises:
        ColumnError: There are no rows, a weight is negative or missing, or a stratum or cluster is missing.
    """
    n = floats(table, "n")
    if not n.sum() > 0:
        raise ColumnError(_("There are no rows to weight."), _("Check that the table holds answers."))
    w = floats(table, "w", n)
    w2 = floats(table, "w2", n if "w" not in table.column_names else None)
    if not (np.isfinite(w) & (w >= 0)).all() or not w.sum() > 0:
        raise ColumnError(_("A base weight is negative or missing, or all are 0."), _("Give every row its weight."))
    strata, stratum = _numbered(table, "stratum")
    unit, stratum_of_unit = None, None
    if "cluster" in table.column_names:
        clusters, named = _numbered(table, "cluster")
        nested, unit = np.unique(stratum * len(clusters) + named, return_inverse=True)
        stratum_of_unit, unit = nested // len(clusters), unit.astype(np.int64)
    return Cells(
        n=n,
        w=w,
        w2=w2,
        units=floats(table, "units", n),
        sdd=floats(table, "sdd", w2),
        stratum=stratum,
        unit=unit,
        stratum_of_unit=stratum_of_unit,
        fpc=_fpc(table, stratum, len(strata)),
        strata=tuple(strata),
    )


def floats(table: pa.Table, name: str, default: Floats | None = None) -> Floats:
    """Return a column as doubles, or the default where the table lacks it.

    Raises:
        ColumnError: The table lacks it and there is no default.
    """
    if name not in table.column_names:
        if default is not None:
            return default
        raise ColumnError(
            _("There is no column named {missing}."),
            _("The table has: {present}."),
            missing=name,
            present=", ".join(table.column_names),
        )
    column = table.column(name).cast(pa.float64()).combine_chunks()
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=float)


def _numbered(table: pa.Table, name: str) -> tuple[list[object], Places]:
    if name not in table.column_names:
        return [None], np.zeros(table.num_rows, dtype=np.int64)
    if table.column(name).null_count:
        raise ColumnError(_("A row has no stratum or no cluster."), _("Fill the column, or leave those rows out."))
    return number_values(table.column(name))


def _fpc(table: pa.Table, stratum: Places, count: int) -> Floats:
    if "fpc" not in table.column_names:
        return np.full(count, np.nan)
    given = floats(table, "fpc")
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, stratum, given)
    np.maximum.at(high, stratum, given)
    if not (low == high).all():
        raise ColumnError(
            _("Column {name} gives different population sizes within one stratum."),
            _("Every row of a stratum carries the same size, as in R's survey package; name the stratum column too."),
            name="fpc",
        )
    return high

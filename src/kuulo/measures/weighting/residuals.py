"""The variance of a figure under calibrated weights: what the margins explain does not vary from sample to sample.

With base weights d, calibration factors g, trimming factors t (final weight d·g·t), the linearised value
z = (y − θx) / Σ w x of a row (0 outside the domain; z = y for totals), and e the residual of t·z in the regression on
the auxiliaries x weighted with d,

    V(θ) = Σ_h (1 − f_h) · n_h / (n_h − 1) · Σ_k (s_hk − s̄_h)²,     s_k = Σ_{i ∈ k} d_i g_i e_i

over the first-stage units k of stratum h. Source: Deville & Särndal (1992), eq. 3.4; Särndal, Swensson & Wretman
(1992), result 6.6.1; equal to R's ``survey::calibrate`` followed by ``svymean``.

Rows of a cell share x, g and t, so s_k needs only sums: within a cell, with A = Σ d y, B = Σ d x̃ (x̃ the denominator)
over the domain's rows of unit k, D = Σ d over all its rows, and q = x'β,

    s_k = g · [t (A − θB) / W − q D]
    Σ_k s_k² = g² · [t² (ΣA² − 2θΣAB + θ²ΣB²) / W² − 2tq (ΣAD − θΣBD) / W + q² ΣD²]

as long as no unit lies in two cells; where units cross the cells the s are added up unit by unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuulo.measures.groups import Places
from kuulo.measures.variance import uncovered
from kuulo.measures.weighting.cells import Floats
from kuulo.measures.weighting.fitting import CellWeights
from kuulo.measures.weighting.newton import solve_symmetric

_AT_ONCE = 4_000_000  # numbers held for a bundle of domains
_DUST = 1e-15


@dataclass(frozen=True, slots=True)
class Linear:
    """Linearised values summed by cell and domain: one entry each.

    Attributes:
        cell: Cell of each entry.
        domain: Domain of each entry, from 0.
        count: Number of domains.
        total: Σ d z over the entry's rows.
        square: ΣZ² over the entry's units, Z = Σ d z inside a unit; nothing where units cross the cells.
        cross: ΣZD over the entry's units, D = Σ d over all rows of the unit in the cell.
    """

    cell: Places
    domain: Places
    count: int
    total: Floats
    square: Floats | None
    cross: Floats | None


def calibrated_variance(fitted: CellWeights, values: Linear) -> Floats:
    """Return the variance of each domain's figure."""
    cells = len(fitted.factor)
    bundle = max(_AT_ONCE // max(cells, 1), 1)
    found = np.empty(values.count)
    for first in range(0, values.count, bundle):
        last = min(first + bundle, values.count)
        found[first:last] = _bundle(fitted, _between(values, first, last))
    return found


def _between(values: Linear, first: int, last: int) -> Linear:
    if first == 0 and last == values.count:
        return values
    kept = (values.domain >= first) & (values.domain < last)
    return Linear(
        values.cell[kept],
        values.domain[kept] - first,
        last - first,
        values.total[kept],
        None if values.square is None else values.square[kept],
        None if values.cross is None else values.cross[kept],
    )


def _bundle(fitted: CellWeights, values: Linear) -> Floats:
    explained = _explained(fitted, values)
    if fitted.cells.unit is not None:
        return _over_units(fitted, values, explained)
    return _over_cells(fitted, values, explained)


def _explained(fitted: CellWeights, values: Linear) -> Floats:
    """Return q = x'β of each domain (rows) and cell (columns)."""
    system, cells = fitted.system, fitted.cells
    trimmed = _trim(fitted)[values.cell] * values.total
    right = np.empty((values.count, len(system.totals)))
    for start, size, code in zip(system.offsets, system.sizes, system.codes, strict=False):
        place = values.domain * size + code[values.cell]
        summed = np.bincount(place, weights=trimmed, minlength=values.count * size)
        right[:, start : start + size] = summed.reshape(values.count, size)
    for k in range(system.numbers.shape[1]):
        number = trimmed * system.numbers[values.cell, k]
        right[:, system.offsets[-1] + k] = np.bincount(values.domain, weights=number, minlength=values.count)
    return system.predictor(solve_symmetric(system.gram(cells.w), right.T).T)


def _trim(fitted: CellWeights) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(fitted.calibrated > 0, fitted.factor / fitted.calibrated, 1.0)


def _over_cells(fitted: CellWeights, values: Linear, explained: Floats) -> Floats:
    """Add up squares within cells; every unit lies inside one cell."""
    if values.square is None or values.cross is None:
        raise TypeError("units inside cells come with their squares")
    cells, g, t = fitted.cells, fitted.calibrated, _trim(fitted)
    gt = (g * t)[values.cell]
    strata = len(cells.strata)
    place = values.domain * strata + cells.stratum[values.cell]
    q = explained[values.domain, values.cell]
    own = gt**2 * values.square - 2 * g[values.cell] * gt * q * values.cross
    summed = _by_stratum(place, gt * values.total, values.count, strata)
    squared = _by_stratum(place, own, values.count, strata)
    order, starts = _runs(cells.stratum, strata)
    summed -= np.add.reduceat((explained * (g * cells.w))[:, order], starts, axis=1)
    squared += np.add.reduceat((explained**2 * (g**2 * cells.sdd))[:, order], starts, axis=1)
    return _between_units(fitted, summed, squared)


def _over_units(fitted: CellWeights, values: Linear, explained: Floats) -> Floats:
    """Add up the linearised values of each unit over the cells it lies in, then square."""
    cells, g = fitted.cells, fitted.calibrated
    unit, of_unit = cells.unit, cells.stratum_of_unit
    if unit is None or of_unit is None:
        raise TypeError("units that cross the cells come with their numbers")
    units = len(of_unit)
    place = values.domain * units + unit[values.cell]
    score = _by_stratum(place, fitted.factor[values.cell] * values.total, values.count, units)
    order, starts = _runs(unit, units)
    score -= np.add.reduceat((explained * (g * cells.w))[:, order], starts, axis=1)
    order, starts = _runs(of_unit, len(cells.strata))
    summed = np.add.reduceat(score[:, order], starts, axis=1)
    counted = cells.unit_count
    # Centred before they are squared: with a unit alone in its stratum the distance from 0 stands for its spread
    centre = np.where(counted > 1, summed / counted, 0.0)
    squared = np.add.reduceat((score - centre[:, of_unit])[:, order] ** 2, starts, axis=1)
    return _with_factor(fitted, squared)


def _by_stratum(place: Places, weights: Floats, count: int, strata: int) -> Floats:
    return np.bincount(place, weights=weights, minlength=count * strata).reshape(count, strata).astype(float)


def _runs(groups: Places, count: int) -> tuple[Places, Places]:
    """Return an order that brings each group together, and where each begins; every group has a member."""
    order = np.argsort(groups, kind="stable")
    return order, np.searchsorted(groups[order], np.arange(count))


def _between_units(fitted: CellWeights, summed: Floats, squared: Floats) -> Floats:
    units = fitted.cells.unit_count
    within = np.where(units > 1, squared - summed**2 / np.maximum(units, 1), squared)
    within = np.where(within > _DUST * np.abs(squared), within, 0.0)
    return _with_factor(fitted, within)


def _with_factor(fitted: CellWeights, within: Floats) -> Floats:
    units = fitted.cells.unit_count
    factor = np.where(units > 1, units / np.maximum(units - 1, 1), 1.0) * uncovered(fitted.cells.fpc, units)
    return np.asarray((factor * within).sum(axis=1))

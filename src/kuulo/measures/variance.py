"""The design's variance of a mean, share, net score, ratio or total: Taylor linearisation.

With w the weight, y the value and x the denominator (1 for means), the estimate θ = Σwy / Σwx has the linearised values
z = w(y − θx) / Σwx; with z summed inside each first-stage unit c of stratum h,

    V(θ) = Σ_h (1 − f_h) · n_h / (n_h − 1) · Σ_c (z_hc − z̄_h)²

where n_h counts all units of the stratum, those without an answer in the group included (a group is a domain of the
whole sample).

Source: Lumley (2004), Analysis of complex survey samples; equal to R's ``survey::svymean``, ``svyratio`` and
``svytotal`` (z = wy) with ``survey.lonely.psu = "adjust"``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.measures.sums import Floats, Sums

_DUST = 1e-15  # squares below this share of their terms are rounding, not spread


@dataclass(frozen=True, slots=True)
class Spread:
    """Estimates of all groups with their variances; not a number where there is none.

    Attributes:
        value: The estimates.
        variance: Variance under the design.
        population: Variance of single answers, divisor n − 1 (weighted).
        kish: Kish's effective number of answers, (Σw)² / Σw².
        n_eff: min(Kish, population / variance).
        df: Degrees of freedom: first-stage units less strata, among those with answers in the group.
        units: First-stage units with answers in the group.
    """

    value: Floats
    variance: Floats
    population: Floats
    kish: Floats
    n_eff: Floats
    df: Floats
    units: Floats

    def take(self, places: NDArray[np.int64]) -> Spread:
        """Return the groups at these places, in this order."""
        return Spread(*(getattr(self, field.name)[places] for field in fields(self)))


def spread(sums: Sums, statistic: str) -> Spread:
    """Return the estimates of all groups with their variances.

    Raises:
        ColumnError: A population size is smaller than its sample.
    """
    n, w, w2, wx, wy = (sums.by_group(name) for name in ("n", "w", "w2", "wx", "wy"))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = wy if statistic == "total" else wy / wx
        kish = w * w / w2
        variance = _taylor(sums, value, wx, statistic)
        mean = wy / w
        population = np.maximum(sums.by_group("wyy") / w - mean**2, 0.0) * n / (n - 1)
        agreed = _agreed(sums, n)
        population = np.where(agreed, 0.0, population)
        if statistic not in {"total", "ratio"}:
            variance = np.where(agreed, 0.0, variance)
            value = np.where(agreed, np.round(value, 9), value)  # what all agree on is no sum of roundings
    units, df = _degrees(sums)
    value = np.where(n > 0, value, np.nan)
    seen = (sums.psu_count > 1).any()
    variance = np.where((n > 0) & seen, variance, np.nan)
    n_eff = _effective(kish, population, variance, units)
    blind = (units < 2) & (population > 0) & (statistic != "total")
    variance = np.where(blind, np.nan, variance)
    return Spread(value, variance, population, kish, n_eff, df, units)


def _agreed(sums: Sums, n: Floats) -> Floats:
    """Whether all answers of a group count the same, told exactly and not by rounding."""
    plus, minus = sums.by_group("plus_n"), sums.by_group("minus_n")
    same = (sums.low == sums.high) | (n == 1)
    if plus.any() or minus.any():
        same = same | (plus == n) | (minus == n)
    return np.asarray(same & (n > 0))


def _taylor(sums: Sums, value: Floats, wx: Floats, statistic: str) -> Floats:
    at = sums.group
    if statistic == "total":
        total, squares = sums.entries["wy"], sums.entries["saa"]
    else:
        theta, scale = value[at], wx[at]
        total = (sums.entries["wy"] - theta * sums.entries["wx"]) / scale
        saa, sab, sbb = (sums.entries[name] for name in ("saa", "sab", "sbb"))
        squares = (saa - 2 * theta * sab + theta**2 * sbb) / scale**2
        squares = np.where(squares > _DUST * saa / scale**2, squares, 0.0)
    strata = len(sums.psu_count)
    cell = at * strata + sums.stratum
    size = len(sums.groups) * strata
    summed = np.bincount(cell, weights=total, minlength=size).reshape(-1, strata)
    squared = np.bincount(cell, weights=squares, minlength=size).reshape(-1, strata)
    units = sums.psu_count
    spread_within = np.where(units > 1, np.maximum(squared - summed**2 / units, 0.0), squared)
    factor = np.where(units > 1, units / np.maximum(units - 1, 1), 1.0) * uncovered(sums.fpc, units)
    return np.asarray((factor * spread_within).sum(axis=1))


def uncovered(fpc: Floats, units: Floats) -> Floats:
    """Return 1 − f of each stratum: the part of the population that was not drawn.

    Args:
        fpc: Population size or sampling fraction of each stratum; not a number where none was given.
        units: First-stage units sampled in each stratum.

    Raises:
        ColumnError: A population size is smaller than its sample.
    """
    if np.isnan(fpc).all():
        return np.ones(len(units))
    size = units / fpc if (fpc <= 1).all() else fpc
    if not (size >= units * (1 - 1e-12)).all() or (fpc <= 0).any():
        raise ColumnError(
            _("A population size of {size} is smaller than the {units} sampled from it."),
            _("Give the size of the whole stratum (clusters, where there are clusters) or a fraction up to 1."),
            size=f"{np.min(size):g}",
            units=f"{units[np.argmin(size - units)]:g}",
        )
    return np.asarray((size - units) / size)


def _degrees(sums: Sums) -> tuple[Floats, Floats]:
    """Return first-stage units with answers, and degrees of freedom, of each group."""
    strata = len(sums.psu_count)
    cell = sums.group * strata + sums.stratum
    seen = np.bincount(cell, weights=sums.entries["seen"], minlength=len(sums.groups) * strata).reshape(-1, strata)
    units = seen.sum(axis=1)
    return units, units - (seen > 0).sum(axis=1)


def _effective(kish: Floats, population: Floats, variance: Floats, units: Floats) -> Floats:
    """min(Kish, s²/V); with a single unit nothing tells how alike its answers are, so they count as one."""
    with np.errstate(divide="ignore", invalid="ignore"):
        by_design = np.where((population > 0) & (variance > 0), population / variance, kish)
    n_eff = np.fmin(kish, by_design)
    return np.where(units < 2, np.fmin(n_eff, units), n_eff)

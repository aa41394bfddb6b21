"""Replicate weights: the weights are found anew in each replicate, so that the spread of the figures includes it.

Jackknife: each first-stage unit is left out in turn and the others of its stratum weigh n/(n − 1) as much; JK1 without
strata, JKn with them:

    V(θ) = Σ_h (1 − f_h) (n_h − 1) / n_h · Σ_k (θ_(hk) − θ̄)²,     θ̄ the mean of all replicates

Bootstrap (Rao & Wu 1988): of the n_h units of a stratum n_h − 1 are drawn with replacement and weigh n_h / (n_h − 1)
for each time drawn; V(θ) = Σ_r (θ_r − θ̄)² / (R − 1). Equal to R's ``as.svrepdesign`` of the types JK1, JKn and
subbootstrap, calibrated afterwards (the bootstrap within its chance).

Units without clusters are rows; those that agree in cell, domain, weight and answer give the same replicate, so each
kind is left out once and counted as often as it occurs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pyarrow as pa

from kuulo.base.errors import ColumnError, DefinitionError, NotConvergedError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.groups import Places
from kuulo.measures.sums import summed
from kuulo.measures.variance import uncovered
from kuulo.measures.weighting.cells import Floats, floats
from kuulo.measures.weighting.fitting import CellWeights, refit

_MOST = 20_000
_REDRAWN = 0.2  # share of replicates that may be drawn again before the bootstrap is given up


@dataclass(frozen=True, slots=True)
class Replicates:
    """Which replicate weights.

    Attributes:
        kind: ``jackknife`` or ``bootstrap``.
        count: How many replicates the bootstrap draws.
        seed: Start of the bootstrap's random numbers.
    """

    kind: Literal["jackknife", "bootstrap"] = "jackknife"
    count: int = 500
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Kinds:
    """Rows of one kind: one entry each.

    Attributes:
        cell: Cell.
        domain: Domain.
        domains: Number of domains.
        d: Base weight.
        x: Denominator.
        y: What the answer adds; not a number where there is none.
        n: Rows.
        drawn: What is drawn together, from 0: the cluster, or the kind itself.
        units: How many first-stage units each of these stands for.
        stratum: Stratum of each of these.
    """

    cell: Places
    domain: Places
    domains: int
    d: Floats
    x: Floats
    y: Floats
    n: Floats
    drawn: Places
    units: Floats
    stratum: Places


def read_kinds(table: pa.Table, cell: Places, domain: Places, domains: int, fitted: CellWeights) -> Kinds:
    """Return the kinds of rows from the result of a `UnitPlan`, whose cells and domains are known.

    They are put in an order of their own: engines give rows in any, and a seed must draw the same ones every time.
    """
    n, d, x, y = (floats(table, name) for name in ("n", "d", "x", "y"))
    order = np.lexsort((n, y, x, d, domain, cell))
    n, d, x, y, cell, domain = n[order], d[order], x[order], y[order], cell[order], domain[order]
    cells = fitted.cells
    if cells.unit is not None and cells.stratum_of_unit is not None:
        drawn, stratum = cells.unit[cell], cells.stratum_of_unit
        units = np.ones(len(stratum))
    else:
        drawn, stratum, units = np.arange(len(n)), cells.stratum[cell], n
    return Kinds(cell, domain, domains, d, x, y, n, drawn, units, stratum)


def replicate_variance(
    kinds: Kinds, fitted: CellWeights, statistic: str, asked: Replicates
) -> tuple[Floats, tuple[Text, ...]]:
    """Return the variance of each domain's figure, and what has to be said about it.

    Raises:
        ColumnError: A stratum holds a single unit.
        DefinitionError: The jackknife would need too many replicates.
        NotConvergedError: A level rests on so few units that replicates lack it.
    """
    counted = summed(kinds.stratum, kinds.units, len(fitted.cells.strata))
    if (counted < 2).any():
        raise ColumnError(
            _("A stratum holds a single unit: nothing can be left out of it."),
            _("Join it with another stratum, or use the linearised variance."),
        )
    if asked.kind == "jackknife":
        return _jackknife(kinds, fitted, statistic, counted), ()
    return _bootstrap(kinds, fitted, statistic, asked, counted)


def _jackknife(kinds: Kinds, fitted: CellWeights, statistic: str, counted: Floats) -> Floats:
    count = len(kinds.units)
    if count > _MOST:
        raise DefinitionError(
            _("The jackknife would need {count} replicates."),
            _("Use the bootstrap, the linearised variance, or name clusters."),
            count=count,
        )
    found = np.empty((count, kinds.domains))
    for place in range(count):
        grown = counted[kinds.stratum[place]] / (counted[kinds.stratum[place]] - 1)
        times = np.where(kinds.stratum == kinds.stratum[place], kinds.units * grown, kinds.units)
        times[place] = (kinds.units[place] - 1) * grown
        figure = _figure(kinds, fitted, statistic, times)
        if figure is None:
            raise _too_few(fitted, kinds, times)
        found[place] = figure
    mean = (kinds.units[:, None] * found).sum(axis=0) / kinds.units.sum()
    share = (counted - 1) / counted * uncovered(fitted.cells.fpc, counted)
    return np.asarray(((share[kinds.stratum] * kinds.units)[:, None] * (found - mean) ** 2).sum(axis=0))


def _bootstrap(
    kinds: Kinds, fitted: CellWeights, statistic: str, asked: Replicates, counted: Floats
) -> tuple[Floats, tuple[Text, ...]]:
    random = np.random.default_rng(asked.seed)
    found: list[Floats] = []
    again = 0
    while len(found) < asked.count:
        times = _draw(kinds, counted, random)
        figure = _figure(kinds, fitted, statistic, times)
        if figure is None:
            again += 1
            if again > _REDRAWN * asked.count:
                raise _too_few(fitted, kinds, times)
            continue
        found.append(figure)
    spread = np.var(np.array(found), axis=0, ddof=1)
    if not again:
        return spread, ()
    return spread, (
        say(
            _("{count} of {all} bootstrap draws lacked a level of a margin and were drawn again."),
            count=again,
            all=asked.count,
        ),
    )


def _draw(kinds: Kinds, counted: Floats, random: np.random.Generator) -> Floats:
    """Return how often each is drawn, rescaled."""
    times = np.zeros(len(kinds.units))
    for stratum, units in enumerate(counted):
        inside = kinds.stratum == stratum
        drawn = random.multinomial(int(units) - 1, kinds.units[inside] / units)
        times[inside] = drawn * units / (units - 1)
    return times


def _figure(kinds: Kinds, fitted: CellWeights, statistic: str, times: Floats) -> Floats | None:
    """Return the figures of a replicate; nothing where a level has nobody left."""
    cells = fitted.cells
    alone = cells.unit is None
    rows = times[kinds.drawn] * (1.0 if alone else kinds.n)
    count = len(cells.n)
    n, w, w2 = (summed(kinds.cell, rows * kinds.d**power, count) for power in (0, 1, 2))
    if (fitted.system.sums(w)[: fitted.system.offsets[-1]] <= 0).any():
        return None
    factor = refit(replace(cells, n=n, w=w, w2=w2), fitted.system, fitted.fit).factor
    answered = ~np.isnan(kinds.y)
    weight = np.where(answered, rows * kinds.d * factor[kinds.cell], 0.0)
    y, x = np.nan_to_num(kinds.y), np.where(answered, np.nan_to_num(kinds.x), 0.0)
    top = summed(kinds.domain, weight * y, kinds.domains)
    if statistic == "total":
        return top
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(top / summed(kinds.domain, weight * x, kinds.domains))


def _too_few(fitted: CellWeights, kinds: Kinds, times: Floats) -> NotConvergedError:
    rows = times[kinds.drawn] * kinds.d
    left = fitted.system.sums(summed(kinds.cell, rows, len(fitted.cells.n)))
    names = [name for name, sum_ in zip(fitted.system.names, left, strict=True) if not sum_ > 0]
    return NotConvergedError(
        _("Replicates lack the level {levels}: it rests on too few units."),
        _("Join it with another level on both sides, or use the linearised variance."),
        levels="; ".join(names[:5]),
    )

"""Figures of domains under calibrated weights, from sums by cell and domain; the variance includes the calibration.

A domain is any part of the sample: a touchpoint, a month, a filter. The weights are found once on the whole sample
(`kuulo.measures.weighting.fit_cells`); every domain uses them.

    fitted = fit_cells(cells, margins)                       # cells: one row a cell
    sums = sum_rows(score, cell, definition, domain=month, weight=base, person=person)
    estimates = domain_estimates(sums, fitted, definition)   # {month: Estimate}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from kuulo.base.errors import ColumnError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition, definition
from kuulo.measures.finishing import finish_spread
from kuulo.measures.groups import Places, number_values
from kuulo.measures.requests import Design, Request, check_confidence
from kuulo.measures.sums import summed, value_of
from kuulo.measures.variance import Spread
from kuulo.measures.weighting.cells import Floats, floats
from kuulo.measures.weighting.fitting import CellWeights
from kuulo.measures.weighting.residuals import Linear, calibrated_variance


@dataclass(frozen=True, slots=True)
class Part:
    """Sums by cell and domain, as arrays."""

    cell: Places
    domain: Places
    count: int
    entries: dict[str, Floats]

    def over(self, name: str, factor: Floats | float = 1.0) -> Floats:
        """Return Σ factor · entry of each domain."""
        return summed(self.domain, self.entries[name] * factor, self.count)

    def figure(self, factor: Floats | float, statistic: str) -> Floats:
        """Return each domain's figure under base weights times a factor for each entry."""
        if statistic == "total":
            return self.over("wy", factor)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.over("wy", factor) / self.over("wx", factor))


def domain_estimates(
    sums: pa.Table,
    fitted: CellWeights,
    measure: Definition | str,
    *,
    confidence: float = 0.95,
    interval: str = "",
    data_version: str = "",
) -> dict[Any, Estimate]:
    """Return the estimate of each domain; ``raw`` is the same figure under the base weights alone.

    Args:
        sums: One row a cell and domain that has answers; `sum_rows` makes it from rows. Columns: ``cell`` (place among
            the cells the weights were found on), ``domain`` (any kind; left out, all answers are one domain named
            ``None``), and over the rows with an answer, d the base weight and y what the answer adds (±100 or 0 for
            net scores, 1 or 0 for shares): ``n``, ``w`` = Σd, ``w2`` = Σd², ``wy`` = Σdy, ``wyy`` = Σdy², ``low`` and
            ``high`` (lowest and highest y), for net scores and shares ``plus_n``, ``plus_w``, ``minus_n``,
            ``minus_w``, for ratios ``wx`` = Σdx. Where units lie inside cells (rows without clusters, or persons):
            ``units`` with an answer, and over them, with A = Σdy and B = Σd (Σdx) of the unit's answers in the domain
            and D = Σd of all its rows in the sample: ``saa`` = ΣA², ``sab`` = ΣAB, ``sbb`` = ΣB², ``sad`` = ΣAD,
            ``sbd`` = ΣBD.
        fitted: The weights.
        measure: The definition, or its name.
        confidence: Confidence level, 0–1.
        interval: Interval instead of the usual one, as in `kuulo.measures.figures`.
        data_version: Version of the data; every estimate carries it.

    Raises:
        ColumnError: A column is missing.
    """
    named = definition(measure) if isinstance(measure, str) else measure
    design = Design(cluster=None if fitted.cells.unit is None else "cluster")
    request = Request(definition=named, score="", design=design, confidence=check_confidence(confidence))
    labels, domain = domains_of(sums)
    part = read_part(sums, named, domain, len(labels))
    found = part_estimates(part, fitted, request, interval=interval, data_version=data_version)
    return dict(zip(labels, found, strict=True))


def domains_of(sums: pa.Table) -> tuple[list[object], Places]:
    """Return the domains in order and the domain of each row."""
    if "domain" not in sums.column_names:
        return [None], np.zeros(sums.num_rows, dtype=np.int64)
    return number_values(sums.column("domain"))


def part_estimates(
    part: Part,
    fitted: CellWeights,
    request: Request,
    *,
    variance: Floats | None = None,
    interval: str = "",
    data_version: str = "",
) -> list[Estimate]:
    """Return the estimates of the domains in order.

    Args:
        part: Sums by cell and domain.
        fitted: The weights.
        request: Of it only definition, design and confidence are read.
        variance: Variances found in another way than by linearisation.
        interval: Interval instead of the usual one.
        data_version: Version of the data.
    """
    named = request.definition
    spread = domain_spread(part, fitted, named.statistic)
    if variance is not None:
        spread = with_variance(spread, variance, part.over("n"))
    factor = fitted.factor[part.cell]
    counted = {name: part.over(name, 1.0 if name.endswith("n") else factor) for name in _COUNTED}
    found = finish_spread(request, spread, counted, _ends(part, named), interval=interval, data_version=data_version)
    raw = part.figure(1.0, named.statistic)
    return [
        replace(
            estimate,
            method=f"{fitted.method}, {estimate.method}",
            raw=None if np.isnan(raw[i]) else float(raw[i]),
            notes=(*fitted.notes, *estimate.notes),
        )
        for i, estimate in enumerate(found)
    ]


def _ends(part: Part, measure: Definition) -> tuple[float, float]:
    low = measure.scale_min if measure.scale_min is not None else float(part.entries["low"].min(initial=np.inf))
    high = measure.scale_max if measure.scale_max is not None else float(part.entries["high"].max(initial=-np.inf))
    return low, high


_COUNTED = ("n", "w", "plus_n", "plus_w", "minus_n", "minus_w")
_PLAIN = ("n", "w", "w2", "wy", "wyy", "low", "high")
_CATEGORIES = ("plus_n", "plus_w", "minus_n", "minus_w")
_SQUARES = ("units", "saa", "sab", "sbb", "sad", "sbd")


def read_part(sums: pa.Table, measure: Definition, domain: Places, count: int) -> Part:
    """Return the sums as arrays.

    Raises:
        ColumnError: A column is missing.
    """
    zeros = np.zeros(sums.num_rows)
    entries = {name: floats(sums, name) for name in _PLAIN}
    entries |= {name: floats(sums, name, zeros) for name in _CATEGORIES}
    entries["wx"] = floats(sums, "wx", None if measure.statistic == "ratio" else entries["w"])
    entries |= {name: floats(sums, name) for name in _SQUARES if name in sums.column_names}
    return Part(floats(sums, "cell").astype(np.int64), domain, count, entries)


def domain_spread(part: Part, fitted: CellWeights, statistic: str) -> Spread:
    """Return values, variances and effective numbers of the domains.

    The effective number is what a simple random sample would need for the same variance, at most n: calibration on
    what predicts the score wins back what the weights' spread costs, but no more is claimed than there are answers.
    """
    factor = fitted.factor[part.cell]
    n, w, wx = part.over("n"), part.over("w", factor), part.over("wx", factor)
    value = part.figure(factor, statistic)
    with np.errstate(divide="ignore", invalid="ignore"):
        kish = w**2 / part.over("w2", factor**2)
        mean = part.over("wy", factor) / w
        population = np.maximum(part.over("wyy", factor) / w - mean**2, 0.0) * n / (n - 1)
        variance = calibrated_variance(fitted, _linear(part, fitted, value, wx, statistic))
    agreed = _agreed(part, n)
    population = np.where(agreed, 0.0, population)
    if statistic not in {"total", "ratio"}:
        variance = np.where(agreed, 0.0, variance)
        value = np.where(agreed, np.round(value, 9), value)
    units, df = _degrees(part, fitted)
    value = np.where(n > 0, value, np.nan)
    variance = np.where((n > 0) & (fitted.cells.unit_count > 1).any(), variance, np.nan)
    n_eff = _effective(Spread(value, variance, population, kish, n, df, units))
    blind = (units < 2) & (population > 0) & (statistic != "total")
    return Spread(value, np.where(blind, np.nan, variance), population, kish, n_eff, df, units)


def with_variance(found: Spread, variance: Floats, n: Floats) -> Spread:
    """Return the same figures with variances found in another way, such as by replicate weights."""
    kept = np.where(np.isnan(found.variance) | (found.variance == 0), found.variance, variance)
    changed = replace(found, variance=kept, n_eff=n)
    return replace(changed, n_eff=_effective(changed))


def _effective(found: Spread) -> Floats:
    """Return s²/V, at most the n that ``n_eff`` holds; with a single unit its answers count as one."""
    population, variance = found.population, found.variance
    with np.errstate(divide="ignore", invalid="ignore"):
        n_eff = np.where((population > 0) & (variance > 0), np.fmin(population / variance, found.n_eff), found.kish)
    return np.where(found.units < 2, np.fmin(n_eff, found.units), n_eff)


def _agreed(part: Part, n: Floats) -> Floats:
    """Whether all answers of a domain count the same, told exactly and not by rounding."""
    low, high = np.full(part.count, np.inf), np.full(part.count, -np.inf)
    np.minimum.at(low, part.domain, part.entries["low"])
    np.maximum.at(high, part.domain, part.entries["high"])
    return np.asarray((low == high) & (n > 0))


def _linear(part: Part, fitted: CellWeights, value: Floats, wx: Floats, statistic: str) -> Linear:
    """Return the linearised values summed by cell and domain."""
    theta, scale = np.nan_to_num(value)[part.domain], np.where(wx > 0, wx, 1.0)[part.domain]
    if statistic == "total":
        theta, scale = np.zeros_like(theta), np.ones_like(scale)
    total = (part.entries["wy"] - theta * part.entries["wx"]) / scale
    square = cross = None
    if fitted.cells.unit is None:
        missing = [name for name in _SQUARES if name not in part.entries]
        if missing:
            raise ColumnError(
                _("There is no column named {missing}."),
                _("The table has: {present}."),
                missing=", ".join(missing),
                present=", ".join(part.entries),
            )
        saa, sab, sbb, sad, sbd = (part.entries[name] for name in ("saa", "sab", "sbb", "sad", "sbd"))
        square = (saa - 2 * theta * sab + theta**2 * sbb) / scale**2
        cross = (sad - theta * sbd) / scale
    return Linear(part.cell, part.domain, part.count, total, square, cross)


def _degrees(part: Part, fitted: CellWeights) -> tuple[Floats, Floats]:
    """Return first-stage units with answers, and degrees of freedom, of each domain."""
    cells = fitted.cells
    strata = len(cells.strata)
    size = part.count * strata
    if cells.unit is None or cells.stratum_of_unit is None:
        counted = summed(part.domain * strata + cells.stratum[part.cell], part.entries["units"], size)
    else:
        units = len(cells.stratum_of_unit)
        seen = np.unique((part.domain * units + cells.unit[part.cell])[part.entries["n"] > 0])
        place = seen // units * strata + cells.stratum_of_unit[seen % units]
        counted = summed(place, np.ones(len(place)), size)
    by_stratum = counted.reshape(part.count, strata)
    units_seen = by_stratum.sum(axis=1)
    return units_seen, units_seen - (by_stratum > 0).sum(axis=1)


def sum_rows(  # noqa: PLR0913 -- the columns a row can have, by name
    score: ArrayLike,
    cell: ArrayLike,
    measure: Definition | str,
    *,
    domain: Any = None,
    weight: ArrayLike | None = None,
    unit: ArrayLike | None = None,
    denominator: ArrayLike | None = None,
) -> pa.Table:
    """Return the sums `domain_estimates` reads, from rows in memory; rows without a score only add to their unit.

    Args:
        score: Score of each row, not a number where there was no answer.
        cell: Cell of each row: its place among the cells the weights are found on.
        measure: The definition, or its name.
        domain: Domain of each row, an array or list of any kind; left out, all rows are one.
        weight: Base weight of each row.
        unit: First-stage unit of each row, such as the person; each lies inside one cell. Left out, each row is one.
        denominator: Denominator of each row, for ratios.
    """
    named = definition(measure) if isinstance(measure, str) else measure
    values = np.asarray(score, dtype=float)
    rows = len(values)
    d = np.ones(rows) if weight is None else np.asarray(weight, dtype=float)
    x = np.ones(rows) if denominator is None else np.asarray(denominator, dtype=float)
    units = np.arange(rows) if unit is None else number_values(pa.chunked_array([pa.array(unit)]))[1]
    whole = summed(units, d, int(units.max(initial=-1)) + 1)
    labels: list[object] = [None]
    place = np.zeros(rows, dtype=np.int64)
    if domain is not None:
        labels, place = number_values(pa.chunked_array([pa.array(domain)]))
    kept = ~np.isnan(values) & ~np.isnan(x)
    y = value_of(named, values[kept])
    cells = np.asarray(cell, dtype=np.int64)[kept]
    return _grouped(_Rows(cells, place[kept], units[kept], d[kept], x[kept], y, whole), labels)


class _Rows(NamedTuple):
    cell: Places
    domain: Places
    unit: Places
    d: Floats
    x: Floats
    y: Floats
    whole: Floats  # Σd of all rows of each unit


def _grouped(rows: _Rows, labels: Sequence[object]) -> pa.Table:
    """Sum the rows by cell and domain, unit by unit for the squares."""
    keys, group = np.unique(rows.cell * len(labels) + rows.domain, return_inverse=True)
    count = len(keys)

    def over(values: Floats) -> Floats:
        return summed(group, values, count)

    d, y = rows.d, rows.y
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, group, y)
    np.maximum.at(high, group, y)
    plain = {"n": over(np.ones_like(d)), "w": over(d), "w2": over(d * d), "wx": over(d * rows.x)}
    plain |= {"wy": over(d * y), "wyy": over(d * y * y), "low": low, "high": high}
    plain |= {"plus_n": over((y > 0).astype(float)), "plus_w": over(d * (y > 0))}
    plain |= {"minus_n": over((y < 0).astype(float)), "minus_w": over(d * (y < 0))}
    inside, of_unit = np.unique(group * len(rows.whole) + rows.unit, return_inverse=True)
    group_of, unit_of = inside // len(rows.whole), inside % len(rows.whole)
    a = np.bincount(of_unit, weights=d * y, minlength=len(inside))
    b = np.bincount(of_unit, weights=d * rows.x, minlength=len(inside))
    whole = rows.whole[unit_of]
    pairs = {"saa": a * a, "sab": a * b, "sbb": b * b, "sad": a * whole, "sbd": b * whole}
    squares = {name: np.bincount(group_of, weights=values, minlength=count) for name, values in pairs.items()}
    squares["units"] = np.bincount(group_of, minlength=count).astype(float)
    named = pa.array(labels).take(pa.array(keys % len(labels)))
    return pa.table({"cell": keys // len(labels), "domain": named, **plain, **squares})

"""From aggregated sums to figures: value, standard error, interval, effective n, notes. Vectorised over groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.base.errors import DefinitionError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures import intervals
from kuulo.measures.definitions import Definition
from kuulo.measures.requests import Request
from kuulo.measures.results import Counts, Figure, FigureTable
from kuulo.measures.sums import Floats, Sums, read_sums
from kuulo.measures.variance import Spread, spread

FEW_UNITS = 30
_TELLING = 200  # answers among which an NPS question without a single 0 looks like a scale that begins at 1


@dataclass(frozen=True, slots=True)
class Extremes:
    """Keep only the ``count`` lowest and the ``count`` highest groups among those with at least ``min_n`` answers."""

    count: int
    min_n: int = 30


@dataclass(frozen=True, slots=True)
class _Ready:
    """Arrays of one value a group, in the figure's unit."""

    n: Floats
    spread: Spread
    se: Floats
    low: Floats
    high: Floats
    methods: NDArray[np.str_]


def finish(
    request: Request,
    table: pa.Table,
    *,
    extremes: Extremes | None = None,
    interval: str = "",
    data_version: str = "",
) -> FigureTable:
    """Return the figures of a request from the aggregated groups an engine returned.

    Args:
        request: The request whose expression the engine ran.
        table: The engine's result.
        extremes: Which groups to keep; all where ``None``.
        interval: Interval instead of the usual one: ``adjusted_wald`` for net scores, ``logit`` or ``t`` for shares.
        data_version: Version of the data the engine read; every estimate carries it.

    Raises:
        ColumnError: Weights, strata, clusters or population sizes cannot be used.
        ScaleMismatchError: Answers do not belong to the definition's scale.
    """
    sums = read_sums(request, table)
    ready = _ready(request, sums, interval)
    notes = _table_notes(request, sums)
    figures = [
        _figure(request, sums, ready, place, _Stamp(data_version, tuple(notes)))
        for place in _chosen(request, sums, ready, extremes)
    ]
    return FigureTable(tuple(figures), request.definition.id, request.labels)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What every figure of one table shares."""

    data_version: str
    notes: tuple[Text, ...]


def _chosen(request: Request, sums: Sums, ready: _Ready, extremes: Extremes | None) -> list[int]:
    present = np.arange(len(sums.groups))
    if request.where is not None and request.by:
        present = present[ready.n > 0]
    if extremes is None:
        return present.tolist()
    enough = present[ready.n[present] >= extremes.min_n]
    ordered = enough[np.argsort(ready.spread.value[enough], kind="stable")]
    lowest, rest = ordered[: extremes.count], ordered[extremes.count :]
    return [*lowest.tolist(), *rest[len(rest) - min(extremes.count, len(rest)) :].tolist()]


def _ready(request: Request, sums: Sums, interval: str) -> _Ready:
    definition = request.definition
    found = spread(sums, definition.statistic)
    se = np.sqrt(found.variance)
    method = interval or _USUAL[definition.statistic]
    if method not in _ALLOWED[definition.statistic]:
        raise DefinitionError(
            _("There is no interval {interval} for {definition}."),
            _("Use one of: {known}."),
            interval=method,
            definition=definition.id,
            known=", ".join(_ALLOWED[definition.statistic]),
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = _interval(request, sums, found, se, method)
        methods = np.full(len(se), method, dtype="U16")
        if method in {"t", "logit"} and definition.statistic not in {"total", "ratio"}:
            flat = (found.population == 0) | np.isnan(low) | np.isnan(high)
            other_low, other_high, name = _flat_interval(request, sums, found)
            low, high = np.where(flat, other_low, low), np.where(flat, other_high, high)
            methods = np.where(flat, name, methods)
    least, most = definition.bounds
    low = low if least is None else np.maximum(low, least)
    high = high if most is None else np.minimum(high, most)
    low, high = np.minimum(low, found.value), np.maximum(high, found.value)  # never by a rounding past the value
    return _Ready(sums.by_group("n"), found, se, low, high, methods)


_USUAL = {"net": "tango", "share": "wilson", "mean": "t", "total": "t", "ratio": "t"}
_ALLOWED = {
    "net": ("tango", "adjusted_wald", "t"),
    "share": ("wilson", "logit", "t"),
    "mean": ("t",),
    "total": ("t",),
    "ratio": ("t",),
}


def _interval(request: Request, sums: Sums, found: Spread, se: Floats, method: str) -> intervals.Bounds:
    confidence = request.confidence
    if method in {"tango", "adjusted_wald"}:
        w = sums.by_group("w")
        plus, minus = (sums.by_group(name) / w * found.n_eff for name in ("plus_w", "minus_w"))
        chosen = intervals.tango if method == "tango" else intervals.adjusted_wald
        return chosen(plus, minus, found.n_eff, confidence)
    if method == "wilson":
        return intervals.wilson(found.value, found.n_eff, confidence)
    if method == "logit":
        return intervals.logit_interval(found.value, se, found.df, confidence)
    return intervals.t_interval(found.value, se, found.df, confidence)


def _flat_interval(request: Request, sums: Sums, found: Spread) -> tuple[Floats, Floats, str]:
    """The interval where no spread can be seen: score intervals for net and share, the agreeing one for means."""
    if request.definition.statistic != "mean":
        method = _USUAL[request.definition.statistic]
        low, high = _interval(request, sums, found, np.zeros(0), method)
        return low, high, method
    ends = _answer_ends(request.definition, sums)
    low, high = intervals.agreeing(found.value, found.n_eff, ends, request.confidence)
    unseen = np.full(len(low), np.nan) if ends[0] >= ends[1] else low
    return unseen, unseen if ends[0] >= ends[1] else high, "agreeing"


def _answer_ends(definition: Definition, sums: Sums) -> tuple[float, float]:
    """Lowest and highest answer possible: the scale's ends, or those of the whole table where the scale is open."""
    low = definition.scale_min if definition.scale_min is not None else float(sums.low.min())
    high = definition.scale_max if definition.scale_max is not None else float(sums.high.max())
    return low, high


def _table_notes(request: Request, sums: Sums) -> list[Text]:
    """Notes that hold for every figure of the table."""
    notes = []
    definition = request.definition
    if definition.counted_states and request.state is None:
        notes.append(say(_("No column of states was named: who gave no answer is left out of the denominator.")))
    if (sums.psu_count == 1).any() and len(sums.psu_count) > 1:
        notes.append(
            say(_("A stratum holds a single unit; its distance from the overall figure stands for its spread."))
        )
    begins_at_zero = definition.statistic == "net" and definition.scale_min == 0
    if begins_at_zero and sums.low.min() >= 1 and sums.by_group("n").sum() >= _TELLING:
        notes.append(say(_("Nobody answered 0: make sure the scale did not begin at 1, which would be no NPS.")))
    return notes


def _group_notes(request: Request, ready: _Ready, place: int) -> list[Text]:
    found = ready.spread
    if ready.n[place] == 0:
        return [say(_("Nobody answered."))]
    notes = []
    if request.design.cluster is not None:
        units = int(found.units[place])
        if units < 2:
            notes.append(say(_("All answers come from one cluster; how much clusters differ cannot be seen.")))
        elif units < FEW_UNITS:
            notes.append(say(_("Only {units} clusters: the interval itself is uncertain."), units=units))
    if np.isnan(ready.low[place]):
        notes.append(say(_("Every answer is the same and the scale is open: no interval can be given.")))
    return notes


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _rounded(definition: Definition, value: float | None) -> float | None:
    """Round half up where the tool that is reproduced does."""
    if value is None or definition.decimals is None:
        return value
    scale = 10**definition.decimals
    return float(np.floor(value * scale + 0.5 + 1e-9) / scale)


def _figure(request: Request, sums: Sums, ready: _Ready, place: int, stamp: _Stamp) -> Figure:
    definition, found, n = request.definition, ready.spread, int(ready.n[place])
    population, variance = found.population[place], found.variance[place]
    simple = definition.statistic in {"total", "ratio"}
    designed = not simple and population > 0 and variance >= 0
    n_eff = found.kish[place] if simple else found.n_eff[place]
    estimate = Estimate(
        measure=definition.family,
        value=_rounded(definition, _plain(found.value[place])),
        low=_plain(ready.low[place]),
        high=_plain(ready.high[place]),
        se=_plain(ready.se[place]),
        confidence=request.confidence,
        n=n,
        n_eff=_plain(n_eff) if n else 0.0,
        deff=float(variance * n / population) if designed else None,
        invited=None,
        answered=None,
        method=str(ready.methods[place]) if n else "none",
        definition=definition.id,
        data_version=stamp.data_version,
        notes=(*stamp.notes, *_group_notes(request, ready, place)),
    )
    by = dict(zip(request.labels, sums.groups[place], strict=True))
    return Figure(by, estimate, _counts(definition, sums, place, n))


def _counts(definition: Definition, sums: Sums, place: int, n: int) -> Counts | None:
    if definition.favourable is None:
        return None
    at = sums.group == place
    plus, minus = (int(sums.entries[name][at].sum()) for name in ("plus_n", "minus_n"))
    return Counts(plus, n - plus - minus, minus)

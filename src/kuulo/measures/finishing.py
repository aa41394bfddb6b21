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
from kuulo.measures.sums import CATEGORIES, Floats, Sums, read_sums
from kuulo.measures.variance import Spread, spread

FEW_UNITS = 30
_TELLING = 200  # answers among which an NPS question without a single 0 looks like a scale that begins at 1


@dataclass(frozen=True, slots=True)
class Extremes:
    """Keep only the ``count`` lowest and the ``count`` highest groups among those with at least ``min_n`` answers."""

    count: int
    min_n: int = 30


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Sums of the groups that become figures, one value a group."""

    request: Request
    places: NDArray[np.int64]
    spread: Spread
    sums: dict[str, Floats]
    ends: tuple[float, float]

    @property
    def n(self) -> Floats:
        """Answers of each group."""
        return self.sums["n"]


@dataclass(frozen=True, slots=True)
class _Ready:
    """Intervals of the chosen groups, in the figure's unit."""

    low: Floats
    high: Floats
    methods: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What every figure of one table shares."""

    data_version: str
    notes: tuple[Text, ...]


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
    chosen = _choose(request, sums, extremes)
    ready = _ready(chosen, _method(request.definition, interval))
    stamp = _Stamp(data_version, tuple(_table_notes(request, sums)))
    figures = [
        Figure(
            dict(zip(request.labels, sums.groups[place], strict=True)),
            _estimate(chosen, ready, i, stamp),
            _counts(chosen, i),
        )
        for i, place in enumerate(chosen.places.tolist())
    ]
    return FigureTable(tuple(figures), request.definition.id, request.labels)


def finish_spread(
    request: Request,
    found: Spread,
    sums: dict[str, Floats],
    ends: tuple[float, float],
    *,
    interval: str = "",
    data_version: str = "",
) -> list[Estimate]:
    """Return the estimates of groups whose values and variances are known already, in their order.

    Args:
        request: Definition, design and confidence level.
        found: Values and variances of the groups.
        sums: For each group ``n``, ``w`` and the weighted and plain counts of the categories.
        ends: Lowest and highest answer possible.
        interval: Interval instead of the usual one.
        data_version: Version of the data; every estimate carries it.
    """
    chosen = _Chosen(request, np.arange(len(found.value)), found, sums, ends)
    ready = _ready(chosen, _method(request.definition, interval))
    return [_estimate(chosen, ready, i, _Stamp(data_version, ())) for i in range(len(found.value))]


def _choose(request: Request, sums: Sums, extremes: Extremes | None) -> _Chosen:
    """Return the groups that become figures: all, those inside the condition, or the extremes."""
    found = spread(sums, request.definition.statistic)
    n = sums.by_group("n")
    places = np.arange(len(sums.groups))
    if request.where is not None and request.by:
        places = places[n > 0]
    if extremes is not None:
        enough = places[n[places] >= extremes.min_n]
        ordered = enough[np.argsort(found.value[enough], kind="stable")]
        lowest, rest = ordered[: extremes.count], ordered[extremes.count :]
        places = np.concatenate([lowest, rest[max(len(rest) - extremes.count, 0) :]])
    names = ("n", "w", *CATEGORIES)
    kept = {name: sums.by_group(name)[places] for name in names}
    return _Chosen(request, places, found.take(places), kept, _answer_ends(request.definition, sums))


def _method(definition: Definition, interval: str) -> str:
    method = interval or _ALLOWED[definition.statistic][0]
    if method not in _ALLOWED[definition.statistic]:
        raise DefinitionError(
            _("There is no interval {interval} for {definition}."),
            _("Use one of: {known}."),
            interval=method,
            definition=definition.id,
            known=", ".join(_ALLOWED[definition.statistic]),
        )
    return method


_ALLOWED = {
    "net": ("tango", "adjusted_wald", "t"),
    "share": ("wilson", "logit", "t"),
    "mean": ("t",),
    "total": ("t",),
    "ratio": ("t",),
}


def _ready(chosen: _Chosen, method: str) -> _Ready:
    definition, found = chosen.request.definition, chosen.spread
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = _interval(chosen, method)
        methods = np.full(len(low), method, dtype="U16")
        if method in {"t", "logit"} and definition.statistic not in {"total", "ratio"}:
            flat = (found.population == 0) | np.isnan(low) | np.isnan(high)
            (other_low, other_high), name = _flat_interval(chosen)
            low, high = np.where(flat, other_low, low), np.where(flat, other_high, high)
            methods = np.where(flat, name, methods)
    least, most = definition.bounds
    low = low if least is None else np.maximum(low, least)
    high = high if most is None else np.minimum(high, most)
    # Rounding must not put the value itself outside
    return _Ready(np.minimum(low, found.value), np.maximum(high, found.value), methods)


def _interval(chosen: _Chosen, method: str) -> intervals.Bounds:
    confidence, found = chosen.request.confidence, chosen.spread
    if method in {"tango", "adjusted_wald"}:
        plus, minus = (chosen.sums[name] / chosen.sums["w"] * found.n_eff for name in ("plus_w", "minus_w"))
        formula = intervals.tango if method == "tango" else intervals.adjusted_wald
        return formula(plus, minus, found.n_eff, confidence)
    if method == "wilson":
        return intervals.wilson(found.value, found.n_eff, confidence)
    if method == "logit":
        return intervals.logit_interval(found.value, np.sqrt(found.variance), found.df, confidence)
    return intervals.t_interval(found.value, np.sqrt(found.variance), found.df, confidence)


def _flat_interval(chosen: _Chosen) -> tuple[intervals.Bounds, str]:
    """The interval where no spread can be seen: score intervals for net and share, the agreeing one for means."""
    definition = chosen.request.definition
    if definition.statistic != "mean":
        method = _ALLOWED[definition.statistic][0]
        return _interval(chosen, method), method
    if chosen.ends[0] >= chosen.ends[1]:
        unseen = np.full(len(chosen.places), np.nan)
        return (unseen, unseen), "agreeing"
    found = chosen.spread
    return intervals.agreeing(found.value, found.n_eff, chosen.ends, chosen.request.confidence), "agreeing"


def _answer_ends(definition: Definition, sums: Sums) -> tuple[float, float]:
    """Lowest and highest answer possible: the scale's ends, or those of the whole table where the scale is open."""
    low = definition.scale_min if definition.scale_min is not None else float(sums.low.min(initial=np.inf))
    high = definition.scale_max if definition.scale_max is not None else float(sums.high.max(initial=-np.inf))
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
    if begins_at_zero and sums.low.min(initial=np.inf) >= 1 and sums.by_group("n").sum() >= _TELLING:
        notes.append(say(_("Nobody answered 0: make sure the scale did not begin at 1, which would be no NPS.")))
    return notes


def _group_notes(chosen: _Chosen, ready: _Ready, i: int) -> list[Text]:
    if chosen.n[i] == 0:
        return [say(_("Nobody answered."))]
    if chosen.sums["w"][i] == 0:
        return [say(_("Every answer has the weight 0: no figure can be given."))]
    notes = []
    if chosen.request.design.cluster is not None:
        units = int(chosen.spread.units[i])
        if units < 2:
            notes.append(say(_("All answers come from one cluster; how much clusters differ cannot be seen.")))
        elif units < FEW_UNITS:
            notes.append(say(_("Only {units} clusters: the interval itself is uncertain."), units=units))
    if np.isnan(ready.low[i]):
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


def _estimate(chosen: _Chosen, ready: _Ready, i: int, stamp: _Stamp) -> Estimate:
    definition, found, n = chosen.request.definition, chosen.spread, int(chosen.n[i])
    population, variance = found.population[i], found.variance[i]
    simple = definition.statistic in {"total", "ratio"}
    designed = not simple and population > 0 and variance >= 0
    n_eff = found.kish[i] if simple else found.n_eff[i]
    return Estimate(
        measure=definition.family,
        value=_rounded(definition, _plain(found.value[i])),
        low=_plain(ready.low[i]),
        high=_plain(ready.high[i]),
        se=_plain(np.sqrt(variance)),
        confidence=chosen.request.confidence,
        n=n,
        n_eff=_plain(n_eff) if n else 0.0,
        deff=float(variance * n / population) if designed else None,
        invited=None,
        answered=None,
        method=str(ready.methods[i]) if n else "none",
        definition=definition.id,
        data_version=stamp.data_version,
        notes=(*stamp.notes, *_group_notes(chosen, ready, i)),
    )


def _counts(chosen: _Chosen, i: int) -> Counts | None:
    if chosen.request.definition.favourable is None:
        return None
    n, plus, minus = (int(chosen.sums[name][i]) for name in ("n", "plus_n", "minus_n"))
    return Counts(plus, n - plus - minus, minus)

"""Drivers of an outcome: from a table to shares of its differences, with intervals and checks.

    from kuulo.measures import drivers
    drivers(answers, outcome="recommend", drivers=["ease", "price", "staff"], weight="weight", cluster="customer")

The table may be any that figures take; sums of products are computed where it lives, and only blocks of sums come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError, DefinitionError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.measures.drivers.asking import DriverRequest, Look, Products, driver_request
from kuulo.measures.drivers.bootstrap import INTERVALS, Spread, bootstrap
from kuulo.measures.drivers.checks import (
    NOT_CAUSES,
    Check,
    check_binary,
    check_collinearity,
    check_constant,
    check_missing,
    check_size,
)
from kuulo.measures.drivers.importance import (
    DUST,
    MOST_EXACT,
    condition_index,
    correlations,
    inflation,
    johnson,
    lmg,
    possible,
    standardised,
)
from kuulo.measures.drivers.results import Driver, Drivers
from kuulo.measures.drivers.sums import BlockSums, Seen, read_look, read_products
from kuulo.measures.requests import check_confidence
from kuulo.measures.tables import Answers, open_table

Floats = NDArray[np.float64]
SAMPLES: Final = 1000
SEED: Final = 20260101
METHODS: Final = {"lmg": lmg, "johnson": johnson}
LEAST_ROWS: Final = 3  # beyond one for each driver


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How intervals are made: confidence level, kind of interval, how many samples, and their seed."""

    confidence: float = 0.95
    interval: str = "bca"
    samples: int = SAMPLES
    seed: int = SEED


def drivers(  # noqa: PLR0913 -- the analysts' function names everything the analysis can depend on
    table: Any,
    *,
    outcome: str,
    drivers: Sequence[str],
    weight: str | None = None,
    cluster: str | None = None,
    method: str = "auto",
    missing: str = "complete",
    confidence: float = 0.95,
    interval: str = "bca",
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Drivers:
    """Return how much of an outcome's differences goes with each driver.

    Args:
        table: A pandas, Polars, PyArrow, DuckDB, Spark or ibis table.
        outcome: Column of the outcome: a score, or yes and no (a linear probability model then).
        drivers: Columns of numbers or of yes and no: questions, satisfaction at touchpoints, themes.
        weight: Column of weights.
        cluster: Column of the person; all rows of a person are drawn together.
        method: ``lmg`` (the Shapley value of R², up to 12 drivers), ``johnson`` (relative weights, any number), or
            ``auto``: the first where it can be computed.
        missing: ``complete`` (rows where nothing is missing), ``pairwise`` (for each two columns the rows with
            both), or ``neutral`` (a missing driver counts as average: for touchpoints a person has not met).
        confidence: Confidence level, 0–1.
        interval: ``bca`` (bias-corrected and accelerated) or ``percentile``.
        samples: How many bootstrap samples are drawn.
        seed: The same seed gives the same intervals.

    Raises:
        InputError: The table or a column cannot be used; the message names what was found.
        DefinitionError: There is no such method, or too many drivers for it.
    """
    answers = open_table(table)
    request = driver_request(
        columns=answers.columns, outcome=outcome, drivers=drivers, weight=weight, cluster=cluster, missing=missing
    )
    resampling = Resampling(confidence=confidence, interval=interval, samples=samples, seed=seed)
    return analyse(answers, request, method=method, resampling=resampling)


def analyse(
    answers: Answers,
    request: DriverRequest,
    *,
    method: str = "auto",
    resampling: Resampling = Resampling(),
    names: Mapping[str, object] | None = None,
    data_version: str = "",
) -> Drivers:
    """Return the analysis of a request; see `drivers`.

    Args:
        answers: The table, opened, or anything that runs questions.
        request: Which columns.
        method: ``lmg``, ``johnson`` or ``auto``.
        resampling: How intervals are made.
        names: What the columns are called in sentences.
        data_version: Version of the data, named in every estimate.
    """
    check_confidence(resampling.confidence)
    _check_choices(method, resampling)
    columns = [name for name, _kind in request.columns]
    seen = read_look(request, answers.run(Look(request), columns))
    request, seen, dropped = _varying(request, seen)
    chosen = _method(method, len(request.drivers))
    sums = read_products(request, seen.mean, answers.run(Products(request, seen.mean), columns))
    if sums.total("n") < len(request.drivers) + LEAST_ROWS:
        raise ColumnError(
            _("Only {rows} rows have the outcome and every driver; {drivers} drivers need more."),
            _("Name fewer drivers, or treat missing answers pairwise."),
            rows=int(sums.total("n")),
            drivers=len(request.drivers),
        )
    called = _Called(request.outcome, dict(names or {}))
    return _finished(sums, seen, chosen, resampling, called, dropped, data_version)


def _check_choices(method: str, resampling: Resampling) -> None:
    for named, known, template in (
        (method, ("auto", *METHODS), _("There is no method “{named}” to share out what is explained.")),
        (resampling.interval, INTERVALS, _("There is no bootstrap interval “{named}”.")),
    ):
        if named not in known:
            raise DefinitionError(template, _("Use one of: {known}."), named=named, known=", ".join(known))


def _method(method: str, drivers: int) -> str:
    if method == "auto":
        return "lmg" if drivers <= MOST_EXACT else "johnson"
    if method == "lmg" and drivers > MOST_EXACT:
        raise DefinitionError(
            _("{drivers} drivers are too many for LMG, which looks at every combination; it takes up to {most}."),
            _("Use the method johnson, or fewer drivers."),
            drivers=drivers,
            most=MOST_EXACT,
        )
    return method


def _varying(request: DriverRequest, seen: Seen) -> tuple[DriverRequest, Seen, tuple[str, ...]]:
    """Return the request without drivers that everybody answered alike, and their names.

    Raises:
        ColumnError: The outcome does not vary, or no driver does.
    """
    if seen.constant(0):
        raise ColumnError(
            _("Column {name} holds the same value everywhere: there are no differences to explain."),
            _("Name another outcome."),
            name=request.outcome,
        )
    kept = [0, *(place for place in range(1, len(request.variables)) if not seen.constant(place))]
    dropped = tuple(name for place, name in enumerate(request.variables) if place not in kept)
    if len(kept) == 1:
        raise ColumnError(_("Every driver holds the same value everywhere."), _("Name drivers in which people differ."))
    variables = request.variables
    narrower = DriverRequest(
        outcome=request.outcome,
        drivers=tuple(variables[place] for place in kept[1:]),
        weight=request.weight,
        cluster=request.cluster,
        missing=request.missing,
        columns=request.columns,
    )
    picked = (
        tuple(values[place] for place in kept) for values in (seen.n, seen.low, seen.high, seen.mean, seen.binary)
    )
    return narrower, Seen(seen.rows, *picked), dropped  # type: ignore[arg-type]  # -- the fields in their order


@dataclass(frozen=True, slots=True)
class _Called:
    """What columns are called in sentences."""

    outcome: str
    names: dict[str, object]

    def of(self, column: str) -> object:
        return self.names.get(column, column)


def _finished(  # noqa: PLR0913, PLR0917 -- everything the result is made of
    sums: BlockSums,
    seen: Seen,
    method: str,
    resampling: Resampling,
    called: _Called,
    dropped: tuple[str, ...],
    data_version: str,
) -> Drivers:
    matrix = correlations(sums.covariances(np.ones((1, sums.blocks))))[0]
    if np.linalg.eigvalsh(matrix)[0] < -DUST:
        raise ColumnError(
            _("Too few people answered the same questions: pair by pair, their answers contradict each other."),
            _("Use complete answers, or fewer drivers."),
        )
    spread = bootstrap(
        sums.blocks,
        lambda counts: _statistics(sums, counts, method),
        samples=resampling.samples,
        seed=resampling.seed,
        confidence=resampling.confidence,
        interval="bca" if resampling.interval == "bca" else "percentile",
    )
    factors, condition = inflation(matrix), condition_index(matrix)
    maker = _Maker(sums, spread, method, resampling, data_version)
    places = len(sums.request.drivers)
    ranks = _ranks(spread, places, resampling.confidence)
    order = sorted(range(places), key=lambda place: -spread.value[1 + place])
    found = tuple(maker.driver(place, float(factors[place]), ranks[place]) for place in order)
    whole = maker.whole()
    used = int(sums.total("n"))
    left_out = int(sums.total("outcomes")) - used
    checks = _checks(sums, seen, called, dropped, [float(one) for one in factors], condition)
    return Drivers(
        outcome=sums.request.outcome,
        method=method,
        drivers=found,
        explained=whole,
        n=used,
        persons=int(sums.total("persons")),
        left_out=left_out,
        missing=sums.request.missing,
        condition=condition,
        checks=checks,
        sentence=_sentence(called, found, whole),
    )


def _statistics(sums: BlockSums, counts: Floats, method: str) -> Floats:
    """Return R², then importance, share, beta, correlation and mean of each driver, for each mixture of blocks."""
    matrices = correlations(sums.covariances(counts))
    if sums.request.missing == "pairwise":
        matrices = possible(matrices)
    parts = METHODS[method](matrices)
    whole = parts.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.nan_to_num(parts / whole)
    means = np.nan_to_num(sums.means(counts)[:, 1:])
    return np.concatenate([whole, parts, shares, standardised(matrices), matrices[:, 0, 1:], means], axis=1)


def _ranks(spread: Spread, drivers: int, confidence: float) -> list[tuple[int, int, int]]:
    """Return place, best place and worst place of each driver by importance; the ends are quantiles of its places."""
    value = spread.value[1 : 1 + drivers]
    own = _places(value[None])[0]
    samples = spread.samples[:, 1 : 1 + drivers] if len(spread.samples) else value[None]
    places = np.sort(_places(samples), axis=0)
    tail = (1 - confidence) / 2
    low = places[int(np.floor(tail * (len(places) - 1)))]
    high = places[int(np.ceil((1 - tail) * (len(places) - 1)))]
    return [
        (int(rank), int(min(best, rank)), int(max(worst, rank)))
        for rank, best, worst in zip(own, low, high, strict=True)
    ]


def _places(values: Floats) -> NDArray[np.int64]:
    """Return the place of each value in its row, from 1 for the largest."""
    return np.argsort(np.argsort(-values, axis=1, kind="stable"), axis=1, kind="stable") + 1


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes estimates from what resampling told; statistics stand in the order of `_statistics`."""

    sums: BlockSums
    spread: Spread
    method: str
    resampling: Resampling
    data_version: str

    def whole(self) -> Estimate:
        return self._estimate(0, "explained", f"driver.r2.{self.method}@1", limits=(0.0, 1.0))

    def driver(self, place: int, factor: float, ranks: tuple[int, int, int]) -> Driver:
        count = len(self.sums.request.drivers)
        at = [1 + part * count + place for part in range(5)]
        rank, best, worst = ranks
        return Driver(
            name=self.sums.request.drivers[place],
            importance=self._estimate(at[0], "importance", f"driver.{self.method}@1", limits=(0.0, 1.0)),
            share=self._estimate(at[1], "importance", f"driver.{self.method}.share@1", limits=(0.0, 1.0)),
            beta=self._estimate(at[2], "beta", "driver.beta@1"),
            correlation=self._estimate(at[3], "correlation", "driver.correlation@1", limits=(-1.0, 1.0)),
            performance=self._estimate(at[4], "mean", "mean@1", answers=int(self.sums.total(f"an{place + 1}"))),
            inflation=factor,
            rank=rank,
            rank_low=best,
            rank_high=worst,
        )

    def _estimate(
        self,
        at: int,
        measure: str,
        definition: str,
        *,
        limits: tuple[float, float] | None = None,
        answers: int | None = None,
    ) -> Estimate:
        low, high, se = (_known(ends[at]) for ends in (self.spread.low, self.spread.high, self.spread.se))
        if limits is not None and low is not None and high is not None:
            low, high = max(low, limits[0]), min(high, limits[1])
        w, w2 = self.sums.total("w"), self.sums.total("w2")
        return Estimate(
            measure=measure,
            value=float(self.spread.value[at]),
            low=low,
            high=high,
            se=se,
            confidence=self.resampling.confidence,
            n=int(self.sums.total("n")) if answers is None else answers,
            n_eff=w * w / w2 if w2 else 0.0,
            deff=None,
            invited=None,
            answered=None,
            method=f"bootstrap {self.resampling.interval}, {self.resampling.samples} samples",
            definition=definition,
            data_version=self.data_version,
            notes=(NOT_CAUSES,) if measure == "importance" else (),
        )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _checks(
    sums: BlockSums, seen: Seen, called: _Called, dropped: tuple[str, ...], factors: list[float], condition: float
) -> tuple[Check, ...]:
    names = [called.of(name) for name in sums.request.drivers]
    used = int(sums.total("n"))
    found = [
        check_size(int(sums.total("persons")), len(names)),
        check_missing(sums.request.missing, used, int(sums.total("outcomes")) - used),
    ]
    if len(names) > 1:
        found.insert(1, check_collinearity(names, factors, condition))
    if seen.binary[0]:
        found.append(check_binary())
    if dropped:
        found.append(check_constant([called.of(name) for name in dropped]))
    return tuple(found)


def _sentence(called: _Called, found: tuple[Driver, ...], whole: Estimate) -> Text:
    """Return the analysis in words that claim no cause."""
    first = found[0]
    places = {
        "outcome": called.of(called.outcome),
        "whole": _percent(whole.value),
        "low": _percent(whole.low),
        "high": _percent(whole.high),
        "first": called.of(first.name),
        "share": _percent(first.importance.value),
        "first_low": _percent(first.importance.low),
        "first_high": _percent(first.importance.high),
    }
    if len(found) == 1:
        return Text(
            _("{whole} per cent ({low}–{high}) of the differences in “{outcome}” go with “{first}”."),
            places,
        )
    if first.rank_high == 1:
        return Text(
            _(
                "{whole} per cent ({low}–{high}) of the differences in “{outcome}” go with these drivers. "
                "“{first}” comes first with {share} per cent ({first_low}–{first_high})."
            ),
            places,
        )
    return Text(
        _(
            "{whole} per cent ({low}–{high}) of the differences in “{outcome}” go with these drivers. “{first}” comes "
            "first with {share} per cent ({first_low}–{first_high}), but by its interval another may be as important."
        ),
        places,
    )


def _percent(part: float | None) -> str:
    return "–" if part is None else f"{100 * part:.0f}"

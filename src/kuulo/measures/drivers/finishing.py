"""From sums by block to drivers with their intervals, places, checks and sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.measures.drivers.bootstrap import Spread, bootstrap
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
    condition_index,
    correlations,
    inflation,
    johnson,
    lmg,
    possible,
    standardised,
)
from kuulo.measures.drivers.results import Driver, Drivers
from kuulo.measures.drivers.sums import BlockSums, Seen

Floats = NDArray[np.float64]
SAMPLES: Final = 1000
SEED: Final = 20260101
METHODS: Final = {"lmg": lmg, "johnson": johnson}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How intervals are made: confidence level, kind of interval, how many samples, and their seed."""

    confidence: float = 0.95
    interval: str = "bca"
    samples: int = SAMPLES
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Called:
    """What columns are called in sentences."""

    outcome: str
    names: dict[str, object]

    def of(self, column: str) -> object:
        """Return what a column is called."""
        return self.names.get(column, column)


def finish(  # noqa: PLR0913, PLR0917 -- everything the result is made of
    sums: BlockSums,
    seen: Seen,
    method: str,
    resampling: Resampling,
    called: Called,
    dropped: tuple[str, ...],
    data_version: str,
) -> Drivers:
    """Return the analysis from the sums by block; columns everybody answered alike were dropped before."""
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
    sums: BlockSums, seen: Seen, called: Called, dropped: tuple[str, ...], factors: list[float], condition: float
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


def _sentence(called: Called, found: tuple[Driver, ...], whole: Estimate) -> Text:
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

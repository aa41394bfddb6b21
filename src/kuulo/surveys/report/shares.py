"""Shares of the answers to one question, each as an Estimate with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from kuulo.base.estimate import Estimate
from kuulo.measures.intervals import wilson


@dataclass(frozen=True, slots=True)
class _Whole:
    """All answers together: how many, the sum of their weights and of the weights' squares."""

    n: int
    total: float
    squares: float
    confidence: float


def share_estimates(
    values: pl.Series, weights: pl.Series | None, confidence: float, *, also: Sequence[object] = ()
) -> list[tuple[Any, int, Estimate]]:
    """Return value, count and share of each value that occurs, in order of value.

    Interval: Wilson's with the effective number of answers; n_eff = min(Kish, p(1−p)/V) where V is the linearised
    variance of the weighted share, so that equal weights change nothing.

    Args:
        values: Answers; nulls are left out.
        weights: One weight for each row, or None; a null or zero weight leaves its row out of the shares.
        confidence: Confidence level, 0–1.
        also: Values to count even where nobody gave them.
    """
    ones = pl.repeat(1.0, len(values), eager=True)
    frame = pl.DataFrame({"value": values, "weight": ones if weights is None else weights})
    frame = frame.drop_nulls().filter(pl.col("weight") > 0)
    if frame.is_empty():
        return []
    total, squares = float(frame["weight"].sum()), float((frame["weight"] ** 2).sum())
    whole = _Whole(frame.height, total, squares, confidence)
    groups = frame.group_by("value").agg(
        count=pl.len(), mass=pl.col("weight").sum(), squares=(pl.col("weight") ** 2).sum()
    )
    found = {value: (count, mass, squares) for value, count, mass, squares in groups.iter_rows()}
    every = sorted({*found, *also})
    return [
        (value, count, _estimate(mass, squares, whole))
        for value in every
        for count, mass, squares in [found.get(value, (0, 0.0, 0.0))]
    ]


def _estimate(mass: float, squares: float, whole: _Whole) -> Estimate:
    share = mass / whole.total
    factor = whole.n / (whole.n - 1) if whole.n > 1 else 1.0
    variance = factor * (squares * (1 - share) ** 2 + (whole.squares - squares) * share**2) / whole.total**2
    kish = whole.total**2 / whole.squares
    n_eff = min(kish, factor * share * (1 - share) / variance) if variance > 0 else kish
    low, high = wilson(share, n_eff, whole.confidence)
    return Estimate(
        measure="share",
        value=share,
        low=float(low),
        high=float(high),
        se=variance**0.5,
        confidence=whole.confidence,
        n=whole.n,
        n_eff=n_eff,
        deff=whole.n / n_eff,
        invited=None,
        answered=None,
        method="wilson",
        definition="share@1",
    )

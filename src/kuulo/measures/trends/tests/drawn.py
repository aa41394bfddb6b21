"""Series drawn for tests: answers of 0–10 counted as NPS counts them, so many each week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.measures.trends.series import GRAINS, Numbers, Series

MONDAY = date(2022, 1, 3)
AGAINST, NEUTRAL, FOR = 0.25, 0.25, 0.50  # an NPS of 25, variance of one answer 6,875


def weeks(count: int) -> list[date]:
    """Return the first days of so many weeks."""
    return [MONDAY + timedelta(days=7 * week) for week in range(count)]


def figure(value: float, se: float, n: int) -> Estimate:
    """Return an NPS with a standard error."""
    return Estimate(
        measure="nps",
        value=value,
        low=value - 1.96 * se,
        high=value + 1.96 * se,
        se=se,
        confidence=0.95,
        n=n,
        n_eff=float(n),
        deff=1.0,
        invited=None,
        answered=None,
        method="t",
        definition="nps@1",
    )


def nothing() -> Estimate:
    """Return the figure of a week in which nobody answered."""
    return Estimate(
        measure="nps",
        value=None,
        low=None,
        high=None,
        se=None,
        confidence=0.95,
        n=0,
        n_eff=0.0,
        deff=None,
        invited=None,
        answered=None,
        method="none",
        definition="nps@1",
    )


def answers(sizes: Sequence[int], seed: int, moved: Callable[[int], float] = lambda _week: 0.0) -> list[Estimate]:
    """Return the figure of each week from drawn answers; ``moved`` says by how many points a week lies off 25."""
    generator = np.random.default_rng(seed)
    found = []
    for week, size in enumerate(sizes):
        part = moved(week) / 200
        given = generator.choice([-100.0, 0.0, 100.0], size=size, p=[AGAINST - part, NEUTRAL, FOR + part])
        found.append(figure(float(given.mean()), float(given.std(ddof=1) / size**0.5), size))
    return found


def plain_series(values: Numbers, variances: Numbers, breaks: Sequence[int] = ()) -> Series:
    """Return a series of weeks with known variances."""
    starts = np.isin(np.arange(len(values)), [0, *breaks])
    return Series(tuple(weeks(len(values))), values, variances, starts, 1.0, GRAINS["week"])

"""Customers of two regions who said whether they would recommend the company, before and after a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np

from kuulo.decisions.rules import OTHERS, Effect
from kuulo.figures.tests.answers import NOW, answer, record
from kuulo.lake.rules import Signal

START = (NOW - timedelta(days=84)).date()
DUE = (NOW - timedelta(days=1)).date()
NORTH = "a.region=North"
USUAL: Mapping[str, tuple[float, float]] = {"North": (0.4, 0.7), "South": (0.4, 0.4)}
"""Share of promoters before and after the start, by region; the others are detractors."""


def answers(
    shares: Mapping[str, tuple[float, float]] = USUAL, *, weekly: int = 14, weeks: int = 26
) -> Iterator[Signal]:
    """Yield so many answers a week and region over some weeks up to now."""
    rng = np.random.default_rng(20261123)
    number = 0
    for days in range(1, weeks * 7, 7):
        for region, (before, after) in shares.items():
            at = (NOW - timedelta(days=days)).date()
            share = after if at >= START else before
            for _one in range(weekly):
                number += 1
                value = 10.0 if rng.random() < share else 3.0
                yield answer(number, value, days_ago=days, attributes={"region": region})


def record_world(shares: Mapping[str, tuple[float, float]] = USUAL, *, weekly: int = 14, weeks: int = 26) -> None:
    """Record the answers."""
    record(answers(shares, weekly=weekly, weeks=weeks))


def effect(
    change: float = 40.0, *, among: str = NORTH, beside: str = OTHERS, due: date = DUE, span: int = 91
) -> Effect:
    """Return an effect expected on the recommendation score."""
    return Effect(definition="nps@1", change=change, due=due, among=among, beside=beside)

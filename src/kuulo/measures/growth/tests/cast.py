"""Customers with known lives, for the tests of this package."""

from __future__ import annotations

import numpy as np

from kuulo.measures.growth.history import Floats, History, Integers

NOW = 1000.0
BEGIN = 270.0


def history(
    persons: int,
    *,
    answers: list[tuple[int, float, float]],
    purchases: list[tuple[int, float, float]] | None = None,
    until: Floats | None = None,
    since: Floats | None = None,
    brought: list[tuple[int, float]] | None = None,
) -> History:
    """Return a history from rows (person, day, score), (person, day, amount) and (who brought, day)."""
    told = sorted(answers)
    bought = sorted(purchases or [])
    return History(
        since=np.full(persons, -np.inf) if since is None else since,
        until=np.full(persons, np.inf) if until is None else until,
        person=_whole([row[0] for row in told]),
        at=np.array([row[1] for row in told], dtype=float),
        score=np.array([row[2] for row in told], dtype=float),
        buyer=_whole([row[0] for row in bought]),
        bought=np.array([row[1] for row in bought], dtype=float),
        amount=np.array([row[2] for row in bought], dtype=float),
        order=np.arange(len(bought)),
        bringer=_whole([row[0] for row in brought or []]),
        brought=np.array([row[1] for row in brought or []], dtype=float),
        begin=BEGIN,
        now=NOW,
    )


def shop(*, persons: int = 600, pull: float, seed: int = 3) -> History:
    """Return a shop whose customers spend by habit; ``pull`` is what one point of the score adds to each purchase."""
    rng = np.random.default_rng(seed)
    score = rng.integers(0, 11, persons).astype(float)
    answers = [(who, float(day), float(score[who])) for who in range(persons) for day in rng.uniform(BEGIN, NOW, 2)]
    purchases = []
    habit = rng.gamma(2.0, 20.0, persons)
    for who in range(persons):
        for day in rng.uniform(BEGIN, NOW, rng.poisson(14)):
            # Before the customer's mood shows, all buy by habit; afterwards the mood pulls.
            mood = pull * (score[who] - 5) if day > BEGIN + 240 else 0.0
            purchases.append((who, float(day), max(1.0, habit[who] + mood + rng.normal(0, 10))))
    return history(persons, answers=answers, purchases=purchases)


def _whole(values: list[int]) -> Integers:
    return np.array(values, dtype=np.int64)

"""Answers of invented persons whose differences are known, the same every time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

START = datetime(2026, 3, 1, tzinfo=UTC)


def answers(rows: int = 900, *, gaps: float = 0.0) -> pl.DataFrame:
    """Return answers to three questions and an outcome: 2 · ease + 1 · price + noise; "colour" goes with nothing."""
    rng = np.random.default_rng(20260102)
    person = rng.integers(0, rows // 2, rows)
    mood = rng.normal(size=rows)[person]
    ease, price, colour = (np.clip(np.round(4 + rng.normal(size=rows) + 0.4 * mood), 1, 7) for _one in range(3))
    outcome = 2 * ease + price + 0.5 * mood + rng.normal(size=rows) * 2
    missing = rng.random((3, rows)) < gaps
    columns = {"ease": ease, "price": price, "colour": colour}
    told = {
        name: [None if gap else float(value) for value, gap in zip(values, gone, strict=True)]
        for (name, values), gone in zip(columns.items(), missing, strict=True)
    }
    return pl.DataFrame(
        told
        | {
            "outcome": outcome,
            "happy": (outcome > 12).tolist(),
            "weight": (0.5 + rng.random(rows)).tolist(),
            "person": [f"customer:{number}" for number in person],
        }
    )


def changed(rows: int = 4000, *, uplift: float = 0.8, drift: float = 0.0) -> pl.DataFrame:
    """Return scores of persons over a year; a change touched a third of them from ``START`` on.

    Args:
        rows: How many answers.
        uplift: What the change added to their scores.
        drift: How much faster the touched rose already, per 30 days.
    """
    rng = np.random.default_rng(20260103)
    person = rng.integers(0, rows // 3, rows)
    touched = person % 3 == 0
    days = rng.uniform(-200, 160, rows)
    noise = 0.5 * rng.normal(size=rows)[person] + rng.normal(size=rows)
    score = 6 + touched * 0.7 + 0.05 * days / 30 + noise + touched * (drift * days / 30 + uplift * (days >= 0))
    return pl.DataFrame(
        {
            "score": score,
            "at": [START + timedelta(days=float(day)) for day in days],
            "touched": touched.tolist(),
            "person": [f"customer:{number}" for number in person],
            "weight": (0.5 + rng.random(rows)).tolist(),
            "days": days,
        },
        schema_overrides={"at": pl.Datetime("us", "UTC")},
    )

"""From a value and its standard error to an `Estimate` that says what it is corrected for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.measures.correction.people import People, outcome
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Floats
from kuulo.measures.intervals import t_interval


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its standard error, degrees of freedom, and answers it rests on (those of the first phase: None)."""

    value: float
    se: float
    df: float
    n: int | None = None


def shape_estimate(people: People, definition: Definition, found: Found, *, confidence: float, method: str) -> Estimate:
    """Return the estimate of the whole frame: t interval within the measure's bounds, n of those who spoke.

    ``n_eff`` is the number of a simple random sample's answers that would carry the same standard error.
    """
    scores = people.score[~np.isnan(people.score)]
    n = int(people.answered.sum()) if found.n is None else found.n
    spread = float(np.var(outcome(scores, definition), ddof=1)) if len(scores) > 1 else np.nan
    low, high = (float(end) for end in t_interval(found.value, found.se, found.df, confidence))
    least, most = definition.bounds
    seen = bool(np.isfinite(found.se) and found.se > 0)
    n_eff = spread / found.se**2 if seen else None
    return Estimate(
        measure=definition.family,
        value=found.value,
        low=_clip(low, least, most) if seen else None,
        high=_clip(high, least, most) if seen else None,
        se=found.se if np.isfinite(found.se) else None,
        confidence=confidence,
        n=n,
        n_eff=n_eff,
        deff=n / n_eff if n_eff else None,
        invited=int(people.invited.sum()),
        answered=int(people.answered.sum()),
        method=method,
        definition=definition.id,
        raw=raw_value(people, definition),
    )


def raw_value(people: People, definition: Definition) -> float | None:
    """Return the figure of the answers as they came, the follow-up left aside."""
    if not people.answered.any():
        return None
    return float(outcome(people.score[people.answered], definition).mean())


def _clip(value: float, least: float | None, most: float | None) -> float:
    lifted = value if least is None else max(value, least)
    return lifted if most is None else min(lifted, most)


def weighted_mean(weight: Floats, y: Floats) -> float:
    """Return Σwy / Σw."""
    return float(weight @ y / weight.sum())

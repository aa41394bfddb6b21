"""The mean of the scores that came with the comments of a theme."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import Final

import numpy as np
from scipy.special import stdtrit

from kuulo.base.estimate import Estimate

CONFIDENCE: Final = 0.95


def mean_score(scores: Iterable[float | None]) -> Estimate | None:
    """Return the mean of the scores there are, with Student's interval; ``None`` where there are fewer than two."""
    told = np.asarray([score for score in scores if score is not None and np.isfinite(score)], dtype=np.float64)
    if len(told) < 2:
        return None
    mean, se = float(told.mean()), float(told.std(ddof=1)) / sqrt(len(told))
    margin = float(stdtrit(len(told) - 1, 0.5 + CONFIDENCE / 2)) * se
    return Estimate(
        measure="mean",
        value=mean,
        low=mean - margin,
        high=mean + margin,
        se=se,
        confidence=CONFIDENCE,
        n=len(told),
        n_eff=float(len(told)),
        deff=1.0,
        invited=None,
        answered=None,
        method="student",
        definition="mean@1",
    )

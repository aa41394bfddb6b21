"""Estimates of this package before their value is known, and Wilson's interval."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import special

from kuulo.base.estimate import Estimate

DEFINITIONS: Final = {
    "kappa": "kappa@1",
    "alpha": "alpha@1",
    "precision": "precision-of-code@1",
    "recall": "recall-of-code@1",
    "f1": "f1-of-code@1",
    "share": "share-of-code@1",
}


def blank(measure: str, n: int, confidence: float, method: str) -> Estimate:
    """Return an estimate that rests on ``n`` comments and tells nothing yet."""
    return Estimate(
        measure=measure,
        value=None,
        low=None,
        high=None,
        se=None,
        confidence=confidence,
        n=n,
        n_eff=float(n),
        deff=None,
        invited=None,
        answered=None,
        method=method,
        definition=DEFINITIONS[measure],
    )


def quantile(confidence: float) -> float:
    """Return the two-sided quantile of the normal distribution for a confidence level of 0–1."""
    return float(special.ndtri(0.5 + confidence / 2))


def wilson(share: float, n: int, confidence: float) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927), 0–1; never of width zero."""
    z = quantile(confidence)
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * float(np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)))
    return max(centre - half, 0.0) if share > 0 else 0.0, min(centre + half, 1.0) if share < 1 else 1.0

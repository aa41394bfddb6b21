"""Internal consistency of a scale's items: alpha and what goes with it, from their covariances.

Sources: Cronbach (1951), Psychometrika 16:297–334; Feldt, Woodruff & Salih (1987), Applied Psychological Measurement
11:93–103 (interval); Duhachek & Iacobucci (2004), Journal of Applied Psychology 89:792–808 (standard error);
Guttman (1945), Psychometrika 10:255–282 (λ₆). Equal to R's ``psych::alpha``.
"""

from __future__ import annotations

import numpy as np
from scipy.special import fdtri

from kuulo.measures.intervals import Floats
from kuulo.measures.scales.moments import Moments


def alpha_of(matrix: Floats) -> float:
    """Return alpha of a covariance matrix (raw) or a correlation matrix (standardised)."""
    k = len(matrix)
    return float((1 - np.trace(matrix) / matrix.sum()) * k / (k - 1))


def alpha_error(cov: Floats, n: int) -> float:
    """Return the asymptotic standard error of alpha (Duhachek & Iacobucci 2004)."""
    k, total, trace = len(cov), cov.sum(), np.trace(cov)
    q = 2 * k**2 / ((k - 1) ** 2 * total**3)
    q *= total * (np.trace(cov @ cov) + trace**2) - 2 * trace * (cov @ cov).sum()
    return float(np.sqrt(max(q, 0.0) / n))


def feldt(alpha: float, n: int, items: int, confidence: float) -> tuple[float, float]:
    """Return Feldt's interval of alpha."""
    one, other = n - 1, (n - 1) * (items - 1)
    tail = (1 - confidence) / 2
    return 1 - (1 - alpha) * float(fdtri(one, other, 1 - tail)), 1 - (1 - alpha) * float(fdtri(one, other, tail))


def lambda6(correlations: Floats) -> float:
    """Return Guttman's λ₆: what the other items foretell of each."""
    return float(1 - (len(correlations) - _smc(correlations).sum()) / correlations.sum())


def _smc(correlations: Floats) -> Floats:
    """Return each item's squared multiple correlation with the others; ones where the matrix cannot be inverted."""
    if np.linalg.matrix_rank(correlations) < len(correlations):
        return np.ones(len(correlations))
    return np.asarray(1 - 1 / np.diag(np.linalg.inv(correlations)))


def item_rest(moments: Moments) -> Floats:
    """Return the correlation of each item with the sum of the others."""
    cov = moments.cov
    own = np.diag(cov)
    shared = cov.sum(axis=1) - own
    rest = cov.sum() - 2 * cov.sum(axis=1) + own
    return np.asarray(shared / np.sqrt(own * rest))


def item_whole(moments: Moments) -> Floats:
    """Return the correlation of each item with the whole, corrected for the item's own share in it (``r.cor``).

    Not numbers where items run against each other so that the whole has no variance of its own.
    """
    correlations = moments.correlations
    corrected = correlations.copy()
    np.fill_diagonal(corrected, _smc(correlations))
    own = corrected.sum()
    return np.asarray(corrected.sum(axis=0) / np.sqrt(own)) if own > 0 else np.full(len(correlations), np.nan)


def without_each(matrix: Floats) -> Floats:
    """Return alpha without each item in turn; not a number where only one would be left."""
    k = len(matrix)
    if k <= 2:
        return np.full(k, np.nan)
    kept = [np.delete(np.arange(k), place) for place in range(k)]
    return np.array([alpha_of(matrix[np.ix_(places, places)]) for places in kept])

"""Partial pooling of shares of few: the beta-binomial model.

xᵢ ~ Binomial(nᵢ, pᵢ), pᵢ ~ Beta(α, β) with mean μ = α / (α + β) and ρ = 1 / (α + β + 1), the correlation of two answers
of one group. Both are averaged over with the weight of their likelihood (flat on μ and on ρ), so that the intervals
hold the uncertainty of what the groups have in common. Counts may be effective ones and need not be whole.

Source: Kleinman (1973), Proportions with extraneous variance, JASA 68:46–54; Griffiths (1973), Biometrics 29:637–648.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, betaln

from kuulo.measures.comparing.pooling import FEWEST_GROUPS, Pooled
from kuulo.measures.intervals import Floats, wilson

_STEPS = 48


def pool_shares(yes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Pooled:
    """Return partially pooled shares (0–1) with intervals; fewer than three groups get Wilson's intervals.

    Args:
        yes: Answers that count, of each group; effective numbers where there are weights.
        n: Answers of each group, greater than 0.
        confidence: Confidence level, 0–1.
    """
    x, size = np.asarray(yes, dtype=float), np.asarray(n, dtype=float)
    if len(x) < FEWEST_GROUPS:
        return _unpooled(x, size, confidence)
    mean, total, weight = _weights(x, size)
    alpha, beta = mean * total + x[:, None], (1 - mean) * total + (size - x)[:, None]
    means = alpha / (alpha + beta)
    seconds = means * (alpha + 1) / (alpha + beta + 1)
    value, second = means @ weight, seconds @ weight
    variance = np.maximum(second - value**2, 1e-12)
    # The mixture's own mean and variance, in a beta: within rounding of the mixture's quantiles, and never outside 0–1
    strength = value * (1 - value) / variance - 1
    low, high = (
        np.asarray(betaincinv(value * strength, (1 - value) * strength, tail))
        for tail in ((1 - confidence) / 2, (1 + confidence) / 2)
    )
    kept = (size[:, None] / (size[:, None] + total)) @ weight
    between = float(np.sqrt((mean * (1 - mean) / (total + 1)) @ weight))
    return Pooled(value, np.sqrt(variance), low, high, kept, float(mean @ weight), between)


def _unpooled(x: Floats, size: Floats, confidence: float) -> Pooled:
    share = x / size
    low, high = wilson(share, size, confidence)
    centre = float(x.sum() / size.sum()) if len(x) else float("nan")
    se = np.sqrt(share * (1 - share) / size)
    return Pooled(share, se, low, high, np.ones_like(share), centre, float("nan"))


def _weights(x: Floats, size: Floats) -> tuple[Floats, Floats, Floats]:
    """Return a grid of means, of strengths α + β, and the likelihood's weight of each of its points."""
    step = (np.arange(_STEPS) + 0.5) / _STEPS
    whole = (x.sum() + 0.5) / (size.sum() + 1)
    reach = 6 * np.sqrt(whole * (1 - whole) * (1 / size.sum() + 1 / len(x)))
    ends = max(0.0, whole - reach), min(1.0, whole + reach)
    # Points are even in √ρ, so dense where groups are alike; their width is what log √ρ below stands for
    mean, root = (grid.ravel() for grid in np.meshgrid(ends[0] + (ends[1] - ends[0]) * step, step))
    total = 1 / root**2 - 1
    alpha, beta = mean * total, (1 - mean) * total
    logs = (betaln(alpha + x[:, None], beta + (size - x)[:, None]) - betaln(alpha, beta)).sum(axis=0)
    logs += np.log(root)
    weight = np.exp(logs - logs.max())
    return mean, total, weight / weight.sum()

"""Partial pooling of groups: each figure moves towards the others as far as its own uncertainty allows.

The model is yᵢ ~ N(θᵢ, vᵢ), θᵢ ~ N(μ, τ²). Single estimates of τ² (restricted maximum likelihood, Paule–Mandel) often
are 0 by chance where there are few groups, and would then pool everything into one figure with far too narrow an
interval. So the pooled figures are averaged over τ with the weight its restricted likelihood gives it: what Morris'
and Kackar & Harville's corrections approximate, without their expansions.

Sources: Morris (1983), Parametric empirical Bayes inference, JASA 78:47–55; Gelman (2006), Prior distributions for
variance parameters, Bayesian Analysis 1:515–534 (a flat weight on τ, proper from three groups up); Paule & Mandel
(1982), Journal of Research of the NBS 87:377–385; Efron & Morris (1975), JASA 70:311–319.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from kuulo.base.later import Later
from kuulo.measures.intervals import Floats, z_quantile

optimize = Later("scipy.optimize")

FEWEST_GROUPS = 3
_STEPS = 160
_HALVINGS = 48


@dataclass(frozen=True, slots=True)
class Pooled:
    """Pooled figures, one a group.

    Attributes:
        value: Posterior means.
        se: Posterior standard deviations.
        low: Lower ends.
        high: Upper ends.
        kept: How much of each group's own figure is kept, 0–1.
        mean: The common mean.
        between: Standard deviation between the groups.
    """

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    kept: Floats
    mean: float
    between: float


def pool(values: ArrayLike, variances: ArrayLike, confidence: float = 0.95) -> Pooled:
    """Return partially pooled figures with intervals; fewer than three groups stay as they are.

    Args:
        values: Figures of the groups.
        variances: Their squared standard errors, greater than 0.
        confidence: Confidence level, 0–1.
    """
    y, v = np.asarray(values, dtype=float), np.asarray(variances, dtype=float)
    if len(y) < FEWEST_GROUPS:
        return _unpooled(y, v, confidence)
    tau, weight = _weights_of_tau(y, v)
    total = 1 / (v + tau[:, None] ** 2)
    precision = total.sum(axis=1)
    centre = (total * y).sum(axis=1) / precision
    kept = tau[:, None] ** 2 * total
    means = kept * y + (1 - kept) * centre[:, None]
    spreads = np.sqrt(kept * v + (1 - kept) ** 2 / precision[:, None])
    value = weight @ means
    se = np.sqrt(weight @ (spreads**2 + means**2) - value**2)
    low, high = (_mixture_quantile(weight, means, spreads, tail) for tail in _tails(confidence))
    return Pooled(value, se, low, high, weight @ kept, float(weight @ centre), float(weight @ tau))


def _unpooled(y: Floats, v: Floats, confidence: float) -> Pooled:
    half = z_quantile(confidence) * np.sqrt(v)
    centre = float((y / v).sum() / (1 / v).sum()) if len(y) else float("nan")
    return Pooled(y, np.sqrt(v), y - half, y + half, np.ones_like(y), centre, float("nan"))


def _weights_of_tau(y: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Return a grid of τ from 0 to far beyond what the data hold, and the restricted likelihood's weight of each."""
    scale = float(np.sqrt(np.median(v)) + np.std(y, ddof=1)) / 2
    step = (np.arange(_STEPS) + 0.5) / _STEPS
    tau = scale * step / (1 - step)
    logs = _restricted_likelihood(tau, y, v) - 2 * np.log1p(-step)  # the width of each step
    weight = np.exp(logs - logs.max())
    return tau, weight / weight.sum()


def _restricted_likelihood(tau: Floats, y: Floats, v: Floats) -> Floats:
    total = 1 / (v + np.atleast_1d(tau)[:, None] ** 2)
    precision = total.sum(axis=1)
    centre = (total * y).sum(axis=1) / precision
    squares = (total * (y - centre[:, None]) ** 2).sum(axis=1)
    return np.asarray(0.5 * (np.log(total).sum(axis=1) - np.log(precision) - squares))


def _mixture_quantile(weight: Floats, means: Floats, spreads: Floats, tail: float) -> Floats:
    """Return the quantile of each group's mixture of normals, by halving."""
    low, high = (means - 12 * spreads).min(axis=0), (means + 12 * spreads).max(axis=0)
    for _step in range(_HALVINGS):
        middle = (low + high) / 2
        under = weight @ ndtr((middle - means) / spreads) < tail
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return np.asarray((low + high) / 2)


def _tails(confidence: float) -> tuple[float, float]:
    return (1 - confidence) / 2, (1 + confidence) / 2


def between_variance(
    values: ArrayLike, variances: ArrayLike, method: Literal["reml", "paule_mandel"] = "reml"
) -> tuple[float, float]:
    """Return the variance between groups, and its standard error.

    Args:
        values: Figures of the groups; two at the least.
        variances: Their squared standard errors, greater than 0.
        method: ``reml`` (restricted maximum likelihood) or ``paule_mandel`` (τ² at which Cochran's Q is k − 1).

    The standard error is that of the restricted likelihood's information at the estimate (R metafor's ``se.tau2``).
    """
    y, v = np.asarray(values, dtype=float), np.asarray(variances, dtype=float)
    most = 4 * float(np.var(y, ddof=1)) + float(v.max())
    found = _reml(y, v, most) if method == "reml" else _paule_mandel(y, v, most)
    total = 1 / (v + found)
    whole = total.sum()
    trace = (total**2).sum() - 2 * (total**3).sum() / whole + ((total**2).sum() / whole) ** 2
    return found, float(np.sqrt(2 / trace))


def _reml(y: Floats, v: Floats, most: float) -> float:
    def loss(variance: float) -> float:
        return -float(_restricted_likelihood(np.sqrt([variance]), y, v)[0])

    found = optimize.minimize_scalar(loss, bounds=(0.0, most), method="bounded", options={"xatol": 1e-10 * most})
    return 0.0 if loss(0.0) <= float(found.fun) else float(found.x)


def _paule_mandel(y: Floats, v: Floats, most: float) -> float:
    def excess(variance: float) -> float:
        total = 1 / (v + variance)
        return float((total * (y - (total @ y) / total.sum()) ** 2).sum() - (len(y) - 1))

    if excess(0.0) <= 0:
        return 0.0
    while excess(most) > 0:
        most *= 2
    return float(optimize.brentq(excess, 0.0, most, xtol=1e-14 * most, rtol=1e-14))


def james_stein(values: ArrayLike, variance: float) -> Floats:
    """Return the James–Stein estimates of equally uncertain figures around their mean, never past it.

    ȳ + (1 − (k − 3)·v / Σ(yᵢ − ȳ)²)₊ (yᵢ − ȳ): Efron & Morris (1977), Stein's paradox in statistics, Scientific
    American 236:119–127. For four groups or more; kept to teach and to test, `pool` is what the figures use.
    """
    y = np.asarray(values, dtype=float)
    centre = y.mean()
    squares = ((y - centre) ** 2).sum()
    kept = max(1 - (len(y) - 3) * variance / squares, 0.0) if squares > 0 else 0.0
    return np.asarray(centre + kept * (y - centre))

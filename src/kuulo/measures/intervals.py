"""Intervals for one figure; every function takes arrays (or numbers) and returns two arrays of the same shape.

Sample sizes are effective ones and need not be whole. All are pure numpy/scipy.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

Floats = NDArray[np.float64]
Bounds = tuple[Floats, Floats]

_STEPS = 180  # of which every third halves: enough for what a double can tell, usually a dozen does
_NEAR = 1e-13


def z_quantile(confidence: float) -> float:
    """Two-sided quantile of the normal distribution for a confidence level of 0–1."""
    return float(ndtri(0.5 + confidence / 2))


def t_quantile(confidence: float, df: ArrayLike) -> Floats:
    """Two-sided quantile of Student's t; degrees of freedom under 1 count as 1."""
    degrees = np.maximum(np.asarray(df, dtype=float), 1.0)
    return np.asarray(stdtrit(degrees, 0.5 + confidence / 2), dtype=float)


def _tango_slack(delta: Floats, plus: Floats, minus: Floats, n: Floats, z: float) -> Floats:
    """Return by how much the score of a difference stays above −z, times its standard error: 0 at the upper end.

    The score is that of Tango (1998), eq. 4: its standard error uses the restricted ML estimate of the minus share.
    """
    linear = (2 * n - plus + minus) * delta - plus - minus
    constant = -minus * delta * (1 - delta)
    share = (np.sqrt(np.maximum(linear**2 - 8 * n * constant, 0.0)) - linear) / (4 * n)
    variance = np.maximum(n * (2 * share + delta * (1 - delta)), 0.0)
    return plus - minus - n * delta + z * np.sqrt(variance)


def _tango_upper(plus: Floats, minus: Floats, n: Floats, z: float) -> Floats:
    """Return the upper ends by regula falsi (Illinois), halving wherever that gets stuck; the ends stay bracketed."""
    low, high = (plus - minus) / n, np.ones_like(n)
    at_low, at_high = _tango_slack(low, plus, minus, n, z), _tango_slack(high, plus, minus, n, z)
    for step in range(_STEPS):
        with np.errstate(divide="ignore", invalid="ignore"):
            guess = high - at_high * (high - low) / (at_high - at_low)
        # At the estimate itself the slack can be 0 without being the end; every third step halves to be sure
        stuck = (at_low <= 0) | (guess <= low) | (guess >= high) | (step % 3 == 2)
        guess = np.where(stuck | ~np.isfinite(guess), (low + high) / 2, guess)
        slack = _tango_slack(guess, plus, minus, n, z)
        inside = slack > 0
        at_low, at_high = np.where(inside, slack, at_low / 2), np.where(inside, at_high / 2, slack)
        low, high = np.where(inside, guess, low), np.where(inside, high, guess)
        if not ((high - low) > _NEAR).any():
            break
    return (low + high) / 2


def tango(plus: ArrayLike, minus: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Bounds:
    """Score interval of a difference of two shares of the same answers, in points (−100…100).

    Source: Tango (1998), Statistics in Medicine 17:891–908, called the iterative score interval of NPS by
    Rocks (2016).

    Args:
        plus: Effective number of favourable answers.
        minus: Effective number of unfavourable answers.
        n: Effective number of answers.
        confidence: Confidence level, 0–1.
    """
    plus_n, minus_n, total = (np.atleast_1d(np.asarray(x, dtype=float)) for x in (plus, minus, n))
    # The lower end is the upper one of the answers turned round
    both, turned = np.concatenate([plus_n, minus_n]), np.concatenate([minus_n, plus_n])
    ends = _tango_upper(both, turned, np.concatenate([total, total]), z_quantile(confidence))
    half = len(plus_n)
    return -100 * ends[half:], 100 * ends[:half]


def adjusted_wald(plus: ArrayLike, minus: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Bounds:
    """Wald interval of a net score after adding ¾ favourable, 1½ neutral and ¾ unfavourable answers, clipped; points.

    Source: Rocks (2016), Interval estimation for the Net Promoter Score ("Adj. Wald, +3"). Fast, and near Tango's from
    some 30 answers up.
    """
    added = 3.0
    total = np.asarray(n, dtype=float) + added
    plus_share = (np.asarray(plus, dtype=float) + added / 4) / total
    minus_share = (np.asarray(minus, dtype=float) + added / 4) / total
    net = plus_share - minus_share
    half = z_quantile(confidence) * np.sqrt((plus_share + minus_share - net**2) / total)
    return np.maximum(100 * (net - half), -100.0), np.minimum(100 * (net + half), 100.0)


def wilson(share: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Bounds:
    """Score interval of a share (Wilson 1927), 0–1; never of width zero."""
    p, total = np.asarray(share, dtype=float), np.asarray(n, dtype=float)
    z = z_quantile(confidence)
    centre = (p + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * np.sqrt(p * (1 - p) / total + z**2 / (4 * total**2))
    low = np.where(p <= 0, 0.0, np.maximum(centre - half, 0.0))
    return low, np.where(p >= 1, 1.0, np.minimum(centre + half, 1.0))


def logit_interval(share: ArrayLike, se: ArrayLike, df: ArrayLike, confidence: float = 0.95) -> Bounds:
    """Interval of a share that is symmetric on the logit scale, 0–1: R survey's ``svyciprop(method = "logit")``.

    Undefined (not a number) for shares of exactly 0 or 1.
    """
    p, error = np.asarray(share, dtype=float), np.asarray(se, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.log(p / (1 - p))
        half = t_quantile(confidence, df) * error / (p * (1 - p))
        return 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))


def t_interval(value: ArrayLike, se: ArrayLike, df: ArrayLike, confidence: float = 0.95) -> Bounds:
    """Value ± t(df) × standard error, with the degrees of freedom of the design."""
    centre, half = np.asarray(value, dtype=float), t_quantile(confidence, df) * np.asarray(se, dtype=float)
    return centre - half, centre + half


def agreeing(value: ArrayLike, n: ArrayLike, bounds: tuple[Any, Any], confidence: float = 0.95) -> Bounds:
    """Interval of a mean when every answer was the same: never of width zero.

    Wilson's upper end for a share of 0 of n says how many might still answer otherwise; at worst they all sit at one
    end of the scale.

    Args:
        value: The answer everybody gave.
        n: Effective number of answers.
        bounds: Lowest and highest answer possible.
        confidence: Confidence level, 0–1.
    """
    centre = np.asarray(value, dtype=float)
    others = wilson(np.zeros_like(centre), n, confidence)[1]
    return centre - others * (centre - bounds[0]), centre + others * (bounds[1] - centre)

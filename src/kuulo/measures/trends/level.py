"""The local-level model: a level that wanders, seen through figures whose sampling variance is known.

    y[t] = level[t] + e[t],  e[t] ~ N(0, s²[t]/n_eff[t])          (known)
    level[t+1] = level[t] + w[t],  w[t] ~ N(0, drift)             (drift by maximum likelihood)

Durbin & Koopman (2012), Time Series Analysis by State Space Methods, chapter 2; the first level of a series, and of
each stretch after a known break, is diffuse. The recursion is scalar, so it is written out: statsmodels' own filter
gives the same numbers (`kuulo.measures.trends.state_space`) but takes seconds to load.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kuulo.base.later import Later
from kuulo.measures.trends.series import Numbers, Series

optimize = Later("scipy.optimize")

NARROWEST, WIDEST = -6.0, 2.0  # of log10(drift / median variance)


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model.

    Attributes:
        drift: Variance of the level's step from one period to the next; 0 where it stands still.
        likelihood: Its log-likelihood; that of diffuse first figures is left out.
        effects: Coefficients of the regressors, if any.
    """

    drift: float
    likelihood: float
    effects: Numbers


@dataclass(frozen=True, slots=True)
class Level:
    """The smoothed level of each period and its variance; nan where a stretch has no figure at all."""

    values: Numbers
    variances: Numbers


def innovations(series: Series, columns: Numbers, drift: float) -> tuple[Numbers, float]:
    """Return the standardised one-step errors of each column and the sum of the logarithms of their variances.

    Args:
        series: Gives variances, gaps and new beginnings.
        columns: Periods × columns, the values first and regressors after.
        drift: Variance of a step.
    """
    found = []
    logs = 0.0
    mean, variance = columns[0], math.inf
    for place, seen in enumerate(series.seen):
        if series.starts[place]:
            variance = math.inf
        if seen:
            noise = float(series.variances[place])
            if math.isinf(variance):
                mean, variance = columns[place], noise
            else:
                total = variance + noise
                error = columns[place] - mean
                found.append(error / math.sqrt(total))
                logs += math.log(total)
                mean = mean + error * (variance / total)
                variance *= noise / total
        variance += drift
    return np.array(found).reshape(len(found), columns.shape[1]), logs


def likelihood(series: Series, drift: float) -> float:
    """Return the log-likelihood of a drift, without regressors; plain numbers, since it is asked many times."""
    values, variances = series.values.tolist(), series.variances.tolist()
    starts = series.starts.tolist()
    total, mean, variance = 0.0, 0.0, math.inf
    for value, noise, begins in zip(values, variances, starts, strict=True):
        if begins:
            variance = math.inf
        if value == value:
            if math.isinf(variance):
                mean, variance = value, noise
            else:
                both = variance + noise
                error = value - mean
                total -= 0.5 * (math.log(2 * math.pi * both) + error * error / both)
                mean += error * variance / both
                variance *= noise / both
        variance += drift
    return total


def regressed(series: Series, drift: float, regressors: Numbers) -> tuple[float, Numbers]:
    """Return the log-likelihood of a drift at the best effects of the regressors (generalised least squares)."""
    columns = np.column_stack([np.nan_to_num(series.values), regressors])
    errors, logs = innovations(series, columns, drift)
    effects, *_rest = np.linalg.lstsq(errors[:, 1:], errors[:, 0], rcond=None)
    left = errors[:, 0] - errors[:, 1:] @ effects
    return -0.5 * (len(left) * math.log(2 * math.pi) + logs + float(left @ left)), np.asarray(effects, dtype=float)


def fit(series: Series, regressors: Numbers | None = None) -> Fit:
    """Return the drift (and effects) of maximum likelihood; a level that may stand still is said to."""

    def worth(drift: float) -> float:
        return likelihood(series, drift) if regressors is None else regressed(series, drift, regressors)[0]

    still = worth(0.0)
    drift, best = 0.0, still
    if series.seen.sum() > 2:
        scale = float(np.nanmedian(series.variances))
        found = optimize.minimize_scalar(
            lambda power: -worth(scale * 10.0**power), bounds=(NARROWEST, WIDEST), method="bounded"
        )
        if -float(found.fun) > still:
            drift, best = scale * 10.0 ** float(found.x), -float(found.fun)
    effects = np.empty(0) if regressors is None else regressed(series, drift, regressors)[1]
    return Fit(drift=drift, likelihood=best, effects=effects)


def smooth_level(series: Series, drift: float) -> Level:
    """Return the level of each period given all figures (Rauch–Tung–Striebel), each stretch by itself."""
    size = len(series.days)
    means, variances = np.full(size, np.nan), np.full(size, np.inf)
    mean, variance = np.nan, math.inf
    for place in range(size):
        if series.starts[place]:
            mean, variance = np.nan, math.inf
        if series.seen[place]:
            noise = float(series.variances[place])
            gain = 1.0 if math.isinf(variance) else variance / (variance + noise)
            mean = float(series.values[place]) if gain == 1.0 else mean + gain * (float(series.values[place]) - mean)
            variance = noise * gain
        means[place], variances[place] = mean, variance
        variance += drift
    for place in range(size - 2, -1, -1):
        if not series.starts[place + 1]:
            _look_back(means, variances, place, drift)
    return Level(means, np.where(np.isinf(variances), np.nan, variances))


def _look_back(means: Numbers, variances: Numbers, place: int, drift: float) -> None:
    """Improve the level of a period by the period after it, which has been improved already."""
    if math.isinf(variances[place]):
        means[place], variances[place] = means[place + 1], variances[place + 1] + drift
        return
    ahead = variances[place] + drift
    back = variances[place] / ahead
    means[place] += back * (means[place + 1] - means[place])
    variances[place] += back * back * (variances[place + 1] - ahead)

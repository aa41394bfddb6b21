"""How long customers stay: Kaplan–Meier curves, the log-rank test and Cox regression, vectorised; pure numpy.

Sources: Kaplan & Meier (1958); Greenwood (1926) for the variance, its interval on the log(−log) scale as in R's
``survfit(conf.type = "log-log")`` and lifelines; Mantel (1966) for the log-rank test; Cox (1972) with Efron's (1977)
handling of ties, R's default; Lin & Wei (1989) for the robust variance. The tests compare with lifelines and with R.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.measures.intervals import wilson, z_quantile

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

STEPS: Final = 50
CLOSE: Final = 1e-9
FEWEST_EVENTS: Final = 5
LARGEST: Final = 700.0
APART: Final = 8.0  # a standard deviation that multiplies a hazard by three thousand has told leavers from stayers


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan–Meier curve: at each time somebody left or was last seen, the share still there and its interval.

    Attributes:
        times: Times in rising order, in the durations' unit.
        share: Share still there just after each time, 0–1.
        low: Lower end of its interval.
        high: Upper end.
        at_risk: How many were still watched just before each time.
        left: How many left at each time.
        n: How many began.
    """

    times: Floats
    share: Floats
    low: Floats
    high: Floats
    at_risk: Integers
    left: Integers
    n: int

    def at(self, time: float) -> tuple[float, float, float, int]:
        """Return share, low, high and how many were still watched at a time; before the first time all are there."""
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        watched = self.watched(time)
        if place < 0:
            low, high = wilson(1.0, max(watched, 1))
            return 1.0, float(low), float(high), watched
        return float(self.share[place]), float(self.low[place]), float(self.high[place]), watched

    def watched(self, time: float) -> int:
        """Return how many were still watched just before a time."""
        place = int(np.searchsorted(self.times, time, side="left"))
        return int(self.at_risk[place]) if place < len(self.times) else 0

    def gone(self, time: float) -> int:
        """Return how many had left by a time."""
        return int(self.left[: int(np.searchsorted(self.times, time, side="right"))].sum())


def kaplan_meier(duration: Floats, left: Truths, confidence: float = 0.95) -> Curve:
    """Return the curve of one group.

    Where nobody has left yet (or everybody has) the log(−log) interval has no width; Wilson's for as many as are still
    watched stands there instead.

    Args:
        duration: How long each was watched; above 0.
        left: Whether each left at the end of it, or was only watched no longer.
        confidence: Confidence level, 0–1.
    """
    times, place = np.unique(duration, return_inverse=True)
    gone = np.bincount(place, weights=left, minlength=len(times))
    ended = np.bincount(place, minlength=len(times))
    at_risk = len(duration) - np.concatenate([[0], np.cumsum(ended)[:-1]])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.cumprod(1 - gone / at_risk)
        variance = np.cumsum(gone / (at_risk * (at_risk - gone)))
        centre = np.log(-np.log(share))
        half = z_quantile(confidence) * np.sqrt(variance) / np.abs(np.log(share))
        low, high = np.exp(-np.exp(centre + half)), np.exp(-np.exp(centre - half))
    flat = (share >= 1) | (share <= 0)
    wide_low, wide_high = wilson(share, np.maximum(at_risk, 1), confidence)
    return Curve(
        times=times,
        share=share,
        low=np.where(flat, wide_low, low),
        high=np.where(flat, wide_high, high),
        at_risk=at_risk.astype(np.int64),
        left=gone.astype(np.int64),
        n=len(duration),
    )


def logrank(duration: Floats, left: Truths, group: Integers) -> tuple[float, int, float]:
    """Return the log-rank test of equal curves: chi-squared, degrees of freedom and p; R's ``survdiff``."""
    names = np.unique(group)
    times = np.unique(duration[left])
    if len(names) < 2 or not len(times):
        return 0.0, max(len(names) - 1, 0), 1.0
    watched = np.stack([_watched(duration[group == name], times) for name in names])
    gone = np.stack([_gone(duration[(group == name) & left], times) for name in names])
    total, events = watched.sum(axis=0), gone.sum(axis=0)
    expected = watched * events / total
    gap = (gone - expected).sum(axis=1)[:-1]
    factor = np.where(total > 1, events * (total - events) / np.maximum(total - 1, 1), 0.0)
    parts = watched / total
    spread = np.diag((factor * parts).sum(axis=1)) - (parts * factor) @ parts.T
    spread = spread[:-1, :-1]
    value = float(gap @ np.linalg.pinv(spread) @ gap)
    freedom = len(names) - 1
    return value, freedom, float(chdtrc(freedom, value))


def _watched(duration: Floats, times: Floats) -> Floats:
    return (len(duration) - np.searchsorted(np.sort(duration), times, side="left")).astype(float)


def _gone(duration: Floats, times: Floats) -> Floats:
    found: Floats = np.zeros(len(times))
    np.add.at(found, np.searchsorted(times, duration), 1.0)
    return found


@dataclass(frozen=True, slots=True)
class Cox:
    """A fitted Cox regression: log hazard ratio of each column, its standard error, and on how many it rests."""

    coefficient: Floats
    se: Floats
    n: int
    left: int

    def ratio(self, column: int, confidence: float = 0.95) -> tuple[float, float, float]:
        """Return the hazard ratio of one column with its Wald interval."""
        half = z_quantile(confidence) * self.se[column]
        value = self.coefficient[column]
        # A column that hardly varies has an end beyond any number; a figure has none that JSON cannot hold.
        ratio, low, high = np.exp(np.clip([value, value - half, value + half], -LARGEST, LARGEST))
        return float(ratio), float(low), float(high)


def cox_regression(duration: Floats, left: Truths, columns: Floats) -> Cox:
    """Fit the regression by Newton's steps.

    Args:
        duration: How long each was watched; above 0.
        left: Whether each left at the end of it.
        columns: What each brings, one row a customer.

    Raises:
        InputError: Too few left, a column does not vary, or the columns tell the leavers apart from all others.
    """
    if int(left.sum()) < FEWEST_EVENTS:
        raise InputError(
            _("Only {left} left: too few for a regression."),
            _("Wait for more, or look at the curves."),
            left=int(left.sum()),
        )
    order = np.argsort(-duration, kind="stable")
    time, event = duration[order], left[order]
    centre, scale = columns.mean(axis=0), columns.std(axis=0)
    if not varying(columns).all():
        raise InputError(_("A column of the regression is the same for everybody."), _("Leave it out."))
    x = (columns[order] - centre) / scale
    beta: Floats = np.zeros(x.shape[1])
    previous = -np.inf
    for _step in range(STEPS):
        likelihood, slope, curvature = _efron(time, event, x, beta)
        if abs(likelihood - previous) < CLOSE * (abs(likelihood) + 1):
            se = np.sqrt(np.clip(np.diag(np.linalg.pinv(curvature)), 0.0, None))
            if np.abs(beta).max() > APART or se.max() > APART or not se.min() > 0:
                break
            return Cox(beta / scale, se / scale, len(time), int(event.sum()))
        previous = likelihood
        # Where columns tell everything the curvature dies away; a pseudo-inverse then still takes a step.
        beta = beta + np.clip(np.linalg.pinv(curvature, rcond=1e-12) @ slope, -2.0, 2.0)
    raise InputError(
        _("The regression does not settle: its columns tell those who left apart from all others."),
        _("Leave a column out, or join groups."),
    )


def varying(columns: Floats) -> Truths:
    """Return which columns are more than one number with rounding errors."""
    found: Truths = np.ptp(columns, axis=0) > CLOSE * (1 + np.abs(columns).max(axis=0))
    return found


def _efron(time: Floats, event: Truths, x: Floats, beta: Floats) -> tuple[float, Floats, Floats]:
    """Return log-likelihood, slope and curvature; rows come with falling time, so sums so far are those at risk."""
    weight = np.exp(x @ beta)
    weighted = weight[:, None] * x
    crossed = weighted[:, :, None] * x[:, None, :]
    # The last row of each time: everybody watched at least so long stands at or before it.
    last = np.searchsorted(-time, -np.unique(time[event]), side="right") - 1
    at_risk, at_risk_x, at_risk_xx = (np.cumsum(part, axis=0)[last] for part in (weight, weighted, crossed))
    place = np.searchsorted(np.unique(time[event]), time[event])
    ties = np.bincount(place, minlength=len(last))
    tied = np.bincount(place, weights=weight[event], minlength=len(last))
    tied_x, tied_xx = _summed(place, weighted[event], len(last)), _summed(place, crossed[event], len(last))
    # Efron: of d who left together the k-th is taken out of the risk set by the part k/d of all of them.
    at = np.repeat(np.arange(len(last)), ties)
    part = (np.arange(len(at)) - np.repeat(np.cumsum(ties) - ties, ties)) / ties[at]
    below = at_risk[at] - part * tied[at]
    mean = (at_risk_x[at] - part[:, None] * tied_x[at]) / below[:, None]
    square = (at_risk_xx[at] - part[:, None, None] * tied_xx[at]) / below[:, None, None]
    likelihood = float((x[event] @ beta).sum() - np.log(below).sum())
    slope = x[event].sum(axis=0) - mean.sum(axis=0)
    curvature = square.sum(axis=0) - mean.T @ mean
    return likelihood, slope, curvature


def _summed(place: Integers, values: Floats, size: int) -> Floats:
    found: Floats = np.zeros((size, *values.shape[1:]))
    np.add.at(found, place, values)
    return found

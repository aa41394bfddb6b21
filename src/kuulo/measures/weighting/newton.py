"""Calibration: weights as near the base weights as the margins allow, found by Newton's steps on a few equations.

With base weights d, the weights d·F(λ'x) meet Σ d F(λ'x) x = T. F says what "near" means: linear 1 + u (GREG), raking
exp(u), logit between bounds L < 1 < U; linear and raking are cut at the bounds where there are any.

Source: Deville & Särndal (1992), JASA 87:376–382; equal to R's ``survey::calibrate`` with the same ``calfun``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import linalg

from kuulo.measures.weighting.cells import Floats
from kuulo.measures.weighting.raking import Fitted
from kuulo.measures.weighting.system import System, relative

_HALVINGS = 40
_MOST = 60.0  # exp above it is nobody's weight, and would overflow on the way


class Distance(NamedTuple):
    """F(u) and its derivative."""

    value: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


def linear(bounds: tuple[float, float]) -> Distance:
    """Return F(u) = 1 + u, cut at the bounds."""
    low, high = bounds
    return Distance(
        lambda u: np.clip(1 + u, low, high),
        lambda u: ((1 + u > low) & (1 + u < high)).astype(float),
    )


def exponential(bounds: tuple[float, float]) -> Distance:
    """Return F(u) = exp(u), cut at the bounds."""
    low, high = bounds

    def value(u: Floats) -> Floats:
        return np.clip(np.exp(np.minimum(u, _MOST)), low, high)

    def slope(u: Floats) -> Floats:
        found = np.exp(np.minimum(u, _MOST))
        return np.where((found > low) & (found < high), found, 0.0)

    return Distance(value, slope)


def logit(bounds: tuple[float, float]) -> Distance:
    """Return F(u) = [L(U−1) + U(1−L)e^{Au}] / [U−1 + (1−L)e^{Au}] with A = (U−L) / ((1−L)(U−1))."""
    low, high = bounds
    steep = (high - low) / ((1 - low) * (high - 1))

    def value(u: Floats) -> Floats:
        grown = np.exp(np.clip(steep * u, -700, 700))
        return np.asarray((low * (high - 1) + high * (1 - low) * grown) / (high - 1 + (1 - low) * grown))

    def slope(u: Floats) -> Floats:
        found = value(u)
        return np.asarray((found - low) * (high - found) * steep / (high - low))

    return Distance(value, slope)


def calibrate_cells(system: System, base: Floats, distance: Distance, *, tolerance: float, max_rounds: int) -> Fitted:
    """Return the sums of weights of the cells after calibration.

    A step that misses the totals by more than before is halved; where not even that helps, the search ends unsettled.
    """
    coefficients = np.zeros(len(system.totals))
    predictor = np.zeros(len(base))
    weights = base * distance.value(predictor)
    miss = system.totals - system.sums(weights)
    for round_ in range(1, max_rounds + 1):
        if _worst(miss, system) <= tolerance:
            return Fitted(weights, round_ - 1, settled=True)
        step = solve_symmetric(system.gram(base * distance.slope(predictor)), miss)
        for halving in range(_HALVINGS):
            trial = coefficients + step / 2**halving
            predictor = system.predictor(trial)
            weights = base * distance.value(predictor)
            found = system.totals - system.sums(weights)
            if _worst(found, system) < _worst(miss, system):
                break
        else:
            return Fitted(base * distance.value(system.predictor(coefficients)), round_, settled=False)
        coefficients, miss = trial, found
    return Fitted(weights, max_rounds, settled=_worst(miss, system) <= tolerance)


def _worst(miss: Floats, system: System) -> float:
    return float(np.abs(relative(miss, system.totals)).max(initial=0.0))


def solve_symmetric(gram: Floats, right: Floats) -> Floats:
    """Return the shortest solution of gram · x = right; margins overlap, so the equations are fewer than they look."""
    scale = np.sqrt(np.where(np.diag(gram) > 0, np.diag(gram), 1.0))
    scaled = gram / scale[:, None] / scale
    weighted = right / (scale if right.ndim == 1 else scale[:, None])
    found = linalg.lstsq(scaled, weighted, cond=1e-12, lapack_driver="gelsd")[0]
    return np.asarray(found / (scale if right.ndim == 1 else scale[:, None]))

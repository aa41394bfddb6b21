"""Raking: weights that meet every margin in turn, round after round, until all are met at once.

Source: Deming & Stephan (1940), iterative proportional fitting; equal to R's ``survey::rake`` at its limit. What does
not settle in a few rounds is finished by Newton's steps, which find the same weights (Deville & Särndal 1992: raking is
the calibration with g = exp(λ'x)).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kuulo.measures.weighting.cells import Floats
from kuulo.measures.weighting.system import System

ROUNDS_IN_TURN = 60


class Fitted(NamedTuple):
    """Calibrated weights of the cells, the rounds it took and whether the totals are met."""

    weights: Floats
    rounds: int
    settled: bool


def rake_cells(system: System, base: Floats, *, tolerance: float, max_rounds: int) -> Fitted:
    """Return the sums of weights of the cells after raking; only for systems without numbers."""
    weights = base.copy()
    starts = system.offsets
    for round_ in range(1, max_rounds + 1):
        worst = 0.0
        for start, size, code in zip(starts, system.sizes, system.codes, strict=False):
            found = np.bincount(code, weights=weights, minlength=size)
            with np.errstate(divide="ignore", invalid="ignore"):
                step = np.where(found > 0, system.totals[start : start + size] / found, 1.0)
            worst = max(worst, float(np.abs(step - 1).max(initial=0.0)))
            weights *= step[code]
        if worst <= tolerance:
            return Fitted(weights, round_, settled=True)
        if len(system.codes) == 1:
            return Fitted(weights, round_, settled=True)
    return Fitted(weights, max_rounds, settled=False)

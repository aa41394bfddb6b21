"""Rotations of factors: varimax, and oblimin (quartimin) by gradient projection.

Both start, step and stop as their originals in R do, ``stats::varimax`` and ``GPArotation::oblimin``, since the
criteria are flat near their minimum: another stop gives other figures in the fourth decimal.

Sources: Kaiser (1958), Psychometrika 23:187–200; Jennrich (2002), Psychometrika 67:7–19; Bernaards & Jennrich (2005),
Educational and Psychological Measurement 65:676–696.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuulo.measures.intervals import Floats

_NEAR = 1e-5
_MOST_ROUNDS = 1000
_HALVINGS = 11


@dataclass(frozen=True, slots=True)
class Oblique:
    """Factors that may go together.

    Attributes:
        loadings: The pattern, items × factors.
        correlations: Of the factors.
        settled: Whether the gradient came below 1e-5.
    """

    loadings: Floats
    correlations: Floats
    settled: bool


def varimax(loadings: Floats) -> Floats:
    """Return the loadings turned, at right angles, so that each item goes with as few factors as may be.

    Rows are brought to length 1 first (Kaiser) and back afterwards.
    """
    lengths = np.sqrt((loadings**2).sum(axis=1))[:, None]
    rows = loadings / lengths
    turn = np.eye(loadings.shape[1])
    reached = 0.0
    for _round in range(_MOST_ROUNDS):
        turned = rows @ turn
        left, sizes, right = np.linalg.svd(rows.T @ (turned**3 - turned * (turned**2).mean(axis=0)))
        turn, before, reached = left @ right, reached, float(sizes.sum())
        if reached < before * (1 + _NEAR):
            break
    return np.asarray(rows @ turn * lengths)


def oblimin(loadings: Floats) -> Oblique:
    """Return the loadings turned, at free angles, to the smallest quartimin Σᵢ Σ_{p<q} λ²ᵢₚ λ²ᵢ_q."""
    turn = np.eye(loadings.shape[1])
    step = 1.0
    value, gradient = _quartimin(loadings, turn)
    for _round in range(_MOST_ROUNDS + 1):
        downhill = gradient - turn * (turn * gradient).sum(axis=0)
        slope = float(np.sqrt((downhill**2).sum()))
        if slope < _NEAR:
            break
        step *= 2
        for _halving in range(_HALVINGS):
            tried = turn - step * downhill
            tried /= np.sqrt((tried**2).sum(axis=0))
            tried_value, gradient = _quartimin(loadings, tried)
            if value - tried_value > 0.5 * slope**2 * step:
                break
            step /= 2
        turn, value = tried, tried_value
    return Oblique(
        loadings=np.asarray(loadings @ np.linalg.inv(turn).T), correlations=turn.T @ turn, settled=slope < _NEAR
    )


def _quartimin(loadings: Floats, turn: Floats) -> tuple[float, Floats]:
    """Return the criterion of the loadings so turned, and its gradient by the turn."""
    back = np.linalg.inv(turn)
    turned = loadings @ back.T
    squares = turned**2
    others = squares.sum(axis=1, keepdims=True) - squares
    return float((squares * others).sum() / 4), np.asarray(-(turned.T @ (turned * others) @ back).T)

"""Weights that make those who answered look like the frame: post-stratification, raking, GREG and logit calibration.

All solve Σ dᵢ F(xᵢ'λ) xᵢ = t for the frame's totals t: F(u) = 1 + u (linear, GREG; post-stratification when x are the
indicators of crossed cells), exp(u) (raking) or the logit function of Deville & Särndal (1992, case 6) that keeps the
weights within bounds. Variance is linearised: residuals of y on x stand for y, so the weighting step is in it.

Source: Deville & Särndal (1992), JASA 87:376–382; Deville, Särndal & Sautory (1993) for raking.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from kuulo.base.errors import KuuloError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.measures.correction.design import (
    FEW,
    all_bands,
    indicator_totals,
    indicators,
    kept_levels,
    known_matrix,
)
from kuulo.measures.correction.people import People, outcome
from kuulo.measures.correction.shaping import Found, shape_estimate, weighted_mean
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Codes, Floats

Reach = tuple[Floats, Floats]  # a weight's factor and its slope
LOWEST, HIGHEST = 0.2, 6.0  # bounds of the logit calibration
_STEPS = 50


def raw(people: People, definition: Definition, *, confidence: float = 0.95) -> Estimate:
    """Return the figure of the answers as they came, each with its weight of the draw."""
    d = people.base_weight[people.answered]
    return weighted_figure(people, definition, weight=d, x=np.ones((len(d), 1)), confidence=confidence, method="raw")


def post_stratified(people: People, definition: Definition, *, confidence: float = 0.95) -> Estimate:
    """Return the figure weighted to the frame's counts of crossed cells.

    Features are crossed in their order for as long as every cell of the frame has ``FEW`` answers or more.
    """
    cells, _names = crossed_cells(people)
    x = np.column_stack([cells == cell for cell in range(cells.max() + 1)]).astype(float)
    weight = calibrate_rows(people, x, "linear")
    return weighted_figure(
        people, definition, weight=weight, x=x[people.answered], confidence=confidence, method="post-stratified"
    )


def raked(people: People, definition: Definition, *, confidence: float = 0.95) -> Estimate:
    """Return the figure raked to the frame's margins: attributes, bands of numbers, bands of the earlier score."""
    weight, x = raking_weights(people)
    return weighted_figure(people, definition, weight=weight, x=x, confidence=confidence, method="raked")


def raking_weights(people: People) -> tuple[Floats, Floats]:
    """Return the raked weights of those who answered, which sum to the frame, and their indicators."""
    bands = all_bands(people.x, people.earlier)
    kept = kept_levels(bands, people.answered)
    if not bands.codes:
        x, totals = np.ones((int(people.answered.sum()), 1)), np.array([float(len(people))])
    else:
        x, totals = indicators(bands, kept, people.answered), indicator_totals(bands, kept)
    return solve_weights(x, frame_weight(people), totals, "raking"), x


def frame_weight(people: People) -> Floats:
    """Return the weight of the draw of those who answered, scaled to sum to the frame."""
    d = people.base_weight[people.answered]
    return np.asarray(d * (len(people) / d.sum()))


def calibrated(people: People, definition: Definition, *, confidence: float = 0.95) -> Estimate:
    """Return the figure calibrated to the frame's margins and means of numbers, weights bounded (logit)."""
    x = known_matrix(people.x, people.earlier, people.answered)
    weight = calibrate_rows(people, x, "logit")
    return weighted_figure(
        people, definition, weight=weight, x=x[people.answered], confidence=confidence, method="calibrated"
    )


def calibrate_rows(people: People, x: Floats, kind: str) -> Floats:
    """Return the weights of those who answered that meet the frame's totals of x (one row a person of the frame).

    Args:
        people: The frame.
        x: Columns whose totals are known; the first or a sum of some is constant.
        kind: ``linear``, ``raking`` or ``logit``.

    Raises:
        KuuloError: No weights meet the totals.
    """
    return solve_weights(x[people.answered], frame_weight(people), x.sum(axis=0), kind)


def solve_weights(x: Floats, d: Floats, totals: Floats, kind: str) -> Floats:
    """Return weights d·F(xλ) with Σ weight·x = totals, by Newton's steps with halving."""
    reach = _REACHES[kind]
    lam = np.zeros(x.shape[1])
    factor, slope = reach(x @ lam)
    gap = totals - x.T @ (d * factor)
    scale = np.maximum(np.abs(totals), 1.0)
    for _step in range(_STEPS):
        if (np.abs(gap) / scale).max() < 1e-10:
            return d * factor
        step = np.linalg.lstsq((x * (d * slope)[:, None]).T @ x, gap, rcond=1e-12)[0]
        for _halving in range(12):
            factor, slope = reach(x @ (lam + step))
            ahead = totals - x.T @ (d * factor)
            if np.abs(ahead / scale).max() < np.abs(gap / scale).max():
                break
            step = step / 2
        lam, gap = lam + step, ahead
    raise KuuloError(
        _("No weights make those who answered look like the frame: a total is still {gap} off."),
        _("Lump rare levels together, or correct for fewer attributes."),
        gap=f"{np.abs(gap / scale).max():.2g}",
    )


def _linear(u: Floats) -> Reach:
    return 1 + u, np.ones_like(u)


def _raking(u: Floats) -> Reach:
    factor = np.exp(np.clip(u, -30, 30))
    return factor, factor


def _logit(u: Floats) -> Reach:
    spread = (HIGHEST - LOWEST) / ((1 - LOWEST) * (HIGHEST - 1))
    grown = np.exp(np.clip(spread * u, -50, 50))
    below, above = 1 - LOWEST, HIGHEST - 1
    factor = (LOWEST * above + HIGHEST * below * grown) / (above + below * grown)
    slope = (factor - LOWEST) * (HIGHEST - factor) / (below * above)
    return factor, np.maximum(slope, 1e-9)


_REACHES: Final[dict[str, Callable[[Floats], Reach]]] = {"linear": _linear, "raking": _raking, "logit": _logit}


def weighted_figure(
    people: People, definition: Definition, *, weight: Floats, x: Floats, confidence: float, method: str
) -> Estimate:
    """Return the figure with the variance of a calibrated mean: Σ (w·e)² over Σw squared, e the residuals of y on x.

    Source: Deville & Särndal (1992), eq. 3.4, with calibrated weights; persons drawn one by one.
    """
    y = outcome(people.score[people.answered], definition)
    value = weighted_mean(weight, y)
    residual = y - x @ np.linalg.lstsq(x * np.sqrt(np.abs(weight))[:, None], y * np.sqrt(np.abs(weight)), rcond=None)[0]
    n, free = len(y), len(y) - int(np.linalg.matrix_rank(x))
    part = weight * residual
    se = float(np.sqrt(n / max(free, 1) * (part @ part)) / weight.sum()) if free > 0 else np.nan
    return shape_estimate(people, definition, Found(value, se, free), confidence=confidence, method=method)


def crossed_cells(people: People) -> tuple[Codes, tuple[str, ...]]:
    """Return the cell of each person, and the features whose levels, crossed, are the cells."""
    bands = all_bands(people.x, people.earlier)
    cells, names = np.zeros(len(people), dtype=np.int64), []
    for name, codes, size in zip(bands.names, bands.codes, bands.sizes, strict=True):
        _levels, finer = np.unique(cells * size + codes, return_inverse=True)
        if np.bincount(finer[people.answered], minlength=finer.max() + 1).min() >= FEW:
            cells = finer
            names.append(name)
    return cells, tuple(names)

"""The R-indicator: how evenly the chances of answering are spread over what is known of everybody.

R = 1 − 2 S(ρ), with S²(ρ) the variance of the response propensities ρ of a logistic model: 1 where everybody was
equally likely to answer, 0 where half was certain to and half certain not to. The variance of estimated propensities
is too large by what the estimation adds; with z = ρ(1 − ρ) x the adjusted one is

    Ŝ² = (1 + 1/n − 1/N) S² − (1/n) Σ_i z_iᵀ (Σ_j z_j x_jᵀ)⁻¹ z_i.

Its variance is 4 Aᵀ V A + 2 tr(B V B V) + Var((ρ − ρ̄)²)/n, with V the covariance of the coefficients,
A = Cov(ρ, z) and B = Cov(z). The interval is that of Ŝ², carried over. Partial: S_between of one attribute's levels.

Source: Schouten, Cobben & Bethlehem (2009), Survey Methodology 35:101–113; Shlomo, Skinner & Schouten (2012), Journal
of Statistical Planning and Inference 142:201–211; Schouten, Shlomo & Skinner (2011), Journal of Official Statistics
27:231–253 (partial indicators).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.measures.features import Features
from kuulo.measures.intervals import z_quantile
from kuulo.measures.representativeness.crowd import Crowd, Floats, level_codes
from kuulo.measures.representativeness.design import Design, design_of

_ROUNDS = 50
_NEAR = 1e-9
# A touch of shrinkage keeps levels in which nobody or everybody answered finite; the constant is left free.
RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Indicator:
    """The R-indicator with what belongs to it.

    Attributes:
        estimate: The indicator, 0–1.
        partial: Unconditional partial indicator of each attribute.
        variation: Coefficient of variation of the propensities.
        propensity: Chance of answering of each cell.
    """

    estimate: Estimate
    partial: Mapping[str, float]
    variation: float
    propensity: Floats


@dataclass(frozen=True, slots=True)
class Fitted:
    """A logistic model over cells: what is known, chances, and the covariance of the coefficients."""

    design: Design
    chance: Floats
    covariance: Floats


def indicator(crowd: Crowd, confidence: float) -> Indicator | None:
    """Return the R-indicator of those asked (of everybody, where nobody noted who was); ``None`` without variation.

    Persons asked with unequal chances count as often as they stand for others, where the frame is a sum of weights.
    """
    asked = crowd.frame if crowd.invited is None else crowd.invited
    answered = np.minimum(crowd.answered, asked)
    n, total = float(asked.sum()), float(answered.sum())
    if not 0 < total < n or not crowd.x.names:
        return None
    there = asked > 0
    fitted = fit_logistic(crowd.x.take(there), answered[there], asked[there])
    weight = asked[there] / n
    squared, error = _spread(fitted, weight, n, float(crowd.frame.sum()))
    mean = float(weight @ fitted.chance)
    chances = np.full(len(asked), np.nan)
    chances[there] = fitted.chance
    return Indicator(
        estimate=_estimate(squared, error, confidence, (round(n), round(total))),
        partial=_partial(crowd.x.take(there), fitted.chance, weight),
        variation=float(np.sqrt(max(squared, 0.0)) / mean),
        propensity=chances,
    )


def fit_logistic(x: Features, successes: Floats, trials: Floats) -> Fitted:
    """Return a logistic regression on grouped answers by iterated weighted least squares."""
    design = design_of(x, len(trials))
    share = successes.sum() / trials.sum()
    beta = np.zeros(len(design.kept))
    beta[0] = np.log(share / (1 - share))
    penalty = np.full(len(beta), RIDGE * 2)
    penalty[0] = 1e-9
    information = np.eye(len(beta))
    for _round in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-design.predict(beta)))
        information = design.gram(trials * chance * (1 - chance)) + np.diag(penalty)
        step = np.linalg.solve(information, design.sums(successes - trials * chance) - penalty * beta)
        beta = beta + np.clip(step, -4.0, 4.0)
        if np.abs(step).max() < _NEAR:
            break
    chance = 1 / (1 + np.exp(-design.predict(beta)))
    return Fitted(design, chance, np.asarray(np.linalg.inv(information), dtype=float))


def _spread(fitted: Fitted, weight: Floats, n: float, population: float) -> tuple[float, float]:
    """Return the adjusted variance of the propensities and its standard error."""
    chance, design = fitted.chance, fitted.design
    gap = chance - weight @ chance
    raw = float(weight @ gap**2) * n / max(n - 1, 1)
    slope = chance * (1 - chance)
    mean = design.sums(weight * slope)
    squares = design.gram(weight * slope**2)
    excess = float(np.trace(squares @ fitted.covariance))
    adjusted = (1 + 1 / n - 1 / max(population, n)) * raw - excess
    along = design.sums(weight * slope * gap) - mean * float(weight @ gap)
    within = (squares - np.outer(mean, mean)) @ fitted.covariance
    sampled = float(weight @ (gap**2 - float(weight @ gap**2)) ** 2) / n
    variance = 4 * float(along @ fitted.covariance @ along) + 2 * float(np.trace(within @ within)) + sampled
    return adjusted, float(np.sqrt(max(variance, 0.0)))


def _estimate(squared: float, error: float, confidence: float, counts: tuple[int, int]) -> Estimate:
    half = z_quantile(confidence) * error
    value, low, high = (_r(each) for each in (squared, squared + half, squared - half))
    deviation = float(np.sqrt(max(squared, 0.0)))
    notes = () if squared > 0 else (say(_("No more differs than chance alone would let differ.")),)
    return Estimate(
        measure="r_indicator",
        value=value,
        low=low,
        high=high,
        se=error / deviation if deviation > 0 else None,
        confidence=confidence,
        n=counts[1],
        n_eff=None,
        deff=None,
        invited=counts[0],
        answered=counts[1],
        method="bias-adjusted",
        definition="r_indicator@1",
        notes=notes,
    )


def _r(squared: float) -> float:
    return float(np.clip(1 - 2 * np.sqrt(max(squared, 0.0)), 0.0, 1.0))


def _partial(x: Features, chance: Floats, weight: Floats) -> dict[str, float]:
    """Return √ of the variance of the propensities between the levels of each attribute; numbers cut into tenths."""
    mean = float(weight @ chance)
    groups = {name: level_codes(held)[0] for name, held in x.categorical.items()}
    groups |= {name: _tenths(values) for name, values in x.numeric.items()}
    found = {}
    for name, codes in groups.items():
        share = np.bincount(codes, weights=weight)
        inside = np.bincount(codes, weights=weight * chance)
        kept = share > 0
        found[name] = float(np.sqrt((share[kept] * (inside[kept] / share[kept] - mean) ** 2).sum()))
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _tenths(values: Floats) -> NDArray[np.int64]:
    known = values[~np.isnan(values)]
    edges = np.quantile(known, np.arange(1, 10) / 10) if len(known) else np.array([])
    return np.where(np.isnan(values), len(edges) + 1, np.searchsorted(edges, values)).astype(np.int64)

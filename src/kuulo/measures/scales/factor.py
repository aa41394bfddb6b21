"""One factor behind a scale's items, by maximum likelihood, in one group or several at once.

In group g: xᵢ = νᵢ + λᵢ·η + εᵢ, η ~ N(α, φ), εᵢ ~ N(0, θᵢ), so that Σ = φ·λλ′ + diag(θ) and μ = ν + αλ. Found by
Fisher scoring with the expected information, to machine precision. A residual variance may come out negative: that is
told, not forbidden.

Source: Jöreskog (1969), Psychometrika 34:183–202; (1971), 36:409–426 for several groups; equal to R's ``lavaan::cfa``
with complete rows (covariances with divisor n).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kuulo.measures.intervals import Floats
from kuulo.measures.scales.moments import Moments

_MOST_ROUNDS = 300
_NEAR = 1e-11
_HALVINGS = 40
_FREE_NOT = -1


class Equal(StrEnum):
    """What is the same in all groups."""

    NOTHING = "configural"  # the same form alone
    LOADINGS = "metric"
    INTERCEPTS = "scalar"  # loadings and intercepts


@dataclass(frozen=True, slots=True)
class GroupSolution:
    """The parameters of one group; see the module."""

    n: int
    loadings: Floats
    residuals: Floats
    intercepts: Floats
    variance: float
    mean: float

    @property
    def implied(self) -> Floats:
        """The covariances the factor implies."""
        return np.asarray(self.variance * np.outer(self.loadings, self.loadings) + np.diag(self.residuals))

    @property
    def implied_mean(self) -> Floats:
        """The means the factor implies."""
        return np.asarray(self.intercepts + self.mean * self.loadings)


@dataclass(frozen=True, slots=True)
class Solution:
    """A fitted factor.

    Attributes:
        groups: The parameters, group by group.
        chi_square: Likelihood-ratio statistic against the unrestricted moments.
        df: Its degrees of freedom.
        covariance: Covariance of the first group's loadings and residuals (2k × 2k).
        converged: Whether the likelihood's maximum was reached.
    """

    groups: tuple[GroupSolution, ...]
    chi_square: float
    df: int
    covariance: Floats
    converged: bool


@dataclass(frozen=True, slots=True)
class _Sample:
    """Means and covariances (divisor n) of one group, and its part of all rows."""

    n: int
    share: float
    mean: Floats
    cov: Floats
    log_det: float


def identified(items: int) -> bool:
    """Whether one factor behind so many items can be told at all."""
    return items > 2


def usable(moments: Moments) -> bool:
    """Whether the covariances can be told apart: enough rows, no item that follows from the others."""
    if moments.n <= len(moments.items) + 1 or not np.isfinite(moments.cov).all():
        return False
    if (np.diag(moments.cov) <= 0).any():
        return False
    return bool(np.linalg.eigvalsh(moments.correlations).min() > 1e-8)


def fit_factor(groups: Sequence[Moments], equal: Equal = Equal.NOTHING) -> Solution:
    """Return the maximum-likelihood solution of one factor.

    Args:
        groups: Moments of complete rows, group by group, of the same three or more items.
        equal: What is held equal across the groups. Where loadings are, the first group's factor has variance 1 and
            the others' are free; where intercepts are too, the first group's factor has mean 0, the others' are free.
    """
    samples = _samples(groups)
    places = _places(len(groups), len(groups[0].items), equal)
    point = _start(samples, places)
    loss = _loss(point, samples, places)
    converged = False
    for _round in range(_MOST_ROUNDS):
        score, information = _scoring(point, samples, places)
        step = np.asarray(np.linalg.lstsq(information, score, rcond=None)[0], dtype=float)
        point, loss, moved = _walk(point, loss, step, samples, places)
        if moved <= _NEAR * (1 + float(np.abs(point).max())):
            converged = True
            break
    return _solution(point, loss, samples, places, converged=converged)


def _samples(groups: Sequence[Moments]) -> list[_Sample]:
    rows = sum(one.n for one in groups)
    found = []
    for one in groups:
        cov = one.cov * (one.n - 1) / one.n
        found.append(_Sample(one.n, one.n / rows, one.mean, cov, float(np.linalg.slogdet(cov)[1])))
    return found


def _places(groups: int, k: int, equal: Equal) -> list[NDArray[np.int64]]:
    """Return where each group's parameters (λ k, θ k, ν k, φ, α) stand in the common vector; −1 is fixed."""
    following = iter(range(groups * (3 * k + 2)))
    shared_loadings = [next(following) for _ in range(k)]
    shared_intercepts = [next(following) for _ in range(k)] if equal is Equal.INTERCEPTS else []
    places = []
    for group in range(groups):
        own = group == 0 or equal is not Equal.NOTHING
        loadings = shared_loadings if own else [next(following) for _ in range(k)]
        residuals = [next(following) for _ in range(k)]
        intercepts = shared_intercepts or [next(following) for _ in range(k)]
        variance = next(following) if group and equal is not Equal.NOTHING else _FREE_NOT
        mean = next(following) if group and equal is Equal.INTERCEPTS else _FREE_NOT
        places.append(np.array([*loadings, *residuals, *intercepts, variance, mean]))
    return places


def _count(places: list[NDArray[np.int64]]) -> int:
    return int(max(one.max() for one in places)) + 1


def _start(samples: list[_Sample], places: list[NDArray[np.int64]]) -> Floats:
    point = np.zeros(_count(places))
    for sample, place in reversed(list(zip(samples, places, strict=True))):  # what is shared starts as in the first
        k = len(sample.mean)
        variances = np.diag(sample.cov)
        sd = np.sqrt(variances)
        direction = np.linalg.eigh(sample.cov / np.outer(sd, sd))[1][:, -1]
        loadings = direction * np.sign(direction.sum() or 1.0) * sd * np.sqrt(k) * 0.7
        values = np.concatenate([loadings, 0.5 * variances, sample.mean, [1.0, 0.0]])
        point[place[place >= 0]] = values[place >= 0]
    return point


def _group(point: Floats, place: NDArray[np.int64], n: int) -> GroupSolution:
    k = (len(place) - 2) // 3
    values = np.where(place >= 0, point[place], 0.0)
    variance = float(values[-2]) if place[-2] >= 0 else 1.0
    return GroupSolution(n, values[:k], values[k : 2 * k], values[2 * k : 3 * k], variance, float(values[-1]))


def _loss(point: Floats, samples: list[_Sample], places: list[NDArray[np.int64]]) -> float:
    """Return the discrepancy Σ share·(log|Σ| + tr(SΣ⁻¹) + d′Σ⁻¹d − log|S| − k); infinite where Σ is no covariance."""
    loss = 0.0
    for sample, place in zip(samples, places, strict=True):
        group = _group(point, place, sample.n)
        implied = group.implied
        if group.variance <= 0 or np.linalg.eigvalsh(implied)[0] <= 0:
            return float("inf")
        away = sample.mean - group.implied_mean
        misfit = np.linalg.solve(implied, sample.cov + np.outer(away, away)).trace()
        loss += sample.share * float(np.linalg.slogdet(implied)[1] + misfit - sample.log_det - len(away))
    return loss


def _scoring(point: Floats, samples: list[_Sample], places: list[NDArray[np.int64]]) -> tuple[Floats, Floats]:
    """Return the score and the expected information per row."""
    size = _count(places)
    score, information = np.zeros(size), np.zeros((size, size))
    for sample, place in zip(samples, places, strict=True):
        group = _group(point, place, sample.n)
        inverse = np.linalg.inv(group.implied)
        by_cov, by_mean = _derivatives(group)
        turned = inverse @ by_cov
        away = sample.mean - group.implied_mean
        misfit = inverse @ (sample.cov + np.outer(away, away) - group.implied)
        own_score = 0.5 * np.einsum("aij,ji->a", turned, misfit @ np.eye(len(away))) + by_mean @ inverse @ away
        own = 0.5 * np.einsum("aij,bji->ab", turned, turned, optimize=True) + by_mean @ inverse @ by_mean.T
        free = place >= 0
        np.add.at(score, place[free], sample.share * own_score[free])
        np.add.at(information, (place[free][:, None], place[free]), sample.share * own[np.ix_(free, free)])
    return score, information


def _derivatives(group: GroupSolution) -> tuple[Floats, Floats]:
    """Return the derivatives of Σ (3k + 2 matrices) and μ (3k + 2 vectors) by λ, θ, ν, φ, α."""
    k = len(group.loadings)
    unit = np.eye(k)
    by_cov, by_mean = np.zeros((3 * k + 2, k, k)), np.zeros((3 * k + 2, k))
    by_cov[:k] = group.variance * (
        unit[:, :, None] * group.loadings[None, None, :] + group.loadings[None, :, None] * unit[:, None, :]
    )
    by_cov[np.arange(k, 2 * k), np.arange(k), np.arange(k)] = 1.0
    by_cov[3 * k] = np.outer(group.loadings, group.loadings)
    by_mean[:k] = group.mean * unit
    by_mean[2 * k : 3 * k] = unit
    by_mean[3 * k + 1] = group.loadings
    return by_cov, by_mean


def _walk(
    point: Floats, loss: float, step: Floats, samples: list[_Sample], places: list[NDArray[np.int64]]
) -> tuple[Floats, float, float]:
    """Go a step, halved until the discrepancy does not grow; return the point, its loss and how far it went."""
    for halving in range(_HALVINGS):
        tried = point + step / 2**halving
        found = _loss(tried, samples, places)
        if found <= loss + 1e-14:
            return tried, found, float(np.abs(step).max()) / 2**halving
    return point, loss, 0.0


def _solution(
    point: Floats, loss: float, samples: list[_Sample], places: list[NDArray[np.int64]], *, converged: bool
) -> Solution:
    rows, k = sum(sample.n for sample in samples), len(samples[0].mean)
    groups = tuple(_group(point, place, sample.n) for sample, place in zip(samples, places, strict=True))
    if groups[0].loadings.sum() < 0:
        groups = tuple(_turned(one) for one in groups)
    inverse = np.linalg.pinv(_scoring(point, samples, places)[1]) / rows
    own = places[0][: 2 * k]
    df = len(samples) * (k * (k + 1) // 2 + k) - _count(places)
    return Solution(groups, max(rows * loss, 0.0), df, inverse[np.ix_(own, own)], converged)


def _turned(group: GroupSolution) -> GroupSolution:
    return GroupSolution(group.n, -group.loadings, group.residuals, group.intercepts, group.variance, -group.mean)

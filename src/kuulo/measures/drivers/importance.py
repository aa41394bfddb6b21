"""How much of an outcome's differences each driver explains; matrices in, shares out, many matrices at once.

All functions take correlation matrices of shape (m, p, p) whose first variable is the outcome and return one row a
matrix, so that a thousand bootstrap samples cost little more than one.

Sources: Lindeman, Merenda & Gold (1980), the average over all orders in which drivers can enter (the Shapley value of
R²; Grömping 2006, R's ``relaimpo``); Johnson (2000), A heuristic method for estimating the relative weight of predictor
variables, Multivariate Behavioral Research 35; Belsley, Kuh & Welsch (1980) on collinearity.
"""

from __future__ import annotations

from functools import lru_cache
from math import factorial
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_EXACT: Final = 12  # drivers; above it every subset is too many, and relative weights agree closely (r = .998)
CELLS_AT_ONCE: Final = 4_000_000  # numbers held while all subsets are computed
DUST: Final = 1e-10  # what is left of a driver's spread once others are known; below it the driver is a sum of others


def correlations(covariances: Floats) -> Floats:
    """Return correlation matrices from covariance matrices; a variable without spread correlates with nothing."""
    spread = np.sqrt(np.maximum(np.diagonal(covariances, axis1=-2, axis2=-1), 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = covariances / (spread[..., :, None] * spread[..., None, :])
    found = np.clip(np.nan_to_num(found, nan=0.0, posinf=0.0, neginf=0.0), -1.0, 1.0)
    diagonal = np.arange(found.shape[-1])
    found[..., diagonal, diagonal] = 1.0
    return np.asarray(found)


def possible(matrices: Floats) -> Floats:
    """Return the nearest matrices that correlations can have, where pairs from different people contradict each other.

    Negative eigenvalues become 0 and the diagonal 1 again (Rebonato & Jäckel 1999, spectral decomposition).
    """
    values, vectors = np.linalg.eigh(matrices)
    if values.min() >= 0:
        return matrices
    return correlations(np.einsum("mij,mj,mkj->mik", vectors, np.maximum(values, 0.0), vectors))


def explained_by_subsets(matrices: Floats) -> Floats:
    """Return R² of every subset of drivers, shape (m, 2^k); bit j of the place says whether driver j is in.

    Drivers are decided one after the other: left out, their row is dropped; let in, the rest is swept clean of them (a
    Schur complement). Nothing is computed twice, so all subsets cost about six times the last step.
    """
    count, size = matrices.shape[0], matrices.shape[-1]
    rest = np.roll(matrices, (-1, -1), axis=(-2, -1))[:, None]  # the outcome last, the first driver first
    for _driver in range(size - 1):
        pivot = rest[..., :1, :1]
        column, left = rest[..., 1:, :1], rest[..., 1:, 1:]
        factor = np.where(pivot > DUST, 1.0 / np.maximum(pivot, DUST), 0.0)
        rest = np.concatenate([left, left - factor * column * column.swapaxes(-1, -2)], axis=1)
    return np.clip(1.0 - rest.reshape(count, -1), 0.0, 1.0)


@lru_cache(maxsize=MOST_EXACT)
def _shapley_weights(drivers: int) -> Floats:
    """Return the weight of every subset's R² in each driver's share, shape (2^k, k)."""
    places = np.arange(1 << drivers)
    inside = (places[:, None] >> np.arange(drivers)) & 1
    size = inside.sum(axis=1)
    whole = factorial(drivers)
    before = np.array([factorial(s) * factorial(max(drivers - s - 1, 0)) / whole for s in range(drivers + 1)])
    return np.asarray(np.where(inside == 1, before[np.maximum(size - 1, 0)][:, None], -before[size][:, None]))


def lmg(matrices: Floats) -> Floats:
    """Return each driver's share of the outcome's variance by LMG, shape (m, k); a row's sum is R².

    Args:
        matrices: Correlation matrices with at most `MOST_EXACT` drivers.
    """
    drivers = matrices.shape[-1] - 1
    chunk = max(1, CELLS_AT_ONCE >> (drivers + 1))
    weights = _shapley_weights(drivers)
    parts = [
        explained_by_subsets(matrices[start : start + chunk]) @ weights for start in range(0, len(matrices), chunk)
    ]
    return np.concatenate(parts)


def johnson(matrices: Floats) -> Floats:
    """Return each driver's share of the outcome's variance by Johnson's relative weights, shape (m, k); sums to R².

    With R = VΔ²V′ of the drivers, Λ = VΔV′ ties them to the nearest orthogonal variables, β = Λ⁻¹r regresses the
    outcome on those, and the shares are Λ² β² (squared entry by entry).
    """
    drivers, outcome = matrices[:, 1:, 1:], matrices[:, 1:, 0]
    values, vectors = np.linalg.eigh(drivers)
    values = np.maximum(values, 0.0)
    root = np.sqrt(values)
    back = np.where(values > DUST, 1.0 / np.maximum(root, np.sqrt(DUST)), 0.0)
    turned = np.einsum("mji,mj->mi", vectors, outcome)
    weights = np.einsum("mij,mj->mi", vectors, back * turned)
    ties = np.einsum("mij,mj,mkj->mik", vectors, root, vectors)
    return np.asarray(np.einsum("mij,mj->mi", ties**2, weights**2))


def explained(matrices: Floats) -> Floats:
    """Return R² of all drivers together, shape (m,)."""
    whole = np.einsum("mi,mi->m", standardised(matrices), matrices[:, 1:, 0])
    return np.asarray(np.clip(whole, 0.0, 1.0))


def standardised(matrices: Floats) -> Floats:
    """Return standardised regression coefficients, shape (m, k); among collinear drivers the shortest solution."""
    inverse = np.linalg.pinv(matrices[:, 1:, 1:], rcond=DUST, hermitian=True)
    return np.asarray(np.einsum("mij,mj->mi", inverse, matrices[:, 1:, 0]))


def inflation(matrix: Floats) -> Floats:
    """Return the variance inflation factor of each driver of one matrix; infinite where others make it up."""
    drivers = matrix[1:, 1:]
    left = np.array([_left_over(drivers, place) for place in range(len(drivers))])
    return np.where(left > DUST, 1.0 / np.maximum(left, DUST), np.inf)


def _left_over(drivers: Floats, place: int) -> float:
    others = np.delete(np.arange(len(drivers)), place)
    if not len(others):
        return 1.0
    tied = drivers[place, others]
    return float(1.0 - tied @ np.linalg.pinv(drivers[np.ix_(others, others)], rcond=DUST, hermitian=True) @ tied)


def condition_index(matrix: Floats) -> float:
    """Return the largest condition index of the drivers: root of the largest over the smallest eigenvalue."""
    values = np.linalg.eigvalsh(matrix[1:, 1:])
    return float(np.sqrt(values[-1] / values[0])) if values[0] > DUST else float("inf")

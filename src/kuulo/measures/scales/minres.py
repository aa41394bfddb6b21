"""Factors by minimum residuals, as R's ``psych::fa(fm = "minres")`` finds them.

The uniquenesses ψ are sought at which the off-diagonal residuals of R − ψ − ΛΛ′ are smallest, Λ being the largest
eigenvectors of R − ψ with the roots of their eigenvalues. As in psych: start at 1 − squared multiple correlation, each
ψ between 0.005 and 1, L-BFGS-B on 100·ψ with five corrections, stop where the sum of squares falls by less than 2.2e-9,
and the gradient of the whole residual matrix. So its figures come out, and not those of a finer stop.

The two optimisers part where a ψ meets its bound: R runs L-BFGS-B 2.3, which shortens a step that leaves the bounds,
scipy 3.0, which projects it. There psych's gradient is not that of its sum either (the diagonal counts in the one
alone), so that both stop in a line search that fails. Such solutions (Heywood cases) are told as not settled.

Sources: Harman & Jones (1966), Psychometrika 31:351–368; Byrd, Lu, Nocedal & Zhu (1995), SIAM Journal on Scientific
Computing 16:1190–1208; Morales & Nocedal (2011), ACM Transactions on Mathematical Software 38:7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from kuulo.measures.intervals import Floats

LEAST_OWN = 0.005
_STEPS_A_UNIT = 100.0  # psych's parscale of 0.01
_STOP = 1e7 * float(np.finfo(float).eps)  # R's factr
_MOST_ROUNDS = 100
_NEAR = 1e-9
_NOTHING = 1e-15


@dataclass(frozen=True, slots=True)
class Factors:
    """Unrotated factors.

    Attributes:
        loadings: Items × factors, each factor's sum not negative.
        heywood: Whether a uniqueness met its lower bound.
        settled: Whether the optimiser says that it arrived.
    """

    loadings: Floats
    heywood: bool
    settled: bool

    @property
    def communalities(self) -> Floats:
        """What the factors explain of each item."""
        return np.asarray((self.loadings**2).sum(axis=1))


def minimum_residuals(correlations: Floats, factors: int) -> Factors:
    """Return the factors of a correlation matrix that can be inverted.

    Args:
        correlations: k × k.
        factors: How many, k at most.
    """
    k = len(correlations)
    below = np.tril_indices(k, -1)

    def loss(scaled: Floats) -> tuple[float, Floats]:
        own = scaled / _STEPS_A_UNIT
        left = correlations - np.diag(own)
        loadings = _leading(left, factors)
        residual = left - loadings @ loadings.T
        return float((residual[below] ** 2).sum()), np.asarray(-np.diag(residual) / _STEPS_A_UNIT)

    start = np.clip(1 / np.diag(np.linalg.inv(correlations)), 0.0, 1.0)
    found = minimize(
        loss,
        start * _STEPS_A_UNIT,
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST_OWN * _STEPS_A_UNIT, _STEPS_A_UNIT)] * k,
        options={"maxcor": 5, "ftol": _STOP, "gtol": 0.0, "maxiter": _MOST_ROUNDS},
    )
    own = np.asarray(found.x) / _STEPS_A_UNIT
    loadings = _leading(correlations - np.diag(own), factors)
    loadings = loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return Factors(
        loadings=np.where(loadings == 0, _NOTHING, loadings),
        heywood=bool((own <= LEAST_OWN + _NEAR).any()),
        settled=bool(found.success),
    )


def _leading(matrix: Floats, count: int) -> Floats:
    """Return the leading eigenvectors, each times the root of its eigenvalue; below nothing counts as nothing."""
    values, vectors = np.linalg.eigh(matrix)
    kept = np.argsort(values)[::-1][:count]
    return np.asarray(vectors[:, kept] * np.sqrt(np.maximum(values[kept], 0.0)))

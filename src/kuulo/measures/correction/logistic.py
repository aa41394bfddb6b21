"""Logistic regression with a ridge, by Newton's steps.

Small and dense on purpose: corrections refit it many times, and their variances need its derivatives.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from kuulo.base.errors import KuuloError
from kuulo.base.texts import mark as _
from kuulo.measures.features import Floats

_STEPS = 60


def fit_logistic(
    x: Floats, y: Floats, *, weight: Floats | None = None, ridge: float = 1.0, offset: Floats | None = None
) -> Floats:
    """Return the coefficients that maximise the penalised likelihood Σ w·ℓ(y, xβ + offset) − ridge·|β|²/2.

    The first column is the constant and is not penalised.

    Source: iteratively reweighted least squares; le Cessie & van Houwelingen (1992) for the ridge.

    Raises:
        KuuloError: The steps do not settle.
    """
    w = np.ones(len(y)) if weight is None else weight
    shift = np.zeros(len(y)) if offset is None else offset
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0.0
    beta = np.zeros(x.shape[1])
    for _step in range(_STEPS):
        p = expit(x @ beta + shift)
        gradient = x.T @ (w * (y - p)) - penalty * beta
        curvature = (x * (w * np.maximum(p * (1 - p), 1e-9))[:, None]).T @ x + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        step *= min(1.0, 5.0 / max(np.abs(x @ step).max(initial=0.0), 1e-12))
        beta = beta + step
        if np.abs(step).max() < 1e-8:
            return beta
    raise KuuloError(
        _("The model of who answers does not settle."),
        _("Leave out attributes that nearly tell who answered, or give more answers."),
    )


def information(x: Floats, beta: Floats, *, weight: Floats | None = None, ridge: float = 1.0) -> Floats:
    """Return the curvature of the penalised likelihood at these coefficients; its inverse is their covariance."""
    p = expit(x @ beta)
    w = p * (1 - p) if weight is None else weight * p * (1 - p)
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0.0
    return np.asarray((x * w[:, None]).T @ x + np.diag(penalty))

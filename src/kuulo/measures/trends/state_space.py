"""The local-level model as one of statsmodels' state space models: the reference that `level` is tested against.

It takes seconds to load and a hundred times as long to fit, so pages use the written-out recursion; an analyst who
wants diagnostics, forecasts or simulations of the model takes this one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kuulo.base.later import Later
from kuulo.measures.trends.series import Series

mlemodel = Later("statsmodels.tsa.statespace.mlemodel")

# A level that begins anew after a break is given this many times the largest variance of a figure: as good as diffuse.
WIDE = 1e6


def state_space_model(series: Series) -> Any:
    """Return the model as a statsmodels ``MLEModel``: its one parameter is the variance of the level's step.

    The observation variance of each period is that of its figure; the first level is exactly diffuse.
    """

    class LocalLevel(mlemodel.MLEModel):  # type: ignore[misc,name-defined]  # -- its base is known when first wanted
        """A level that wanders, seen through figures of known variance."""

        start_params = (float(np.nanmedian(series.variances)) / 10,)
        param_names = ("drift",)

        def transform_params(self, unconstrained: Any) -> Any:
            """Return the variance of the unconstrained parameter."""
            return np.asarray(unconstrained) ** 2

        def untransform_params(self, constrained: Any) -> Any:
            """Return the unconstrained parameter of a variance."""
            return np.asarray(constrained) ** 0.5

        def update(self, params: Any, **options: Any) -> Any:
            """Set the variance of the steps; one into a period after a break is as wide as can be."""
            drift = super().update(params, **options)[0]
            self["state_cov"] = np.where(anew, wide, drift)[None, None, :]

    anew = np.append(series.starts[1:], [False])
    wide = WIDE * float(np.nanmax(series.variances))
    model = LocalLevel(series.values, k_states=1, k_posdef=1, initialization="diffuse")
    model["design"] = np.ones((1, 1))
    model["transition"] = np.ones((1, 1))
    model["selection"] = np.ones((1, 1))
    model["obs_cov"] = np.where(series.seen, series.variances, 1.0)[None, None, :]
    return model

"""Estimates the chart tests share."""

from __future__ import annotations

from kuulo.base.estimate import Estimate


def estimate(value: float, half: float = 8.0, *, n: int = 200, definition: str = "nps@1") -> Estimate:
    """Return a figure with an interval of the given half-width."""
    return Estimate(
        measure=definition.split("@")[0].split(".")[0],
        value=value,
        low=value - half,
        high=value + half,
        se=half / 1.959964,
        confidence=0.95,
        n=n,
        n_eff=float(n),
        deff=1.0,
        invited=None,
        answered=None,
        method="tango",
        definition=definition,
    )


def withheld(definition: str = "nps@1") -> Estimate:
    """Return a figure kept back to protect persons."""
    return Estimate(
        measure="nps",
        value=None,
        low=None,
        high=None,
        se=None,
        confidence=0.95,
        n=None,
        n_eff=None,
        deff=None,
        invited=None,
        answered=None,
        method="withheld",
        definition=definition,
    )

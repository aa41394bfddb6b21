"""Limits of single weights: what is above or below is cut, and what was cut is spread over the others.

Equal to R's ``survey::trimWeights(strict = TRUE)``: every weight within the limits grows by the same amount, so that
the sum stays, and this is repeated until none lies outside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kuulo.base.errors import DefinitionError, NotConvergedError
from kuulo.base.texts import mark as _
from kuulo.measures.weighting.cells import Floats

_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Trim:
    """Lowest and highest weight a row may have.

    Attributes:
        low: The lowest weight.
        high: The highest weight.
        of_mean: Whether the limits are multiples of the mean weight instead of weights.
    """

    low: float = 0.0
    high: float = np.inf
    of_mean: bool = False

    def __post_init__(self) -> None:
        """Refuse limits that are no limits."""
        if not 0 <= self.low < self.high:
            raise DefinitionError(
                _("Weights cannot be held between {low} and {high}."),
                _("Give a lower limit of 0 or more and an upper limit above it."),
                low=self.low,
                high=self.high,
            )


def trim_weights(weights: Floats, rows: Floats, trim: Trim) -> tuple[Floats, int]:
    """Return the trimmed weight of each cell's rows, and how many rows were outside the limits.

    Args:
        weights: Weight of each row of the cell.
        rows: Rows of the cell.
        trim: The limits.

    Raises:
        NotConvergedError: No weight is left within the limits to take what is cut off.
    """
    mean = float((weights * rows).sum() / rows.sum()) if trim.of_mean else 1.0
    low, high = trim.low * mean, trim.high * mean
    found = weights
    cut = np.zeros(len(weights), dtype=bool)
    for _round in range(_ROUNDS):
        outside = ((found < low) | (found > high)) & (rows > 0)
        if not outside.any():
            return found, int(rows[cut].sum())
        cut |= outside
        held = np.clip(found, low, high)
        inside = rows[~outside].sum()
        if not inside > 0:
            break
        held[~outside] += float(((found - held) * rows).sum()) / inside
        found = held
    raise NotConvergedError(
        _("The weights cannot all lie between {low} and {high}: their mean is {mean}."),
        _("Set wider limits around the mean."),
        low=f"{low:g}",
        high=f"{high:g}",
        mean=f"{(weights * rows).sum() / rows.sum():g}",
    )

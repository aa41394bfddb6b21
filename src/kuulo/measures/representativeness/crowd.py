"""Everybody a figure is about, gathered into cells of persons of whom the same is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kuulo.base.texts import Text, say
from kuulo.measures.features import Categorical, Features

Floats = NDArray[np.float64]
MISSING = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Cells of persons (or encounters) of whom the same is known; all arrays have one element a cell.

    Attributes:
        x: What is known of the persons of each cell.
        frame: How many there are (a sum of weights, where the frame was weighted).
        answered: How many of them answered.
        invited: How many were asked; ``None`` where nobody noted it.
        reached: How many the question reached; ``None`` where nobody noted it.
        extreme: How many gave an extreme score; ``None`` where no score is known.
        weight: Sum of the weights of the answers; ``None`` where they have none.
        weight_squares: Sum of the squares of those weights; ``None`` with them.
        titles: What the attributes are called, by key; the key itself where nothing is said.
        labels: What the levels are called, by key of the attribute; the level itself where nothing is said.
    """

    x: Features
    frame: Floats
    answered: Floats
    invited: Floats | None = None
    reached: Floats | None = None
    extreme: Floats | None = None
    weight: Floats | None = None
    weight_squares: Floats | None = None
    titles: Mapping[str, Text] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    def title(self, variable: str) -> Text:
        """Return what an attribute is called."""
        return self.titles.get(variable, say("{name}", name=variable))

    def label(self, variable: str, level: str) -> Text:
        """Return what a level is called."""
        return self.labels.get(variable, {}).get(level, say("{name}", name=level))


def counted(codes: NDArray[np.int64], weights: Floats, size: int) -> Floats:
    """Return the sum of the weights on each code, from 0."""
    return np.bincount(codes, weights=weights, minlength=size).astype(float)


def level_codes(held: Categorical) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return codes from 0 on and the names of the levels, missing values as a level of their own, last."""
    if (held.codes >= 0).all():
        return held.codes, held.levels
    return np.where(held.codes < 0, len(held.levels), held.codes), (*held.levels, MISSING)


def cell_numbers(x: Features, rows: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the cell of each row, numbered from 0, and a row of each cell; rows alike in everything share one."""
    number = np.zeros(rows, dtype=np.int64)
    size = 1
    for held in x.categorical.values():
        codes, levels = level_codes(held)
        number, size = _renumbered(number * len(levels) + codes, size * len(levels))
    for values in x.numeric.values():
        distinct, codes = np.unique(values, return_inverse=True)
        number, size = _renumbered(number * len(distinct) + codes, size * len(distinct))
    _values, first, cells = np.unique(number, return_index=True, return_inverse=True)
    return cells.astype(np.int64), first.astype(np.int64)


def _renumbered(number: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], int]:
    """Number anew, without gaps, before the numbers grow out of 64 bits."""
    if size < 2**40:
        return number, size
    values, dense = np.unique(number, return_inverse=True)
    return dense.astype(np.int64), len(values)

"""The design matrix of what is known, never written out: sums over its columns by counting levels.

A row is a constant, an indicator of each level but the first of an attribute, and numbers (standardised; what is
missing of them as their mean, with a column of its own).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuulo.measures.features import Features
from kuulo.measures.representativeness.crowd import Floats, counted, level_codes

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Design:
    """Levels of attributes as codes, and a matrix of the numbers with the constant first.

    Attributes:
        codes: For each attribute the level of each row, from 0.
        sizes: Number of levels of each.
        numbers: The constant and the numbers, one column each.
    """

    codes: tuple[Codes, ...]
    sizes: tuple[int, ...]
    numbers: Floats

    @property
    def kept(self) -> Codes:
        """Places of the columns that stay when the first level of each attribute is left out."""
        width = self.numbers.shape[1]
        starts = width + np.cumsum((0, *self.sizes))[:-1]
        return np.setdiff1d(np.arange(width + sum(self.sizes)), starts)

    def predict(self, beta: Floats) -> Floats:
        """Return xβ of each row."""
        full = np.zeros(self.numbers.shape[1] + sum(self.sizes))
        full[self.kept] = beta
        width = self.numbers.shape[1]
        found: Floats = self.numbers @ full[:width]
        start = width
        for codes, size in zip(self.codes, self.sizes, strict=True):
            found = found + full[start : start + size][codes]
            start += size
        return found

    def sums(self, values: Floats) -> Floats:
        """Return Σ v x over the rows."""
        levels = [counted(codes, values, size) for codes, size in zip(self.codes, self.sizes, strict=True)]
        return np.concatenate([values @ self.numbers, *levels])[self.kept]

    def gram(self, values: Floats) -> Floats:
        """Return Σ v x x' over the rows."""
        width = self.numbers.shape[1]
        starts = width + np.cumsum((0, *self.sizes))
        full = np.zeros((starts[-1], starts[-1]))
        weighted = self.numbers * values[:, None]
        full[:width, :width] = weighted.T @ self.numbers
        for place, (codes, size) in enumerate(zip(self.codes, self.sizes, strict=True)):
            own = slice(starts[place], starts[place + 1])
            for column in range(width):
                full[column, own] = full[own, column] = counted(codes, weighted[:, column], size)
            full[own, own] = np.diag(counted(codes, values, size))
            for other in range(place):
                crossed = counted(codes * self.sizes[other] + self.codes[other], values, size * self.sizes[other])
                block = crossed.reshape(size, self.sizes[other])
                beside = slice(starts[other], starts[other + 1])
                full[own, beside], full[beside, own] = block, block.T
        return full[np.ix_(self.kept, self.kept)]


def design_of(x: Features, rows: int) -> Design:
    """Return the design of what is known of these rows."""
    held = [level_codes(each) for each in x.categorical.values()]
    columns = [np.ones(rows)]
    for values in x.numeric.values():
        missing = np.isnan(values)
        known = values[~missing]
        centre, spread = (known.mean(), known.std()) if len(known) else (0.0, 0.0)
        columns.append(np.where(missing, 0.0, (values - centre) / spread if spread else 0.0))
        if missing.any():
            columns.append(missing.astype(float))
    return Design(
        tuple(codes for codes, _levels in held),
        tuple(len(levels) for _codes, levels in held),
        np.column_stack(columns),
    )

"""What is known of every person of a frame: attributes with levels and numbers, as plain arrays of one length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Categorical:
    """One attribute with levels: ``codes`` are places in ``levels``, −1 is missing (a level of its own)."""

    codes: Codes
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of every person: attributes with levels, and numbers (not a number where missing), by name."""

    categorical: Mapping[str, Categorical] = field(default_factory=dict)
    numeric: Mapping[str, Floats] = field(default_factory=dict)

    def only(self, names: Iterable[str]) -> Features:
        """Return the features of these names."""
        kept = set(names)
        return Features(
            {name: values for name, values in self.categorical.items() if name in kept},
            {name: values for name, values in self.numeric.items() if name in kept},
        )

    def take(self, rows: NDArray[np.intp] | Flags) -> Features:
        """Return the features of these rows."""
        return Features(
            {name: Categorical(held.codes[rows], held.levels) for name, held in self.categorical.items()},
            {name: values[rows] for name, values in self.numeric.items()},
        )

    def then(self, other: Features) -> Features:
        """Return these rows and, beneath them, those of other features of the same names and levels."""
        return Features(
            {
                name: Categorical(np.concatenate([held.codes, other.categorical[name].codes]), held.levels)
                for name, held in self.categorical.items()
            },
            {name: np.concatenate([values, other.numeric[name]]) for name, values in self.numeric.items()},
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all features, attributes with levels first."""
        return (*self.categorical, *self.numeric)

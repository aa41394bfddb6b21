"""Vectors of meaning with what all comments of a language share taken out.

Sentence embeddings point largely the same way, and most where the language is the same; without that they tell more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuulo.language.coding.terms import packed, unpacked

Floats = NDArray[np.float64]

_FEWEST = 20


@dataclass(frozen=True, slots=True)
class Centres:
    """The mean vector of each language with enough texts; the last one is that of all."""

    languages: tuple[str, ...]
    means: Floats

    @classmethod
    def fit(cls, vectors: NDArray[np.float32], languages: Sequence[str | None]) -> Centres:
        """Learn the means from (n, d) vectors."""
        spoken = np.array([language or "" for language in languages], dtype=object)
        often = [name for name in sorted(set(spoken.tolist()) - {""}) if (spoken == name).sum() >= _FEWEST]
        means = [vectors[spoken == name].mean(axis=0) for name in often]
        return cls(tuple(often), np.array([*means, vectors.mean(axis=0)], dtype=float))

    def centred(self, vectors: NDArray[np.float32], languages: Sequence[str | None]) -> Floats:
        """Return the vectors without the mean of their language, of length 1."""
        place = {name: row for row, name in enumerate(self.languages)}
        rows = [place.get(language or "", len(self.languages)) for language in languages]
        off = vectors - self.means[rows]
        length = np.linalg.norm(off, axis=1, keepdims=True)
        return np.asarray(off / np.where(length > 0, length, 1.0), dtype=float)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays of numbers."""
        return {"centre_languages": packed(self.languages), "centre_means": self.means.astype(np.float32)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Centres:
        """Return what ``to_arrays`` wrote."""
        return cls(unpacked(arrays["centre_languages"]), arrays["centre_means"].astype(np.float64))

"""The cold reading taught how an organisation's customers speak, from comments without any score.

What the cold reading is sure of teaches a classifier over words and one over embeddings how the rest is said in this
trade (self-training, Yarowsky 1995). No label of a person is used, so that what is adapted may be held against labels
afterwards without cross-fitting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kuulo.language.feeling.classifiers import Arrays, Logistic, Meaning, fit_logistic, fit_meaning
from kuulo.language.feeling.felt import LABELS, Floats

MANY = 150
"""Fewer texts than these teach nothing."""

_SURE = 0.8
_FEW_OF_A_LABEL = 10
_WORDS_STRENGTH, _MEANING_STRENGTH = 3.0, 0.003
_COLD_POWER = 0.5


@dataclass(frozen=True, slots=True)
class Adapted:
    """The classifiers that the cold reading taught; both None where there was too little to teach."""

    words: Logistic | None = None
    meaning: Meaning | None = None

    def read(self, cold: Floats, rows: Any, vectors: np.ndarray | None) -> Floats:
        """Return the adapted probabilities (n, 3) from the cold ones, the rows of words and the embeddings."""
        if self.words is None:
            return cold
        logs = _COLD_POWER * np.log(np.maximum(cold, 1e-6)) + np.log(np.maximum(self.words.read(rows), 1e-6))
        if self.meaning is not None and vectors is not None:
            logs += np.log(np.maximum(self.meaning.read(vectors), 1e-6))
        raised = np.exp(logs - logs.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))

    def to_arrays(self) -> Arrays:
        """Return the classifiers as arrays; none where nothing was taught."""
        kept: Arrays = {}
        if self.words is not None:
            kept |= {f"words.{name}": array for name, array in self.words.to_arrays().items()}
        if self.meaning is not None:
            kept |= {f"meaning.{name}": array for name, array in self.meaning.to_arrays().items()}
        return kept

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Adapted:
        """Return the classifiers that were kept as arrays."""
        words, meaning = part_of(arrays, "words"), part_of(arrays, "meaning")
        return cls(
            Logistic.from_arrays(words) if words else None,
            Meaning.from_arrays(meaning) if meaning else None,
        )


def part_of(arrays: Mapping[str, np.ndarray], name: str) -> Arrays:
    """Return the arrays kept under a name, without it."""
    return {key[len(name) + 1 :]: array for key, array in arrays.items() if key.startswith(f"{name}.")}


def adapt(cold: Floats, rows: Any, vectors: np.ndarray | None, *, seed: int = 0) -> Adapted:
    """Return what cold readings (n, 3) teach about texts given as rows of words (n, w) and embeddings (n, d).

    Nothing is taught by fewer than `MANY` texts, or where hardly any are surely good or surely bad.
    """
    sure, best = cold.max(axis=1) >= _SURE, cold.argmax(axis=1)
    counts = np.bincount(best[sure], minlength=len(LABELS))
    if len(cold) < MANY or min(counts[0], counts[2]) < _FEW_OF_A_LABEL:
        return Adapted()
    words = fit_logistic(rows[np.flatnonzero(sure)], best[sure], strength=_WORDS_STRENGTH, seed=seed)
    if vectors is None:
        return Adapted(words)
    return Adapted(words, fit_meaning(vectors[sure], best[sure], strength=_MEANING_STRENGTH, seed=seed))

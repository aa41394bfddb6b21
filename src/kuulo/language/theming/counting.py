"""Comments as weighted words: a table of counts, its weights, and the axes along which words go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
MOST_WORDS: Final = 10_000
# A word that more than this part of the comments hold tells no themes apart: the organisation's own name, mostly.
MOST_COMMON: Final = 0.4
# From so many comments on a word must stand in two of them; in fewer, one is enough.
RARE_FROM: Final = 60
SPARE, POWER = 10, 5


@dataclass(frozen=True, slots=True)
class WordAxes:
    """Latent semantic axes of one language: weighted words, turned to the directions in which they differ most.

    Weights are (1 + ln count) × (1 + ln((1 + n) / (1 + comments with the word))), rows of length 1 (Salton & Buckley
    1988); axes are the first right singular vectors (Deerwester et al. 1990).

    Attributes:
        words: Vocabulary, in order.
        weights: Weight of each word, shape (v,).
        axes: Shape (v, d).
    """

    words: tuple[str, ...]
    weights: Floats
    axes: Floats

    @property
    def places(self) -> dict[str, int]:
        """The column of each word."""
        return {word: place for place, word in enumerate(self.words)}

    def turn(self, features: Sequence[Sequence[str]]) -> Floats:
        """Return the comments along the axes, rows of length 1; one without a known word is all zero."""
        return unit_rows(weigh(count(features, self.places), self.weights) @ self.axes)


def fit_words(features: Sequence[Sequence[str]], dimensions: int, seed: int) -> WordAxes | None:
    """Return the axes of comments given as lists of features; ``None`` where too few words are shared."""
    words = vocabulary(features)
    if len(words) < 2 or len(features) < 2:
        return None
    table = count(features, {word: place for place, word in enumerate(words)})
    held = np.asarray((table > 0).sum(axis=0)).ravel()
    weights = (1 + np.log((1 + len(features)) / (1 + held))).astype(np.float32)
    size = min(dimensions, len(words) - 1, len(features) - 1)
    return WordAxes(words, weights, singular_vectors(weigh(table, weights), size, seed))


def singular_vectors(table: sparse.csr_array, count: int, seed: int) -> Floats:
    """Return the first right singular vectors of a table (n, v), shape (v, count).

    A few random directions more than wanted, turned to the table's own by power iterations (Halko, Martinsson & Tropp
    2011, algorithm 4.4).
    """
    size = min(count + SPARE, *table.shape)
    found = np.random.default_rng(seed).normal(size=(table.shape[1], size)).astype(np.float32)
    for _step in range(POWER):
        left, _upper = np.linalg.qr(table @ found)
        found, _upper = np.linalg.qr(table.T @ left)
    _left, _values, right = np.linalg.svd(table @ found, full_matrices=False)
    return signed((found @ right.T)[:, :count])


def signed(axes: NDArray[Any]) -> Floats:
    """Return axes whose largest part is positive: the sign of an axis is arbitrary, and must not be."""
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    return np.asarray(axes * np.where(largest < 0, -1.0, 1.0), dtype=np.float32)


def vocabulary(features: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the words worth an axis: neither in nearly every comment nor in a single one; at most `MOST_WORDS`."""
    held = Counter(word for one in features for word in set(one))
    least = 2 if len(features) >= RARE_FROM else 1
    most = max(MOST_COMMON * len(features), least + 1)
    kept = [(word, number) for word, number in held.items() if least <= number <= most]
    kept.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(sorted(word for word, _number in kept[:MOST_WORDS]))


def count(features: Iterable[Sequence[str]], places: Mapping[str, int]) -> sparse.csr_array:
    """Return how often each comment holds each word, shape (n, v)."""
    ends, columns, numbers = [0], [], []
    for one in features:
        found = Counter(places[word] for word in one if word in places)
        columns += sorted(found)
        numbers += [found[place] for place in sorted(found)]
        ends.append(len(columns))
    cells = np.asarray(numbers, dtype=np.float32)
    return sparse.csr_array(
        (cells, np.asarray(columns, dtype=np.int32), np.asarray(ends, dtype=np.int64)),
        shape=(len(ends) - 1, len(places)),
    )


def weigh(table: sparse.csr_array, weights: Floats) -> sparse.csr_array:
    """Return weighted counts with rows of length 1."""
    found = table.copy()
    found.data = (1 + np.log(found.data)) * weights[found.indices]
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    found.data = found.data / np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(found.indptr))
    return found


def unit_rows(rows: NDArray[Any]) -> Floats:
    """Return rows of length 1; a row of zeros stays one."""
    found = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)

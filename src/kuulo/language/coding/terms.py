"""Which words and runs of letters a text has, weighed by how rare they are.

Words as written and in pairs, lemmas with the parts of compounds, and runs of 2 to 5 letters for what no dictionary
knows. Weights: 1 + log(count) times the inverse document frequency, each of the two kinds scaled to length 1 (Salton &
Buckley 1988; the letters within words as in scikit-learn's ``char_wb``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kuulo.language import wording

Floats = NDArray[np.float64]
Arrays = dict[str, NDArray[Any]]

_WORD: Final = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]", re.UNICODE)
_SHORTEST, _LONGEST = 2, 5
_LONGEST_WORD = 40
_MOST_TERMS = 60_000
_MANY = 400
_SEPARATOR: Final = "\n"


def word_terms(text: str, language: str | None) -> list[str]:
    """Return the words as written (small letters), pairs of neighbours, and the lemmas and parts of compounds."""
    words = [match.group() for match in _WORD.finditer(text.lower())]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return [*words, *pairs, *(f"~{feature}" for feature in wording.features(text, language or ""))]


def letter_terms(text: str) -> list[str]:
    """Return runs of 2 to 5 letters within the edges of each word."""
    found: list[str] = []
    for word in text.lower().split():
        padded = f" {word[:_LONGEST_WORD]} "
        for size in range(_SHORTEST, min(_LONGEST, len(padded)) + 1):
            found += [padded[start : start + size] for start in range(len(padded) - size + 1)]
    return found


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms of one kind with their columns and rarity."""

    columns: Mapping[str, int]
    rarity: Floats

    @classmethod
    def fit(cls, documents: Sequence[Sequence[str]]) -> Vocabulary:
        """Learn the terms; those of a single text are left out where there are many texts."""
        counts: Counter[str] = Counter()
        for document in documents:
            counts.update(set(document))
        least = 2 if len(documents) >= _MANY else 1
        common = [(term, count) for term, count in counts.items() if count >= least]
        common.sort(key=lambda pair: (-pair[1], pair[0]))
        kept = common[:_MOST_TERMS]
        seen = np.array([count for _, count in kept], dtype=float)
        rarity = np.log((1 + len(documents)) / (1 + seen)) + 1
        return cls({term: column for column, (term, _) in enumerate(kept)}, rarity)

    def weigh(self, documents: Iterable[Sequence[str]]) -> sparse.csr_matrix:
        """Return the weights, one row a document of length 1 (or 0 where nothing is known of it)."""
        indices: list[int] = []
        values: list[float] = []
        ends = [0]
        for document in documents:
            counts = Counter(column for term in document if (column := self.columns.get(term)) is not None)
            ordered = sorted(counts)
            indices += ordered
            row = (
                (1 + np.log([counts[column] for column in ordered])) * self.rarity[ordered] if ordered else np.zeros(0)
            )
            values += (row / (np.linalg.norm(row) or 1.0)).tolist()
            ends.append(len(indices))
        shape = (len(ends) - 1, len(self.columns))
        return sparse.csr_matrix((np.array(values), np.array(indices, dtype=np.int32), np.array(ends)), shape=shape)


@dataclass(frozen=True, slots=True)
class Terms:
    """Both kinds of terms side by side: words first, then letters."""

    words: Vocabulary
    letters: Vocabulary

    @classmethod
    def fit(cls, texts: Sequence[str], languages: Sequence[str | None]) -> Terms:
        """Learn the terms of texts."""
        pairs = zip(texts, languages, strict=True)
        return cls(
            Vocabulary.fit([word_terms(text, language) for text, language in pairs]),
            Vocabulary.fit([letter_terms(text) for text in texts]),
        )

    def weigh(self, texts: Sequence[str], languages: Sequence[str | None]) -> sparse.csr_matrix:
        """Return the weights of texts, one row each; columns of words before those of letters."""
        pairs = zip(texts, languages, strict=True)
        words = self.words.weigh(word_terms(text, language) for text, language in pairs)
        letters = self.letters.weigh(letter_terms(text) for text in texts)
        return sparse.csr_matrix(sparse.hstack([words, letters], format="csr"))

    def to_arrays(self) -> Arrays:
        """Return everything as arrays of numbers."""
        return _as_arrays("words", self.words) | _as_arrays("letters", self.letters)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Terms:
        """Return what ``to_arrays`` wrote."""
        return cls(_of_arrays("words", arrays), _of_arrays("letters", arrays))


def packed(texts: Iterable[str]) -> NDArray[np.uint8]:
    """Return texts without line breaks as one array of bytes."""
    return np.frombuffer(_SEPARATOR.join(texts).encode(), dtype=np.uint8)


def unpacked(array: NDArray[Any]) -> tuple[str, ...]:
    """Return the texts that ``packed`` joined."""
    text = array.astype(np.uint8).tobytes().decode()
    return tuple(text.split(_SEPARATOR)) if text else ()


def _as_arrays(name: str, vocabulary: Vocabulary) -> Arrays:
    return {f"{name}_terms": packed(vocabulary.columns), f"{name}_rarity": vocabulary.rarity.astype(np.float32)}


def _of_arrays(name: str, arrays: Mapping[str, NDArray[Any]]) -> Vocabulary:
    terms = unpacked(arrays[f"{name}_terms"])
    return Vocabulary({term: column for column, term in enumerate(terms)}, arrays[f"{name}_rarity"].astype(np.float64))

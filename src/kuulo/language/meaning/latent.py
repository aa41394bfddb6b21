"""Vectors by latent semantic analysis, learned from the organisation's own comments: where no embeddings are installed.

Words (lemmas and parts of compounds) and runs of 3 to 5 letters, weighed by 1 + log(count) and by rarity, brought down
to their strongest axes (Deerwester et al. 1990). Unlike sentence embeddings they know nothing of words that they have
not seen, and nothing of one language in another.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kuulo.base.later import Later
from kuulo.language.identifying import detect
from kuulo.language.meaning.vectors import with_length_one
from kuulo.language.wording import features

extmath = Later("sklearn.utils.extmath")

MOST_TERMS: Final = 40_000
MOST_TEXTS: Final = 30_000
"""Texts that axes are learned from: more change them little, and take memory."""
SHORTEST, LONGEST = 3, 5
LONGEST_WORD: Final = 40
RUN: Final = "~"
"""Stands before a run of letters, which no word begins with."""
MANY: Final = 200
"""From so many texts on, a term that only one of them has is left out."""

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class LatentEmbedder:
    """An `Embedder` learned from texts: ``terms`` with their ``rarity`` and their places on the ``axes`` (terms, d)."""

    terms: tuple[str, ...]
    rarity: NDArray[np.float32]
    axes: NDArray[np.float32]

    @property
    def dimensions(self) -> int:
        """Return how many numbers a vector has."""
        return int(self.axes.shape[1])

    @cached_property
    def name(self) -> str:
        """Return a name that tells what was learned."""
        return f"latent-{hashlib.sha256(self.axes.tobytes()).hexdigest()[:8]}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (texts, d); of a text without any known term, zeros."""
        return self.embed_in(texts, [found.language for found in detect(texts)])

    def embed_in(self, texts: Sequence[str], languages: Sequence[str | None]) -> NDArray[np.float32]:
        """Return the vectors of texts whose languages are known."""
        weights = _weigh([_terms(*each) for each in zip(texts, languages, strict=True)], self._columns, self.rarity)
        return with_length_one(np.asarray(weights @ self.axes, np.float32))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector (d,) of what somebody searches for."""
        vector: NDArray[np.float32] = self.embed([text])[0]
        return vector

    def to_arrays(self) -> Arrays:
        """Return all that was learned, fit for an npz file."""
        terms = np.frombuffer("\n".join(self.terms).encode(), np.uint8)
        return {"terms": terms, "rarity": self.rarity, "axes": self.axes}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> LatentEmbedder:
        """Return the embedder that `to_arrays` wrote."""
        terms = arrays["terms"].tobytes().decode()
        return cls(tuple(terms.split("\n")) if terms else (), arrays["rarity"], arrays["axes"])

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {term: column for column, term in enumerate(self.terms)}


def fit_latent(
    texts: Sequence[str], languages: Sequence[str | None], dimensions: int = 128, seed: int = 0
) -> LatentEmbedder:
    """Learn the axes of texts in their languages.

    Vectors always have ``dimensions`` numbers: where the texts have fewer axes, the rest are zeros. Of more than
    `MOST_TEXTS` texts a sample is learned from.
    """
    chosen = list(range(len(texts)))
    if len(texts) > MOST_TEXTS:
        chosen = sorted(np.random.default_rng(seed).choice(len(texts), MOST_TEXTS, replace=False).tolist())
    documents = [_terms(texts[each], languages[each]) for each in chosen]
    terms, rarity = _vocabulary(documents)
    columns = {term: column for column, term in enumerate(terms)}
    weights = _weigh(documents, columns, rarity)
    axes = np.zeros((len(terms), dimensions), np.float32)
    count = min(dimensions, *weights.shape)
    if count:
        _left, _strength, right = extmath.randomized_svd(weights, count, random_state=seed)
        axes[:, :count] = right.T
    return LatentEmbedder(terms, rarity, axes)


def _vocabulary(documents: Sequence[Counter[str]]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    seen: Counter[str] = Counter()
    for document in documents:
        seen.update(document.keys())
    least = 2 if len(documents) >= MANY else 1
    kept = sorted((-count, term) for term, count in seen.items() if count >= least)[:MOST_TERMS]
    counts = np.array([-count for count, _term in kept], np.float32)
    rarity = np.log((1 + len(documents)) / (1 + counts)) + 1
    return tuple(term for _count, term in kept), rarity.astype(np.float32)


def _weigh(
    documents: Sequence[Counter[str]], columns: Mapping[str, int], rarity: NDArray[np.float32]
) -> sparse.csr_matrix:
    """Return the documents' weights (documents, terms), each row of length 1."""
    places: list[int] = []
    counts: list[int] = []
    ends = [0]
    for document in documents:
        known = sorted((columns[term], count) for term, count in document.items() if term in columns)
        places += [place for place, _count in known]
        counts += [count for _place, count in known]
        ends.append(len(places))
    values = (1 + np.log(np.array(counts, np.float32))) * rarity[np.array(places, np.intp)]
    weights = sparse.csr_matrix((values, places, ends), shape=(len(documents), len(columns)), dtype=np.float32)
    lengths = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ weights)


def _terms(text: str, language: str | None) -> Counter[str]:
    """Return the words' lemmas and parts, and the runs of letters within the edges of words, with their counts."""
    found = Counter(features(text, language or ""))
    for word in text.lower().split():
        padded = f" {word[:LONGEST_WORD]} "
        for size in range(SHORTEST, min(LONGEST, len(padded)) + 1):
            found.update(RUN + padded[start : start + size] for start in range(len(padded) - size + 1))
    return found

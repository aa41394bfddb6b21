"""Two classifiers whose mean reads feelings best: logistic regression on TF-IDF, and on embeddings of sentences.

Both keep what they learned as plain arrays, so that nothing has to be unpickled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from kuulo.base.later import Later
from kuulo.language import wording
from kuulo.language.feeling.felt import LABELS, Floats

linear_model = Later("sklearn.linear_model")
text_features = Later("sklearn.feature_extraction.text")
sparse = Later("scipy.sparse")

Arrays = dict[str, np.ndarray]
_WORDS_MOST, _CHARACTERS_MOST = 40_000, 60_000
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Logistic:
    """A multinomial logistic regression as arrays: coefficients (3, d) and intercepts (3), a row for each label."""

    coefficients: np.ndarray
    intercepts: np.ndarray

    def read(self, rows: Any) -> Floats:
        """Return the probabilities of the labels, (n, 3), for rows of d numbers, dense or sparse."""
        return softmax(np.asarray(rows @ self.coefficients.T) + self.intercepts)

    def to_arrays(self) -> Arrays:
        """Return the regression as arrays."""
        return {"coefficients": self.coefficients, "intercepts": self.intercepts}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Logistic:
        """Return the regression that was kept as arrays."""
        return cls(arrays["coefficients"], arrays["intercepts"])


def softmax(scores: Floats) -> Floats:
    """Return each row of scores as probabilities."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def fit_logistic(
    rows: Any, labels: np.ndarray, *, strength: float, weights: np.ndarray | None = None, seed: int = 0
) -> Logistic:
    """Fit a logistic regression on places of labels (n); ``strength`` is the inverse of the penalty.

    Labels that do not occur get a probability near nothing; where only one occurs, it is certain.
    """
    present = np.unique(labels)
    coefficients = np.zeros((len(LABELS), rows.shape[1]))
    intercepts = np.full(len(LABELS), np.log(_TINY))
    if len(present) == 1:
        intercepts[present] = 0.0
        return Logistic(coefficients, intercepts)
    model = linear_model.LogisticRegression(C=strength, max_iter=400, random_state=seed)
    model.fit(rows, labels, sample_weight=weights)
    if len(present) == 2:
        coefficients[present] = np.vstack([-model.coef_[0] / 2, model.coef_[0] / 2])
        intercepts[present] = np.array([-model.intercept_[0] / 2, model.intercept_[0] / 2])
        absent = next(place for place in range(len(LABELS)) if place not in present)
        coefficients[absent] = 0.0
        intercepts[absent] = -50.0
        return Logistic(coefficients, intercepts)
    return Logistic(np.asarray(model.coef_), np.asarray(model.intercept_))


@dataclass(frozen=True, slots=True)
class Meaning:
    """A logistic regression over standardised embeddings."""

    centre: np.ndarray
    spread: np.ndarray
    logistic: Logistic

    def read(self, vectors: np.ndarray) -> Floats:
        """Return the probabilities of the labels, (n, 3), of embeddings (n, d)."""
        return self.logistic.read((np.asarray(vectors, dtype=np.float64) - self.centre) / self.spread)

    def to_arrays(self) -> Arrays:
        """Return the regression as arrays."""
        return {"centre": self.centre, "spread": self.spread} | self.logistic.to_arrays()

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Meaning:
        """Return the regression that was kept as arrays."""
        return cls(arrays["centre"], arrays["spread"], Logistic.from_arrays(arrays))


def fit_meaning(vectors: np.ndarray, labels: np.ndarray, *, strength: float, seed: int = 0) -> Meaning:
    """Fit a logistic regression over embeddings (n, d) on places of labels (n)."""
    centre, spread = vectors.mean(axis=0), np.maximum(vectors.std(axis=0), 1e-6)
    return Meaning(centre, spread, fit_logistic((vectors - centre) / spread, labels, strength=strength, seed=seed))


class Vocabulary:
    """TF-IDF of words (one and two together) and of characters (two to five), as one sparse matrix."""

    def __init__(self, words: Any, characters: Any) -> None:
        self._words, self._characters = words, characters

    @classmethod
    def of(cls, texts: Sequence[str], languages: Sequence[str | None]) -> Vocabulary:
        """Return the vocabulary of the texts."""
        rare = 1 if len(texts) < 400 else 2
        words = text_features.TfidfVectorizer(
            analyzer=_same, min_df=rare, max_features=_WORDS_MOST, sublinear_tf=True, dtype=np.float32
        )
        characters = text_features.TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=rare, max_features=_CHARACTERS_MOST, **_HOW
        )
        made = cls(words, characters)
        words.fit(_word_features(texts, languages))
        characters.fit(_plain(texts))
        return made

    def rows(self, texts: Sequence[str], languages: Sequence[str | None]) -> Any:
        """Return the sparse rows of texts, (n, d)."""
        words = self._words.transform(_word_features(texts, languages))
        return sparse.hstack([words, self._characters.transform(_plain(texts))], format="csr")

    def to_arrays(self) -> Arrays:
        """Return the vocabulary as arrays without objects."""
        return {
            "words": _names(self._words),
            "words_idf": self._words.idf_,
            "characters": _names(self._characters),
            "characters_idf": self._characters.idf_,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Vocabulary:
        """Return the vocabulary that was kept as arrays."""
        words = text_features.TfidfVectorizer(
            analyzer=_same, vocabulary=_numbered(arrays["words"]), sublinear_tf=True, dtype=np.float32
        )
        words.idf_ = arrays["words_idf"]
        characters = text_features.TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), vocabulary=_numbered(arrays["characters"]), **_HOW
        )
        characters.idf_ = arrays["characters_idf"]
        return cls(words, characters)


_HOW = {"sublinear_tf": True, "dtype": np.float32, "lowercase": False}


def _same(features: list[str]) -> list[str]:
    """Return the features as they are: they were made before."""
    return features


def _word_features(texts: Sequence[str], languages: Sequence[str | None]) -> list[list[str]]:
    """Return the features of each text, one and two together."""
    made = []
    for text, language in zip(texts, languages, strict=True):
        single = wording.features(text, language or "")
        made.append([*single, *(f"{one} {two}" for one, two in pairwise(single))])
    return made


def _plain(texts: Sequence[str]) -> list[str]:
    """Return the texts in lower case, addresses and numbers folded away."""
    return [wording.plain(text).lower() for text in texts]


def _names(vectorizer: Any) -> np.ndarray:
    """Return the vocabulary in the order of its columns."""
    return np.asarray(vectorizer.get_feature_names_out(), dtype=str)


def _numbered(names: np.ndarray) -> dict[str, int]:
    """Return the column of each name."""
    return {str(name): place for place, name in enumerate(names)}

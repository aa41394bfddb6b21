"""The space in which comments are grouped: what they mean and which words they use, joined.

Sixty-four principal components of the sentence embeddings, freed of what tells languages apart, stand beside latent
semantic axes of each language's own words. A comment has no words of another language: what it would have along that
language's axes is told from its meaning by ridge regression, so that comments of all languages meet in one space.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kuulo.language.theming.counting import Floats, WordAxes, fit_words, signed, unit_rows

COMPONENTS: Final = 64
WORD_AXES: Final = 128
# How much the axes of words weigh beside those of meaning, as a part of the length of a row.
WORDS_WEIGH: Final = 0.4
# Fewer comments than this tell neither a language's own mean nor its own axes.
LEAST_OF_LANGUAGE: Final = 30
RIDGE: Final = 1.0


@dataclass(frozen=True, slots=True)
class MeaningAxes:
    """Principal components of sentence vectors, each language's own mean taken out first.

    Attributes:
        means: Mean vector of each language; under "" that of all.
        axes: Shape (dimensions of the vectors, components).
    """

    means: Mapping[str, Floats]
    axes: Floats

    def turn(self, vectors: Floats, languages: Sequence[str]) -> Floats:
        """Return the comments along the components, rows of length 1."""
        means = np.stack([self.means.get(language, self.means[""]) for language in languages])
        return unit_rows((vectors - means) @ self.axes)


def fit_meaning(vectors: Floats, languages: Sequence[str]) -> MeaningAxes:
    """Return the principal components of vectors (n, d)."""
    means = {"": vectors.mean(axis=0)}
    told = np.asarray(languages)
    for language in sorted(set(languages)):
        chosen = told == language
        if chosen.sum() >= LEAST_OF_LANGUAGE:
            means[language] = vectors[chosen].mean(axis=0)
    centred = vectors - np.stack([means.get(language, means[""]) for language in languages])
    values, directions = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    order = np.argsort(values)[::-1][: min(COMPONENTS, len(vectors) - 1, vectors.shape[1])]
    return MeaningAxes(means, signed(directions[:, order]))


@dataclass(frozen=True, slots=True)
class Space:
    """Where comments lie: along components of meaning and along the axes of each language's words.

    Attributes:
        meaning: ``None`` where no vectors were given.
        words: Axes of each language's own words.
        told: For each language what its axes are told from: shape (components + 1, axes); empty without vectors.
    """

    meaning: MeaningAxes | None
    words: Mapping[str, WordAxes]
    told: Mapping[str, Floats]

    def turn(self, features: Sequence[Sequence[str]], languages: Sequence[str], vectors: Floats | None) -> Floats:
        """Return the comments in the space, shape (n, axes), rows of length about 1."""
        blocks = []
        base = None if self.meaning is None or vectors is None else self.meaning.turn(vectors, languages)
        if base is not None:
            blocks.append(base * np.sqrt(1 - (WORDS_WEIGH if self.words else 0.0)))
        weight = np.sqrt(WORDS_WEIGH if base is not None else 1.0)
        blocks += [weight * self._block(language, features, languages, base) for language in sorted(self.words)]
        return np.hstack(blocks).astype(np.float32) if blocks else np.zeros((len(features), 1), dtype=np.float32)

    def _block(
        self, language: str, features: Sequence[Sequence[str]], languages: Sequence[str], base: Floats | None
    ) -> Floats:
        """Return one language's axes: of its own comments as their words say, of all others as their meaning tells."""
        axes = self.words[language]
        own = np.asarray([one == language for one in languages])
        found = np.zeros((len(features), axes.axes.shape[1]), dtype=np.float32)
        found[own] = axes.turn([features[place] for place in np.flatnonzero(own).tolist()])
        # A comment whose words are all unknown is told from its meaning too.
        silent = ~found.any(axis=1)
        if base is not None and language in self.told:
            found[silent] = unit_rows(np.c_[base[silent], np.ones(silent.sum())] @ self.told[language])
        return found


def fit_space(
    features: Sequence[Sequence[str]], languages: Sequence[str], vectors: Floats | None, *, seed: int
) -> Space:
    """Return the space of some comments, given as lists of features with their languages and vectors."""
    meaning = None if vectors is None else fit_meaning(vectors, languages)
    base = None if meaning is None or vectors is None else meaning.turn(vectors, languages)
    words: dict[str, WordAxes] = {}
    told: dict[str, Floats] = {}
    kinds = np.asarray(languages)
    for language in sorted(set(languages)):
        chosen = np.flatnonzero(kinds == language).tolist()
        axes = _words_of([features[place] for place in chosen], seed, alone=len(set(languages)) == 1)
        if axes is None:
            continue
        words[language] = axes
        if base is not None:
            told[language] = _ridge(base[chosen], axes.turn([features[place] for place in chosen]))
    return Space(meaning, words, told)


def _words_of(features: Sequence[Sequence[str]], seed: int, *, alone: bool) -> WordAxes | None:
    if len(features) < LEAST_OF_LANGUAGE and not alone:
        return None
    return fit_words(features, WORD_AXES, seed)


def _ridge(base: Floats, axes: Floats) -> Floats:
    """Return the coefficients that tell axes (n, a) from components (n, c) and 1: shape (c + 1, a)."""
    known = np.c_[base, np.ones(len(base))].astype(np.float64)
    penalty = RIDGE * np.eye(known.shape[1])
    return np.asarray(np.linalg.solve(known.T @ known + penalty, known.T @ axes), dtype=np.float32)

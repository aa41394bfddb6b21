"""How the shipped model of `cold` is computed from the sentences written for it; `scripts/learn-feelings` runs this."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from kuulo.language.feeling.classifiers import Logistic, fit_logistic
from kuulo.language.feeling.cold import Shipped
from kuulo.language.feeling.felt import LABELS, Deciding, Floats
from kuulo.language.feeling.hits import describe_all
from kuulo.language.feeling.lexicon import LANGUAGES
from kuulo.language.feeling.mixing import fit_mixing
from kuulo.language.feeling.quality import Quality, choose_deciding, judge

_SIGNS = {"-": 0, "0": 1, "+": 2}
_LISTED_STRENGTH, _MEANT_STRENGTH = 1.0, 0.01
_FOLDS = 8
_NO_MEANING = (([[0.0]] * 3), [0.0] * 3)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences, their languages, and the places of their labels."""

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    places: np.ndarray


def written_sentences() -> Sentences:
    """Return the sentences written for the cold start."""
    texts, languages, places = [], [], []
    for language in LANGUAGES:
        shipped = files("kuulo.language.feeling").joinpath("lists", f"sentences_{language}.txt")
        for line in shipped.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                places.append(_SIGNS[line[0]])
                texts.append(line[2:].strip())
                languages.append(language)
    return Sentences(tuple(texts), tuple(languages), np.array(places, dtype=np.intp))


def train_cold(sentences: Sentences, vectors: np.ndarray | None, embedder: str) -> tuple[Shipped, Quality]:
    """Return the model to ship and its cross-fitted quality on the sentences themselves.

    ``vectors`` (n, d) are the sentences' embeddings by the embedder of that name; None gives a model of lists alone.
    """
    described = describe_all(sentences.texts, sentences.languages)
    listed = fit_logistic(described, sentences.places, strength=_LISTED_STRENGTH)
    listed_told = _cross_fitted(described, sentences.places, _LISTED_STRENGTH)
    deciding = choose_deciding(listed_told, sentences.places)
    if vectors is None:
        shipped = Shipped("", [], 1.0, _plain(listed), _NO_MEANING, [1.0, 0.0], [0.0] * 3, (deciding.threshold, 1.0))
        return shipped, judge(listed_told, sentences.places, deciding)
    centre = vectors.mean(axis=0)
    spread = float((vectors - centre).std())
    scaled = (vectors - centre) / spread
    meant_told = _cross_fitted(scaled, sentences.places, _MEANT_STRENGTH)
    mixing = fit_mixing([listed_told, meant_told], sentences.places, (0.5, 0.8))
    told = mixing.read([listed_told, meant_told])
    both = choose_deciding(told, sentences.places)
    shipped = Shipped(
        embedder,
        _short(centre),
        spread,
        _plain(listed),
        _plain(fit_logistic(scaled, sentences.places, strength=_MEANT_STRENGTH)),
        _short(mixing.powers),
        _short(mixing.constants),
        (deciding.threshold, both.threshold),
    )
    return shipped, judge(told, sentences.places, Deciding(threshold=both.threshold))


def _cross_fitted(rows: np.ndarray, places: np.ndarray, strength: float) -> Floats:
    """Return each row's probabilities by a regression that has not seen it."""
    told = np.zeros((len(places), len(LABELS)))
    folds = np.arange(len(places)) % _FOLDS
    for fold in range(_FOLDS):
        kept = folds != fold
        told[~kept] = fit_logistic(rows[kept], places[kept], strength=strength).read(rows[~kept])
    return told


def _plain(logistic: Logistic) -> tuple[list[list[float]], list[float]]:
    """Return a regression as lists."""
    return [_short(row) for row in logistic.coefficients], _short(logistic.intercepts)


def _short(numbers: np.ndarray) -> list[float]:
    """Return numbers with five digits, which is more than they are sure to."""
    return [float(f"{number:.5g}") for number in numbers]

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
from kuulo.language.feeling.mixing import Mixing
from kuulo.language.feeling.quality import Quality, choose_deciding, judge

_SIGNS = {"-": 0, "0": 1, "+": 2}
_TURNS = (("bad", 0), ("good", 2), ("bad", 0), ("good", 2), ("neither", 1))
_AND = {"fi": "ja", "sv": "och", "en": "and"}
_TWICE, _WITH_CONTEXT = 0.35, 0.2
_LISTED_STRENGTH, _MEANT_STRENGTH, _COMPOSED_WEIGHT = 0.1, 0.005, 0.3
_POWERS = (0.9, 0.6)
_FOLDS = 8


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


def composed_sentences(count: int = 900, seed: int = 0) -> Sentences:
    """Return sentences put together at random from the patterns, ``count`` in each language."""
    texts, languages, places = [], [], []
    for place, language in enumerate(LANGUAGES):
        random = np.random.default_rng([seed, place])
        patterns = _patterns(language)
        for number in range(count):
            name, label = _TURNS[number % len(_TURNS)]
            texts.append(_composed(patterns, name, _AND[language], random))
            languages.append(language)
            places.append(label)
    return Sentences(tuple(texts), tuple(languages), np.array(places, dtype=np.intp))


def _patterns(language: str) -> dict[str, list[str]]:
    """Return the subjects and what is said of them, by their headings."""
    shipped = files("kuulo.language.feeling").joinpath("lists", f"patterns_{language}.txt").read_text(encoding="utf-8")
    lines = [line for line in shipped.splitlines() if line and not line.startswith("#")]
    return {heading[2:]: line.split("|") for heading, line in zip(lines[::2], lines[1::2], strict=True)}


def _composed(patterns: dict[str, list[str]], name: str, both: str, random: np.random.Generator) -> str:
    """Return one sentence or two with the same feeling."""
    said = [f"{_one(patterns['subjects'], random)} {_one(patterns[name], random)}"]
    if random.random() < _TWICE:
        said.append(f"{_one(patterns['subjects'], random)} {_one(patterns[name], random)}")
    text = f" {both} ".join(said) if random.random() < 0.5 else ". ".join(map(_raised, said))
    if random.random() < _WITH_CONTEXT:
        text = f"{_one(patterns['context'], random)} {_raised(text)}"
    return _raised(text) + _one(["", ".", ".", "!"], random)


def _one(of: list[str], random: np.random.Generator) -> str:
    """Return one of the texts at random."""
    return of[int(random.integers(len(of)))]


def _raised(text: str) -> str:
    """Return the text with its first letter raised."""
    return text[:1].upper() + text[1:]


def train_cold(
    written: Sentences, vectors: np.ndarray, composed: Sentences, composed_vectors: np.ndarray, embedder: str
) -> tuple[Shipped, Quality]:
    """Return the model to ship and its cross-fitted quality on the written sentences.

    ``vectors`` (n, d) are the sentences' embeddings by the embedder of that name. The lists and the embedding are mixed
    with powers set by hand: on sentences of other trades than these, the embedding is worth less than it is here.
    """
    described = describe_all(written.texts, written.languages)
    listed = fit_logistic(described, written.places, strength=_LISTED_STRENGTH)
    listed_told = _listed_cross_fitted(described, written.places)
    centre = vectors.mean(axis=0)
    spread = float((vectors - centre).std())
    scaled, scaled_composed = (vectors - centre) / spread, (composed_vectors - centre) / spread
    meant_told = _meant_cross_fitted(scaled, written.places, scaled_composed, composed.places)
    mixing = Mixing(np.array(_POWERS), np.zeros(len(LABELS)))
    told = mixing.read([listed_told, meant_told])
    listed_alone, both = choose_deciding(listed_told, written.places), choose_deciding(told, written.places)
    shipped = Shipped(
        embedder,
        _short(centre),
        spread,
        _plain(listed),
        _plain(_fit_meant(scaled, written.places, scaled_composed, composed.places)),
        _short(mixing.powers),
        _short(mixing.constants),
        (listed_alone.threshold, both.threshold),
    )
    return shipped, judge(told, written.places, Deciding(threshold=both.threshold))


def _fit_meant(rows: np.ndarray, places: np.ndarray, composed: np.ndarray, composed_places: np.ndarray) -> Logistic:
    """Return the regression over embeddings of written sentences and, of less weight, composed ones."""
    weights = np.concatenate([np.ones(len(rows)), np.full(len(composed), _COMPOSED_WEIGHT)])
    return fit_logistic(
        np.vstack([rows, composed]),
        np.concatenate([places, composed_places]),
        strength=_MEANT_STRENGTH,
        weights=weights,
    )


def _listed_cross_fitted(rows: np.ndarray, places: np.ndarray) -> Floats:
    """Return each row's probabilities by a regression over the lists that has not seen it."""
    told, folds = np.zeros((len(places), len(LABELS))), _blocks(places)
    for fold in range(_FOLDS):
        kept = folds != fold
        told[~kept] = fit_logistic(rows[kept], places[kept], strength=_LISTED_STRENGTH).read(rows[~kept])
    return told


def _meant_cross_fitted(
    rows: np.ndarray, places: np.ndarray, composed: np.ndarray, composed_places: np.ndarray
) -> Floats:
    """Return each row's probabilities by a regression over embeddings that has not seen it."""
    told, folds = np.zeros((len(places), len(LABELS))), _blocks(places)
    for fold in range(_FOLDS):
        kept = folds != fold
        told[~kept] = _fit_meant(rows[kept], places[kept], composed, composed_places).read(rows[~kept])
    return told


def _blocks(places: np.ndarray) -> np.ndarray:
    """Return the fold of each sentence: stretches of a label's sentences, so that neighbours and near translations,
    which stand at like places of the three lists, are held out together."""
    folds = np.zeros(len(places), dtype=np.intp)
    breaks = np.flatnonzero(np.diff(places)) + 1
    for run in np.split(np.arange(len(places)), breaks):
        folds[run] = np.arange(len(run)) * _FOLDS // len(run)
    return folds


def _plain(logistic: Logistic) -> tuple[list[list[float]], list[float]]:
    """Return a regression as lists."""
    return [_short(row) for row in logistic.coefficients], _short(logistic.intercepts)


def _short(numbers: np.ndarray) -> list[float]:
    """Return numbers with five digits, which is more than they are sure to."""
    return [float(f"{number:.5g}") for number in numbers]

"""Feelings learned from an organisation's own labels, most often the scores that came with the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.language.feeling.classifiers import Arrays, Logistic, Vocabulary, fit_logistic
from kuulo.language.feeling.cold import read_cold
from kuulo.language.feeling.felt import LABELS, Deciding, Felt, Floats, tell
from kuulo.language.feeling.hits import says_nothing
from kuulo.language.feeling.mixing import Mixing, fit_mixing
from kuulo.language.feeling.quality import Quality, choose_deciding, judge

_FOLDS = 5
_MOST = 20_000
_FEWEST = 10
_WORDS_STRENGTH, _MEANING_STRENGTH = 3.0, 0.05
_START = {"words": 0.6, "meaning": 0.6, "cold": 0.5}


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A logistic regression over standardised embeddings."""

    centre: np.ndarray
    spread: np.ndarray
    logistic: Logistic

    def read(self, vectors: np.ndarray) -> Floats:
        """Return the probabilities of the labels, (n, 3)."""
        return self.logistic.read((np.asarray(vectors, dtype=np.float64) - self.centre) / self.spread)


@dataclass(frozen=True, slots=True)
class FeelingModel:
    """What was learned: two classifiers, their mixing with the cold reading, and the measured quality.

    ``full`` mixes words, meaning and the cold reading; ``part`` words and the cold reading, for texts without vectors.
    """

    vocabulary: Vocabulary
    words: Logistic
    meaning: _Meaning | None
    full: Mixing
    part: Mixing
    deciding: Deciding
    quality: Quality

    def probabilities(
        self,
        texts: Sequence[str],
        vectors: np.ndarray | None = None,
        languages: Sequence[str | None] | None = None,
    ) -> Floats:
        """Return the probabilities of the labels, (n, 3), in the order of `LABELS`."""
        spoken = languages if languages is not None else [None] * len(texts)
        words = self.words.read(self.vocabulary.rows(texts, spoken))
        cold = read_cold(texts, spoken, vectors)
        if vectors is None or self.meaning is None or vectors.shape[1] != len(self.meaning.centre):
            return self.part.read([words, cold])
        return self.full.read([words, self.meaning.read(vectors), cold])

    def read(
        self,
        texts: Sequence[str],
        vectors: np.ndarray | None = None,
        languages: Sequence[str | None] | None = None,
    ) -> list[Felt]:
        """Return the feeling of each text; no label where the text does not tell.

        ``vectors`` (n, d) are of the embedder the model was learned with; without them the words alone are read.
        """
        if not texts:
            return []
        silent = [says_nothing(text) for text in texts]
        return tell(self.probabilities(texts, vectors, languages), silent, self.deciding, "learned")

    def to_arrays(self) -> Arrays:
        """Return all that was learned as arrays that numpy can keep without objects."""
        kept = {f"vocabulary.{name}": array for name, array in self.vocabulary.to_arrays().items()}
        kept |= {"words.coefficients": self.words.coefficients, "words.intercepts": self.words.intercepts}
        if self.meaning is not None:
            kept |= {
                "meaning.centre": self.meaning.centre,
                "meaning.spread": self.meaning.spread,
                "meaning.coefficients": self.meaning.logistic.coefficients,
                "meaning.intercepts": self.meaning.logistic.intercepts,
            }
        kept |= {"full.powers": self.full.powers, "full.constants": self.full.constants}
        kept |= {"part.powers": self.part.powers, "part.constants": self.part.constants}
        kept["deciding"] = np.array([*self.deciding.weights, self.deciding.threshold])
        kept["quality"] = np.array(list(asdict(self.quality).values()), dtype=float)
        return kept

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> FeelingModel:
        """Return the model that was kept as arrays."""
        vocabulary = {name.split(".", 1)[1]: arrays[name] for name in arrays if name.startswith("vocabulary.")}
        deciding, told = arrays["deciding"], [float(one) for one in arrays["quality"]]
        return cls(
            Vocabulary.from_arrays(vocabulary),
            Logistic(arrays["words.coefficients"], arrays["words.intercepts"]),
            _kept_meaning(arrays),
            Mixing(arrays["full.powers"], arrays["full.constants"]),
            Mixing(arrays["part.powers"], arrays["part.constants"]),
            Deciding((float(deciding[0]), float(deciding[1]), float(deciding[2])), float(deciding[3])),
            replace(Quality(*told[:5], n=0), n=int(told[5])),
        )


def _kept_meaning(arrays: Mapping[str, np.ndarray]) -> _Meaning | None:
    """Return the regression over embeddings, where one was kept."""
    if "meaning.centre" not in arrays:
        return None
    logistic = Logistic(arrays["meaning.coefficients"], arrays["meaning.intercepts"])
    return _Meaning(arrays["meaning.centre"], arrays["meaning.spread"], logistic)


def learn(
    texts: Sequence[str],
    labels: Sequence[str | None],
    vectors: np.ndarray | None = None,
    languages: Sequence[str | None] | None = None,
    *,
    seed: int = 0,
) -> FeelingModel:
    """Return a model learned from texts and their labels; texts whose label is None or that say nothing have no part.

    ``vectors`` (n, d) are sentence embeddings. At most 20,000 texts, drawn by ``seed``, are learned from. The quality
    is cross-fitted: every text is read by a model that has not seen it.

    Raises:
        InputError: Fewer than ten texts have a label, or all have the same one.
    """
    spoken = list(languages) if languages is not None else [None] * len(texts)
    chosen = _chosen(texts, labels, seed)
    places = np.array([LABELS.index(str(labels[row])) for row in chosen], dtype=np.intp)
    if len(chosen) < _FEWEST or len(np.unique(places)) < 2:
        raise InputError(
            _("Feelings cannot be learned from {count} labelled texts with {kinds} different labels."),
            _("At least ten texts and two different labels are needed; until then, feelings are read without scores."),
            count=len(chosen),
            kinds=len(np.unique(places)),
        )
    said, tongues = [texts[row] for row in chosen], [spoken[row] for row in chosen]
    meant = None if vectors is None else np.asarray(vectors, dtype=np.float64)[chosen]
    return _learn(said, tongues, meant, places, seed)


def _chosen(texts: Sequence[str], labels: Sequence[str | None], seed: int) -> np.ndarray:
    """Return the rows that are learned from, in order."""
    usable = [row for row, label in enumerate(labels) if label in LABELS and not says_nothing(texts[row])]
    if len(usable) > _MOST:
        usable = sorted(np.random.default_rng(seed).choice(usable, _MOST, replace=False).tolist())
    return np.asarray(usable, dtype=np.intp)


def _learn(
    texts: list[str], languages: list[str | None], vectors: np.ndarray | None, places: np.ndarray, seed: int
) -> FeelingModel:
    """Return the model learned from texts that all have a label."""
    vocabulary = Vocabulary.of(texts, languages)
    rows = vocabulary.rows(texts, languages)
    cold = read_cold(texts, languages, vectors)
    folds = _folds(places, seed)
    words = np.zeros((len(places), len(LABELS)))
    meant = np.zeros((len(places), len(LABELS)))
    for fold in range(_FOLDS):
        out, kept = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        words[out] = _fit_words(rows[kept], places[kept], seed).read(rows[out])
        if vectors is not None:
            meant[out] = _fit_meaning(vectors[kept], places[kept], seed).read(vectors[out])
    part, part_told = _mix([words, cold], ("words", "cold"), places, folds)
    full, full_told = part, part_told
    if vectors is not None:
        full, full_told = _mix([words, meant, cold], ("words", "meaning", "cold"), places, folds)
    deciding = choose_deciding(full_told, places)
    return FeelingModel(
        vocabulary,
        _fit_words(rows, places, seed),
        None if vectors is None else _fit_meaning(vectors, places, seed),
        full,
        part,
        deciding,
        judge(full_told, places, deciding, seed=seed),
    )


def _mix(
    readings: list[Floats], names: tuple[str, ...], places: np.ndarray, folds: np.ndarray
) -> tuple[Mixing, Floats]:
    """Return the mixing of all texts, and each text's probabilities by a mixing that has not seen it."""
    start = [_START[name] for name in names]
    told = np.zeros((len(places), len(LABELS)))
    for fold in range(_FOLDS):
        out, kept = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        mixing = fit_mixing([one[kept] for one in readings], places[kept], start)
        told[out] = mixing.read([one[out] for one in readings])
    return fit_mixing(readings, places, start), told


def _folds(places: np.ndarray, seed: int) -> np.ndarray:
    """Return the fold of each text; the labels are spread evenly over the folds."""
    order = np.random.default_rng(seed).permutation(len(places))
    sorted_rows = order[np.argsort(places[order], kind="stable")]
    folds = np.empty(len(places), dtype=np.intp)
    folds[sorted_rows] = np.arange(len(places)) % _FOLDS
    return folds


def _fit_words(rows: object, places: np.ndarray, seed: int) -> Logistic:
    """Return the regression over TF-IDF."""
    return fit_logistic(rows, places, strength=_WORDS_STRENGTH, seed=seed)


def _fit_meaning(vectors: np.ndarray, places: np.ndarray, seed: int) -> _Meaning:
    """Return the regression over standardised embeddings."""
    centre, spread = vectors.mean(axis=0), np.maximum(vectors.std(axis=0), 1e-6)
    logistic = fit_logistic((vectors - centre) / spread, places, strength=_MEANING_STRENGTH, seed=seed)
    return _Meaning(centre, spread, logistic)

"""Feelings learned from an organisation's own labels, most often the scores that came with the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.language.feeling.adapting import MANY, Adapted, adapt, part_of
from kuulo.language.feeling.classifiers import Arrays, Logistic, Meaning, Vocabulary, fit_logistic, fit_meaning
from kuulo.language.feeling.cold import read_cold, shipped_model
from kuulo.language.feeling.felt import LABELS, Deciding, Felt, Floats, tell
from kuulo.language.feeling.hits import says_nothing
from kuulo.language.feeling.mixing import Mixing, fit_mixing
from kuulo.language.feeling.quality import Quality, choose_deciding, judge

_FOLDS = 5
_MOST = 20_000
_FEWEST = 10
_WORDS_STRENGTH, _MEANING_STRENGTH = 10.0, 0.01
_START = {"words": 0.6, "meaning": 0.6, "cold": 0.5}
_UNMEASURED = Quality(float("nan"), float("nan"), float("nan"), float("nan"), float("nan"), 0)


@dataclass(frozen=True, slots=True)
class FeelingModel:
    """What was learned: two classifiers, their mixing with the adapted cold reading, and the measured quality.

    ``full`` mixes words, meaning and the cold reading; ``part`` words and the cold reading, for texts without vectors.
    ``words`` and ``meaning`` are None where there was no label to learn from; then the quality has n = 0.
    ``cold_meaning`` says whether the cold reading knows the embedder and takes its vectors.
    """

    vocabulary: Vocabulary
    adapted: Adapted
    words: Logistic | None
    meaning: Meaning | None
    full: Mixing
    part: Mixing
    deciding: Deciding
    quality: Quality
    cold_meaning: bool

    def probabilities(
        self,
        texts: Sequence[str],
        vectors: np.ndarray | None = None,
        languages: Sequence[str | None] | None = None,
    ) -> Floats:
        """Return the probabilities of the labels, (n, 3), in the order of `LABELS`."""
        spoken = languages if languages is not None else [None] * len(texts)
        rows = self.vocabulary.rows(texts, spoken)
        cold = self.adapted.read(read_cold(texts, spoken, vectors if self.cold_meaning else None), rows, vectors)
        if self.words is None:
            return cold
        if vectors is None or self.meaning is None:
            return self.part.read([self.words.read(rows), cold])
        return self.full.read([self.words.read(rows), self.meaning.read(vectors), cold])

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
        source = "cold" if self.words is None else "learned"
        return tell(self.probabilities(texts, vectors, languages), silent, self.deciding, source)

    def to_arrays(self) -> Arrays:
        """Return all that was learned as arrays that numpy can keep without objects."""
        parts: dict[str, Arrays] = {
            "vocabulary": self.vocabulary.to_arrays(),
            "adapted": self.adapted.to_arrays(),
            "words": {} if self.words is None else self.words.to_arrays(),
            "meaning": {} if self.meaning is None else self.meaning.to_arrays(),
            "full": self.full.to_arrays(),
            "part": self.part.to_arrays(),
        }
        kept = {f"{name}.{key}": array for name, part in parts.items() for key, array in part.items()}
        kept["deciding"] = np.array([*self.deciding.weights, self.deciding.threshold])
        kept["cold_meaning"] = np.array([self.cold_meaning])
        kept["quality"] = np.array(list(asdict(self.quality).values()), dtype=float)
        return kept

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> FeelingModel:
        """Return the model that was kept as arrays."""
        words, meaning = part_of(arrays, "words"), part_of(arrays, "meaning")
        deciding = arrays["deciding"]
        return cls(
            Vocabulary.from_arrays(part_of(arrays, "vocabulary")),
            Adapted.from_arrays(part_of(arrays, "adapted")),
            Logistic.from_arrays(words) if words else None,
            Meaning.from_arrays(meaning) if meaning else None,
            Mixing.from_arrays(part_of(arrays, "full")),
            Mixing.from_arrays(part_of(arrays, "part")),
            Deciding((float(deciding[0]), float(deciding[1]), float(deciding[2])), float(deciding[3])),
            _kept_quality(arrays["quality"]),
            bool(arrays["cold_meaning"][0]),
        )


def _kept_quality(kept: np.ndarray) -> Quality:
    """Return the quality that was kept as an array."""
    macro_f1, low, high, coverage, accuracy, count = map(float, kept)
    return Quality(macro_f1, low, high, coverage, accuracy, int(count))


@dataclass(frozen=True, slots=True)
class _Given:
    """Texts that have a label, as what the classifiers read: rows of words, embeddings, the cold reading, labels."""

    rows: Any
    vectors: np.ndarray | None
    cold: Floats
    cold_part: Floats
    places: np.ndarray
    folds: np.ndarray
    seed: int


def learn(
    texts: Sequence[str],
    labels: Sequence[str | None],
    vectors: np.ndarray | None = None,
    languages: Sequence[str | None] | None = None,
    *,
    embedder: str | None = None,
    seed: int = 0,
) -> FeelingModel:
    """Return a model learned from texts and their labels.

    Texts whose label is None help too: they show how customers speak (see `adapting`). Where no text has a label, that
    is all that is learned, and what such a model reads is not called learned. ``vectors`` (n, d) are sentence
    embeddings by the ``embedder`` of that name (by default the one `cold` knows, where their length is right). At most
    20,000 texts, drawn by ``seed``, are learned from, labelled ones first. The quality is cross-fitted: every text is
    read by a model that has not seen its label.

    Raises:
        InputError: There are labels, but on fewer than ten texts or all the same; or none, and under 150 texts.
    """
    spoken = list(languages) if languages is not None else [None] * len(texts)
    chosen, labelled = _chosen(texts, labels, seed)
    places = np.array([LABELS.index(str(labels[row])) for row in chosen[:labelled]], dtype=np.intp)
    _check_enough(len(chosen), places)
    said, tongues = [texts[row] for row in chosen], [spoken[row] for row in chosen]
    meant = None if vectors is None else np.asarray(vectors, dtype=np.float64)[chosen]
    vocabulary = Vocabulary.of(said, tongues)
    known = shipped_model().knows(meant, embedder)
    rows, cold = vocabulary.rows(said, tongues), read_cold(said, tongues, meant if known else None)
    adapted = adapt(cold, rows, meant, seed=seed)
    if not labelled:
        return _unlabelled(vocabulary, adapted, cold_meaning=known)
    with_labels = np.arange(labelled)
    given = _Given(
        rows[with_labels],
        None if meant is None else meant[with_labels],
        adapted.read(cold, rows, meant)[with_labels],
        adapted.read(read_cold(said, tongues), rows, None)[with_labels],
        places,
        _folds(places, seed),
        seed,
    )
    return _learn(vocabulary, adapted, given, cold_meaning=known)


def _chosen(texts: Sequence[str], labels: Sequence[str | None], seed: int) -> tuple[np.ndarray, int]:
    """Return the rows that are learned from, those with a label first, and how many have one."""
    random = np.random.default_rng(seed)
    usable = [row for row, text in enumerate(texts) if not says_nothing(text)]
    labelled = [row for row in usable if labels[row] in LABELS]
    others = [row for row in usable if labels[row] not in LABELS]
    if len(labelled) > _MOST:
        labelled = sorted(random.choice(labelled, _MOST, replace=False).tolist())
    room = _MOST - len(labelled)
    if len(others) > room:
        others = sorted(random.choice(others, room, replace=False).tolist())
    return np.asarray([*labelled, *others], dtype=np.intp), len(labelled)


def _check_enough(texts: int, places: np.ndarray) -> None:
    """Refuse to learn from too little."""
    kinds = len(np.unique(places))
    if len(places) and (len(places) < _FEWEST or kinds < 2):
        raise InputError(
            _("Feelings cannot be learned from {count} labelled texts with {kinds} different labels."),
            _("At least ten texts and two different labels are needed; until then, feelings are read without scores."),
            count=len(places),
            kinds=kinds,
        )
    if not len(places) and texts < MANY:
        raise InputError(
            _("Nothing can be learned from {count} texts without a label."),
            _("At least {least} are needed; until then, feelings are read without scores."),
            count=texts,
            least=MANY,
        )


def _unlabelled(vocabulary: Vocabulary, adapted: Adapted, *, cold_meaning: bool) -> FeelingModel:
    """Return a model that only knows how customers speak."""
    nothing = Mixing(np.zeros(0), np.zeros(len(LABELS)))
    threshold = shipped_model().thresholds[1 if cold_meaning else 0]
    return FeelingModel(
        vocabulary, adapted, None, None, nothing, nothing, Deciding(threshold=threshold), _UNMEASURED, cold_meaning
    )


def _learn(vocabulary: Vocabulary, adapted: Adapted, given: _Given, *, cold_meaning: bool) -> FeelingModel:
    """Return the model learned from texts with labels."""
    words = np.zeros((len(given.places), len(LABELS)))
    meant = np.zeros((len(given.places), len(LABELS)))
    for fold in range(_FOLDS):
        out, kept = np.flatnonzero(given.folds == fold), np.flatnonzero(given.folds != fold)
        words[out] = _fit_words(given, kept).read(given.rows[out])
        if given.vectors is not None:
            meant[out] = _fit_meaning(given, given.vectors, kept).read(given.vectors[out])
    part, told = _mix([words, given.cold_part], ("words", "cold"), given)
    full = part
    if given.vectors is not None:
        full, told = _mix([words, meant, given.cold], ("words", "meaning", "cold"), given)
    deciding = choose_deciding(told, given.places)
    everything = np.arange(len(given.places))
    return FeelingModel(
        vocabulary,
        adapted,
        _fit_words(given, everything),
        None if given.vectors is None else _fit_meaning(given, given.vectors, everything),
        full,
        part,
        deciding,
        judge(told, given.places, deciding, seed=given.seed),
        cold_meaning,
    )


def _mix(readings: list[Floats], names: tuple[str, ...], given: _Given) -> tuple[Mixing, Floats]:
    """Return the mixing of all texts, and each text's probabilities by a mixing that has not seen it."""
    start = [_START[name] for name in names]
    told = np.zeros((len(given.places), len(LABELS)))
    for fold in range(_FOLDS):
        out, kept = np.flatnonzero(given.folds == fold), np.flatnonzero(given.folds != fold)
        mixing = fit_mixing([one[kept] for one in readings], given.places[kept], start)
        told[out] = mixing.read([one[out] for one in readings])
    return fit_mixing(readings, given.places, start), told


def _folds(places: np.ndarray, seed: int) -> np.ndarray:
    """Return the fold of each text; the labels are spread evenly over the folds."""
    order = np.random.default_rng(seed).permutation(len(places))
    sorted_rows = order[np.argsort(places[order], kind="stable")]
    folds = np.empty(len(places), dtype=np.intp)
    folds[sorted_rows] = np.arange(len(places)) % _FOLDS
    return folds


def _fit_words(given: _Given, kept: np.ndarray) -> Logistic:
    """Return the regression over TF-IDF of the kept texts."""
    return fit_logistic(given.rows[kept], given.places[kept], strength=_WORDS_STRENGTH, seed=given.seed)


def _fit_meaning(given: _Given, vectors: np.ndarray, kept: np.ndarray) -> Meaning:
    """Return the regression over embeddings of the kept texts."""
    return fit_meaning(vectors[kept], given.places[kept], strength=_MEANING_STRENGTH, seed=given.seed)

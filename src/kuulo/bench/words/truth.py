"""How well comments are read, against what people said of them: the sets of `../shared/data`, where they are.

Each set is parted once, by lot: three quarters are learned from, a quarter is read and compared. Texts that occur more
than once stand in one part only.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.language.coding import learn_codes
from kuulo.language.feeling import LABELS, learn
from kuulo.language.meaning import Embedder

NHS: Final = Path("surveys") / "nhs-fft" / "v6framework_230831.csv"
JUPYTER: Final = Path("surveys") / "jupyter-2015" / "coded"
HELD_OUT: Final = 0.25
FEWEST: Final = 20
"""Texts that a code must have in the whole set to be counted: what is rarer can be neither learned nor measured."""
RESAMPLES: Final = 500
SENTIMENTS: Final = {"1": "positive", "2": "positive", "3": "neutral", "4": "negative", "5": "negative"}
NO_THEMES: Final = frozenset({"Not assigned", "Labelling not possible"})
BEFORE_THEMES: Final = "Comment sentiment"
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Measured:
    """A macro-averaged F1 with its 95 % interval (bootstrap over the texts read), and how many texts were read."""

    value: float
    low: float
    high: float
    read: int


@dataclass(frozen=True)
class Felt:
    """Feelings measured: over every comment, as if all were told; the share told, and how much of it is right."""

    every: Measured
    told: float
    rightly: float


@dataclass(frozen=True)
class Coded:
    """Texts with what people said of each."""

    texts: list[str]
    said: list[frozenset[str]]


class KeptVectors:
    """Vectors of texts, each embedded once: two of the sets are labels of the same comments."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (texts, d)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        self._kept.update(zip(new, self._embedder.embed(new), strict=True))
        return np.array([self._kept[text] for text in texts])


def measure_nhs_sentiment(folder: Path, vectors: KeptVectors) -> Felt:
    """Three classes of feeling, learned from people's labels of other comments."""
    coded = _once(
        (row["FFT answer"], frozenset({SENTIMENTS[row[BEFORE_THEMES]]}))
        for row in _rows(folder / NHS)
        if row[BEFORE_THEMES] in SENTIMENTS
    )
    (texts, labels, meant), (others, truth, seen) = _feelings(coded, vectors.embed(coded.texts))
    model = learn(texts, labels, meant, ["en"] * len(texts))
    probabilities = model.probabilities(others, seen, ["en"] * len(others))
    best = model.deciding.best(probabilities)
    right = np.array([LABELS.index(each) for each in truth])
    told = model.deciding.told(probabilities)
    classes = np.arange(len(LABELS))
    return Felt(
        every=_measured(right[:, None] == classes, best[:, None] == classes),
        told=float(told.mean()),
        rightly=float((best == right)[told].mean()),
    )


def _feelings(coded: Coded, vectors: NDArray[np.float32]) -> list[tuple[list[str], list[str], NDArray[np.float32]]]:
    """Return texts, labels and vectors of what is learned from, and of what is read."""
    return [
        ([coded.texts[each] for each in part], [next(iter(coded.said[each])) for each in part], vectors[part])
        for part in _parted(len(coded.texts))
    ]


def measure_nhs_themes(folder: Path, vectors: KeptVectors) -> Measured:
    """Themes of patients' comments, several a comment, as people labelled them."""
    rows = _rows(folder / NHS)
    names = list(rows[0])
    themes = [name for name in names[names.index(BEFORE_THEMES) + 1 :] if name not in NO_THEMES]
    coded = _once(
        (row["FFT answer"], frozenset(theme for theme in themes if row[theme] == "1"))
        for row in rows
        if row["Labelling not possible"] != "1"
    )
    return measure_codes(coded, vectors.embed(coded.texts))


def measure_jupyter_themes(folder: Path, vectors: KeptVectors) -> list[Measured]:
    """Themes of answers to eight open questions, as people coded them: one figure a question."""
    base = {row[""]: row for row in _rows(folder / JUPYTER / "survey_short_columns.csv")}
    found = []
    for file in sorted((folder / JUPYTER).glob("*_themes.csv")):
        question = file.stem.removesuffix("_themes")
        with file.open(encoding="utf-8", newline="") as stream:
            coded = _once(
                (_answer(base[row[0]], question), frozenset(row[1].split(",")) - {""})
                for row in csv.reader(stream, delimiter=";")
                if row and row[0]
            )
        found.append(measure_codes(coded, vectors.embed(coded.texts)))
    return found


def measure_codes(coded: Coded, vectors: NDArray[np.float32]) -> Measured:
    """Learn the codes of three quarters of the texts and compare what is proposed for the others."""
    counts = Counter(code for said in coded.said for code in said)
    codes = sorted(code for code, count in counts.items() if count >= FEWEST)
    learned, held = _parted(len(coded.texts))
    machine = learn_codes(
        [coded.texts[each] for each in learned],
        [coded.said[each] & frozenset(codes) for each in learned],
        vectors[learned],
        ["en"] * len(learned),
    )
    proposed = machine.proposed(machine.read([coded.texts[each] for each in held], vectors[held], ["en"] * len(held)))
    columns = [machine.codes.index(code) for code in codes]
    truth = np.array([[code in coded.said[each] for code in codes] for each in held])
    return _measured(truth, proposed[:, columns])


def macro_f1(truth: Flags, told: Flags) -> float:
    """Return the mean over columns of 2 × right / (true + told); a column neither has is left out."""
    right = (truth & told).sum(axis=0)
    either = truth.sum(axis=0) + told.sum(axis=0)
    return float(np.mean(2 * right[either > 0] / either[either > 0]))


def _measured(truth: Flags, told: Flags) -> Measured:
    generator = np.random.default_rng(0)
    again = [generator.integers(0, len(truth), len(truth)) for _each in range(RESAMPLES)]
    low, high = np.quantile([macro_f1(truth[each], told[each]) for each in again], (0.025, 0.975))
    return Measured(macro_f1(truth, told), float(low), float(high), len(truth))


def _parted(count: int) -> tuple[list[int], list[int]]:
    order = np.random.default_rng(0).permutation(count)
    cut = int(count * HELD_OUT)
    return sorted(order[cut:].tolist()), sorted(order[:cut].tolist())


def _once(rows: Iterable[tuple[str, frozenset[str]]]) -> Coded:
    """Return every text that says something once, with what was said of it first."""
    kept: dict[str, frozenset[str]] = {}
    for text, said in rows:
        if text.strip():
            kept.setdefault(text.strip(), said)
    return Coded(list(kept), list(kept.values()))


def _answer(row: dict[str, str], question: str) -> str:
    parts = [row[question]] if question in row else [row[f"{question}_{part}"] for part in (1, 2, 3)]
    return ". ".join(part for part in parts if part)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))

"""How well words are read, measured: the rows of the table in docs/language.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuulo.base.later import Later
from kuulo.language import wording
from kuulo.language.coding import learn_codes
from kuulo.language.identifying import detect
from kuulo.language.meaning import Embedder
from kuulo.language.tests import sets

_text = Later("sklearn.feature_extraction.text")
_linear = Later("sklearn.linear_model")

_DRAWS = 300
SEEDS = (0, 1, 2)
# Learning sentences are drawn from the first ten thousand, for which vectors are kept.
_WITH_VECTORS, _LEARNED = 10_000, 1_000
Vectors = NDArray[np.float32]
Statistic = Callable[[NDArray[Any], NDArray[Any]], float]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the table: what was measured, on which set, its 95 % interval, of how many texts, and a note."""

    what: str
    on: str
    figure: float
    low: float
    high: float
    texts: int
    note: str = ""

    def __str__(self) -> str:
        """Return the row as Markdown."""
        cells = (self.what, self.on, f"{self.figure:.3f}", f"{self.low:.3f}–{self.high:.3f}", f"{self.texts:,}")
        return "| " + " | ".join((*cells, self.note)) + " |"


class Meanings:
    """Vectors of the sets' rows: read from a folder of .npy files where they are kept, else embedded now."""

    def __init__(self, folder: Path | None, embedder: Embedder | None) -> None:
        self.folder = folder
        self.embedder = embedder

    def of(self, name: str, rows: Sequence[int], texts: Sequence[str]) -> Vectors | None:
        """Return the vectors of rows of a set (n, d), None where nothing embeds."""
        kept = self.folder / f"{name}.npy" if self.folder else None
        if kept is not None and kept.exists():
            return np.asarray(np.load(kept, mmap_mode="r")[np.asarray(rows, dtype=np.int64)], dtype=np.float32)
        return None if self.embedder is None else self.embedder.embed(texts)


def macro_f1(truth: NDArray[Any], told: NDArray[Any]) -> float:
    """Return the mean F1 of the labels that occur in the truth."""
    found = []
    for label in np.unique(truth):
        right = float(np.sum((truth == label) & (told == label)))
        found.append(2 * right / float(np.sum(truth == label) + np.sum(told == label)))
    return float(np.mean(found))


def share_right(truth: NDArray[Any], told: NDArray[Any]) -> float:
    """Return the share of labels that were told rightly."""
    return float(np.mean(truth == told))


def row(
    names: tuple[str, str], truth: Sequence[object], told: Sequence[object], statistic: Statistic, note: str = ""
) -> Row:
    """Return the row of a statistic of labels, its interval from 300 bootstrap draws of texts."""
    known, said = np.asarray(truth, dtype=object), np.asarray(told, dtype=object)
    codes = {label: number for number, label in enumerate(dict.fromkeys([*known.tolist(), *said.tolist()]))}
    known = np.array([codes[label] for label in known.tolist()])
    said = np.array([codes[label] for label in said.tolist()])
    random = np.random.default_rng(0)
    drawn = [statistic(known[chosen], said[chosen]) for chosen in random.integers(0, len(known), (_DRAWS, len(known)))]
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Row(*names, statistic(known, said), float(low), float(high), len(known), note)


def flags_row(names: tuple[str, str], human: NDArray[np.bool_], told: NDArray[np.bool_], note: str = "") -> Row:
    """Return the row of macro-F1 over columns of flags (texts, codes), its interval from 300 draws of texts."""
    chosen = np.random.default_rng(0).integers(0, len(human), (_DRAWS, len(human)))
    low, high = np.nanquantile([_flags_f1(human[rows], told[rows]) for rows in chosen], (0.025, 0.975))
    return Row(*names, _flags_f1(human, told), float(low), float(high), len(human), note)


def _flags_f1(human: NDArray[np.bool_], told: NDArray[np.bool_]) -> float:
    both = human.sum(axis=0) + told.sum(axis=0)
    occurs = human.sum(axis=0) > 0
    right = (human & told).sum(axis=0)
    return float(np.mean(2 * right[occurs] / both[occurs])) if occurs.any() else float("nan")


def languages(data: Path) -> Iterator[Row]:
    """Yield how often the language is told rightly; saying nothing counts as wrong."""
    banking = sets.banking(data, "test").texts
    known = {
        "Banking77 (en)": ("en", banking),
        "patients' comments (en)": ("en", [text for text in sets.nhs_texts(data) if text.strip()]),
        "subtitle lines (fi)": ("fi", sets.xed_feelings(data).texts),
        "parliament (fi)": ("fi", sets.finnish_topics(data, "test").texts),
    }
    for name, (language, texts) in known.items():
        told = [found.language or "none" for found in detect(texts)]
        silent = sum(one == "none" for one in told)
        yield row(("language", name), [language] * len(texts), told, share_right, f"{silent} not told")


def own_languages() -> Iterator[Row]:
    """Yield how often the own comments are told as by both labellers: a language, mixed, or none."""
    for language in wording.LANGUAGES:
        agreed = [one for one in sets.truth(language) if one.agreed(lambda opinion: opinion.language)]
        known = [one.opinions[0].language for one in agreed]
        found = detect([one.text for one in agreed])
        told = ["mixed" if one.mixed else one.language or "none" for one in found]
        yield row(("language", f"own comments ({language})"), known, told, share_right)


def topics(data: Path, meanings: Meanings) -> Iterator[Row]:
    """Yield macro-F1 of Finnish topics learned from 1,000 sentences: by words, lemmas, parts, and as codes are."""
    ways: dict[str, Callable[[str], list[str]]] = {
        "words": lambda text: [token.text.lower() for token in wording.tokens(text)],
        "lemmas": lambda text: wording.lemmas(text, "fi"),
        "lemmas and parts": lambda text: wording.features(text, "fi"),
    }
    train, test = sets.finnish_topics(data, "train"), sets.finnish_topics(data, "test")
    drawn = [train.chosen(np.random.default_rng(seed).permutation(_WITH_VECTORS)[:_LEARNED].tolist()) for seed in SEEDS]
    for name, way in ways.items():
        names = (f"topics by {name}", "parliament (fi), 1,000 to learn")
        yield mean_of([row(names, test.labels, _told(chosen, test, way), macro_f1) for chosen in drawn])
    names = ("topics by the coder", "parliament (fi), 1,000 to learn")
    spoken = meanings.of("vkk_test", test.rows, test.texts)
    yield mean_of([row(names, test.labels, _coded(chosen, test, meanings, spoken), macro_f1) for chosen in drawn])


def _told(chosen: sets.Labelled, test: sets.Labelled, way: Callable[[str], list[str]]) -> list[str]:
    terms = _text.TfidfVectorizer(analyzer=way, sublinear_tf=True)
    model = _linear.LogisticRegression(C=10, class_weight="balanced", max_iter=300)
    model.fit(terms.fit_transform(chosen.texts), chosen.labels)
    return [str(label) for label in model.predict(terms.transform(test.texts))]


def _coded(chosen: sets.Labelled, test: sets.Labelled, meanings: Meanings, spoken: Vectors | None) -> list[str]:
    vectors = meanings.of("vkk_train10k", chosen.rows, chosen.texts)
    codings = [frozenset({label}) for label in chosen.labels]
    model = learn_codes(chosen.texts, codings, vectors, ["fi"] * len(chosen.texts))
    found = model.propose(test.texts, spoken, ["fi"] * len(test.texts))
    return [model.codes[place] for place in found.argmax(axis=1)]


def mean_of(rows: Sequence[Row], note: str = "") -> Row:
    """Return the mean of rows of several draws, with the widest ends of their intervals."""
    first = rows[0]
    return Row(
        first.what,
        first.on,
        float(np.mean([one.figure for one in rows])),
        min(one.low for one in rows),
        max(one.high for one in rows),
        first.texts,
        note or f"mean of {len(rows)} draws",
    )

"""The sets that reading words is measured on: real data of others, and Kuulo's own comments labelled twice.

Texts that stand in a set more than once are taken once where a part is learned from and a part tested on.
"""

from __future__ import annotations

import bz2
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TRUTH = Path(__file__).parent / "truth"
NHS = "surveys/nhs-fft/v6framework_230831.csv"
_NHS_THEMES_FROM = "Not assigned"
_NHS_SENTIMENT = {"1": "positive", "2": "positive", "3": "neutral", "4": "negative", "5": "negative"}
_XED_NEGATIVE, _XED_POSITIVE = frozenset("1346"), frozenset("58")
# Below so many texts a theme is no class to measure on.
FEWEST_OF_A_THEME = 30
LABELLERS = (1, 2)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts, the label of each, and the rows of their file, which find their vectors."""

    texts: list[str]
    labels: list[str]
    rows: list[int]

    def chosen(self, places: Sequence[int]) -> Labelled:
        """Return the texts at these places, in that order."""
        return Labelled(
            [self.texts[place] for place in places],
            [self.labels[place] for place in places],
            [self.rows[place] for place in places],
        )


@dataclass(frozen=True, slots=True)
class Coded:
    """Texts, the codes of each (none is a coding too), and the rows of their file."""

    texts: list[str]
    codings: list[frozenset[str]]
    rows: list[int]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one labeller said of a comment; ``aspects``: (feeling, phrase) of those parts that differ."""

    feeling: str
    topics: frozenset[str]
    calls: frozenset[str]
    language: str
    aspects: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the own set with the opinions of its labellers (two), who did not see each other's."""

    key: str
    text: str
    language: str
    opinions: tuple[Opinion, ...]

    def agreed(self, about: Callable[[Opinion], object]) -> bool:
        """Return whether all labellers say the same about something."""
        return len({about(opinion) for opinion in self.opinions}) == 1


def _nhs(data: Path) -> list[dict[str, str]]:
    with (data / NHS).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _different(texts: Sequence[str]) -> list[int]:
    """Return the places of the texts that say something, each text once: none is both learned from and tested on."""
    first = {text.strip().lower(): place for place, text in reversed(list(enumerate(texts)))}
    return sorted(place for said, place in first.items() if said)


def nhs_texts(data: Path) -> list[str]:
    """Return every answer of the patients' survey, '' where none was given."""
    return [row["FFT answer"] for row in _nhs(data)]


def nhs_feelings(data: Path, names: Sequence[str]) -> Labelled:
    """Return patients' comments whose human sentiment is one of ``names`` (negative, neutral, positive)."""
    rows = _nhs(data)
    told = [_NHS_SENTIMENT.get(row["Comment sentiment"], "") for row in rows]
    answers = [row["FFT answer"] for row in rows]
    kept = [place for place in _different(answers) if told[place] in names]
    return Labelled([rows[place]["FFT answer"] for place in kept], [told[place] for place in kept], kept)


def nhs_themes(data: Path) -> Coded:
    """Return patients' comments with the human themes that 30 comments or more have."""
    rows = _nhs(data)
    columns = list(rows[0])
    themes = columns[columns.index(_NHS_THEMES_FROM) + 1 :]
    frequent = [one for one in themes if sum(row[one] == "1" for row in rows) >= FEWEST_OF_A_THEME]
    kept = _different([row["FFT answer"] for row in rows])
    codings = [frozenset(one for one in frequent if rows[place][one] == "1") for place in kept]
    return Coded([rows[place]["FFT answer"] for place in kept], codings, kept)


def xed_feelings(data: Path) -> Labelled:
    """Return Finnish subtitle lines whose emotions are all bad (anger, disgust, fear, sadness) or good (joy, trust)."""
    texts, labels, rows = [], [], []
    seen: set[str] = set()
    for row, line in enumerate((data / "texts/xed_fi.tsv").read_text(encoding="utf-8").splitlines()):
        text, _, emotions = line.partition("\t")
        told = frozenset(emotions.replace(" ", "").split(","))
        if told and text not in seen and (told <= _XED_NEGATIVE or told <= _XED_POSITIVE):
            seen.add(text)
            texts.append(text)
            labels.append("negative" if told <= _XED_NEGATIVE else "positive")
            rows.append(row)
    return Labelled(texts, labels, rows)


def finnish_topics(data: Path, part: str) -> Labelled:
    """Return sentences of the Finnish parliament with the ministry they belong to; part: train, dev or test."""
    with bz2.open(data / f"texts/vkk_{part}.csv.bz2", "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, skipinitialspace=True))
    return Labelled([row["sentence"] for row in rows], [row["ministry"] for row in rows], list(range(len(rows))))


def banking(data: Path, part: str) -> Labelled:
    """Return questions to a bank with one of 77 intents; part: train or test."""
    with (data / f"texts/banking_{part}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return Labelled([row["text"] for row in rows], [row["category"] for row in rows], list(range(len(rows))))


def jupyter_themes(data: Path) -> dict[str, Coded]:
    """Return for each open question of the survey the answers with their human codes."""
    folder = data / "surveys/jupyter-2015/coded"
    with (folder / "survey_short_columns.csv").open(encoding="utf-8", newline="") as lines:
        answers = {row[""]: row for row in csv.DictReader(lines)}
    found: dict[str, Coded] = {}
    for row, question, session, themes in _jupyter_rows(folder):
        text = _joined(answers[session], question)
        coded = found.setdefault(question, Coded([], [], []))
        if text in coded.texts:
            continue
        coded.texts.append(text)
        coded.codings.append(frozenset(theme for theme in themes.split(",") if theme))
        coded.rows.append(row)
    return found


def _jupyter_rows(folder: Path) -> Iterator[tuple[int, str, str, str]]:
    row = 0
    for file in sorted(folder.glob("*_themes.csv")):
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            session, themes, _ = line.split(";", 2)
            yield row, file.stem.removesuffix("_themes"), session, themes
            row += 1


def _joined(answer: dict[str, str], question: str) -> str:
    columns = [question, *(f"{question}_{part}" for part in (1, 2, 3))]
    return ". ".join(answer[column] for column in columns if answer.get(column))


def truth(language: str) -> list[Comment]:
    """Return the own comments of a language that every labeller has labelled; none before anybody has."""
    labellers = [one for one in LABELLERS if _labels(language, one).exists()]
    opinions = [_opinions(language, labeller) for labeller in labellers]
    with (TRUTH / f"comments_{language}.tsv").open(encoding="utf-8", newline="") as lines:
        texts = {row["id"]: row["text"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    both = [key for key in texts if opinions and all(key in one for one in opinions)]
    return [Comment(key, texts[key], language, tuple(one[key] for one in opinions)) for key in both]


def _labels(language: str, labeller: int) -> Path:
    return TRUTH / f"labels_{language}_{labeller}.tsv"


def _opinions(language: str, labeller: int) -> dict[str, Opinion]:
    with _labels(language, labeller).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        row["id"]: Opinion(
            row["feeling"], _set(row["topics"]), _set(row["calls"]), row["language"], _aspects(row.get("aspects"))
        )
        for row in rows
    }


def _aspects(joined: str | None) -> tuple[tuple[str, str], ...]:
    signs = {"+": "positive", "-": "negative", "0": "neutral"}
    pieces = [piece.strip() for piece in (joined or "").split("|")]
    return tuple((signs[piece[0]], piece[1:].strip()) for piece in pieces if piece[:1] in signs)


def _set(joined: str | None) -> frozenset[str]:
    return frozenset(one.strip() for one in (joined or "").split(",") if one.strip())

"""What of a sentence speaks for or against a kind of call, as numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kuulo.language.calling.kinds import CallKind
from kuulo.language.calling.phrases import LANGUAGES, WEIGHTS, phrases_of
from kuulo.language.feeling import Felt

FEATURES = (
    "strong", "more", "plain", "weak", "not", "strong_not", "mark", "marked_strong", "name", "named_plain", "negative",
    "positive", "known",
)  # fmt: skip
MASKED_NAME = re.compile(r"\[(?:nimi|namn|name)\]")
APOSTROPHES = str.maketrans("’‘´`", "''''")
MOST = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text: its words in lower case, whether a person is named in it, the feeling where it is known."""

    words: str
    language: str | None
    named: bool
    felt: Felt | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbers in the order of FEATURES, and where in the sentence the best phrase stands."""

    values: tuple[float, ...]
    start: int
    end: int


def lowered(text: str) -> str:
    """Return a text in lower case with one kind of apostrophe; as long as it was."""
    low = text.lower().translate(APOSTROPHES)
    return low if len(low) == len(text) else text


def evidence_of(sentence: Sentence, kind: CallKind) -> Evidence:
    """Return what a sentence tells of a kind of call."""
    counts, place = _phrases(sentence, kind)
    strong, plain, weak, against = (counts[weight] for weight in WEIGHTS)
    mark = float(kind is CallKind.QUESTION and "?" in sentence.words)
    name = float(kind is CallKind.PRAISE and sentence.named)
    felt = sentence.felt
    values = (
        float(strong > 0), max(0.0, strong + plain - 1) / MOST, float(plain > 0), float(weak > 0), float(against > 0),
        float(strong > 0 and against > 0), mark, mark * float(strong + plain > 0), name,
        name * float(strong + plain + weak > 0), felt.negative if felt else 0.0, felt.positive if felt else 0.0,
        float(felt is not None),
    )  # fmt: skip
    return Evidence(values, *place)


def _phrases(sentence: Sentence, kind: CallKind) -> tuple[dict[str, int], tuple[int, int]]:
    """Return how many phrases of each weight there are, at most three, and where the best of them stands."""
    counts = dict.fromkeys(WEIGHTS, 0)
    place: tuple[int, int] | None = None
    for language in (sentence.language,) if sentence.language in LANGUAGES else LANGUAGES:
        patterns = phrases_of(language)
        for weight in WEIGHTS:
            found = [match.span() for match in patterns[kind, weight].finditer(sentence.words)][:MOST]
            counts[weight] = max(counts[weight], len(found))
            if found and place is None and weight != "not":
                place = found[0]
    return counts, place or (0, len(sentence.words))

"""The language of each comment, and of its parts where it speaks two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Any

from kuulo.base.later import Later
from kuulo.language.identifying.evidence import OWN, word_evidence
from kuulo.language.identifying.mixing import shares_of_parts

_langid = Later("py3langid.langid")

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OFF = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+|[@#]\w+")
_BETWEEN = re.compile(r"[.!?;:\n()…]")
# The whole text's letters (py3langid) count beside the words; beyond a few words they say all they can.
_WHOLE = 1.0
_LEAST = 0.45
_NO_LETTERS = -1e30
# Said alone: Finnish "ja" begins no answer, Swedish "ja" is one.
_ALONE = {"ja": "sv"}
_ALONE_SURE = 0.7
# A text of so many words is of another language where they are hardly known and all its letters say so.
_LEAST_FOREIGN = 4
_HARDLY_KNOWN = 1.3
_OTHERS = re.compile(r"[õøæßñçœłńśèêàâîûùìòíúóýðþğışžčřěů]")


@dataclass(frozen=True, slots=True)
class Detected:
    """A comment's language with its probability; ``mixed``: the languages of its parts with share of words, if two.

    ``language`` is None where nothing tells: emojis, numbers, a dash, "ok", another script.
    """

    language: str | None
    probability: float
    mixed: tuple[tuple[str, float], ...] = ()


NOTHING = Detected(None, 0.0)


def detect(texts: Sequence[str], languages: Sequence[str] = OWN) -> list[Detected]:
    """Return the language of each text, chosen among ``languages`` (ISO 639-1; at least one)."""
    chosen = tuple(languages)
    return [_detect(text, chosen) for text in texts]


def _detect(text: str, languages: tuple[str, ...]) -> Detected:
    said = _OFF.sub(" ", text)
    found = list(_WORD.finditer(said))
    words = [word.group().lower().replace("’", "'") for word in found]
    if not words:
        return NOTHING
    evidence = [_weights(word, languages) for word in words]
    if len(words) == 1 and words[0] in _ALONE and _ALONE[words[0]] in languages:
        return Detected(_ALONE[words[0]], _ALONE_SURE)
    whole = _whole(" ".join(words), languages)
    if whole is None or (not any(any(one) for one in evidence) and len(words) <= 1 and len(words[0]) < 4):
        return NOTHING
    sums = [sum(column) for column in zip(*evidence, strict=True)]
    totals = [known + _WHOLE * letters for known, letters in zip(sums, whole, strict=True)]
    if _foreign(" ".join(words), evidence, languages):
        return NOTHING
    shares = _probabilities(totals)
    best = max(range(len(languages)), key=shares.__getitem__)
    if shares[best] < _LEAST:
        return NOTHING
    ends = [0, *(word.end() for word in found)]
    begins = [_BETWEEN.search(said, end, word.start()) is not None for end, word in zip(ends, found, strict=False)]
    return Detected(languages[best], round(shares[best], 4), shares_of_parts(evidence, begins, languages))


def _foreign(text: str, evidence: list[tuple[float, ...]], languages: tuple[str, ...]) -> bool:
    """Return whether a text is of a language not asked for: few words are known, and its letters say another."""
    if len(evidence) < _LEAST_FOREIGN:
        return False
    known = max(sum(column) for column in zip(*evidence, strict=True)) / len(evidence)
    if known > _HARDLY_KNOWN:
        return False
    best, second = _identifier(()).rank(text)[:2]
    return best[0] not in languages and (second[0] not in languages or bool(_OTHERS.search(text)))


def _weights(word: str, languages: tuple[str, ...]) -> tuple[float, ...]:
    found = dict(zip(OWN, word_evidence(word), strict=True))
    return tuple(found.get(language, 0.0) for language in languages)


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    made = _langid.LanguageIdentifier.from_model_file(_langid.MODEL_FILE, norm_probs=False)
    if languages:
        made.set_languages([language for language in languages if language in made.labels])
    return made


def _whole(text: str, languages: tuple[str, ...]) -> list[float] | None:
    """Return log weights of the text's letters, None where they are of another script."""
    latin = sum("a" <= letter <= "ɏ" for letter in text)
    if latin * 2 < sum(letter.isalpha() for letter in text):
        return None
    # A text without any known run of letters stands at the lowest number there is: nothing is told then.
    scores = _identifier(languages).rank(text)
    ranked = {language: float(score) if score > _NO_LETTERS else 0.0 for language, score in scores}
    scale = 1.0 / max(len(text.encode()), 1) ** 0.5
    return [scale * ranked.get(language, 0.0) for language in languages]


def _probabilities(weights: Sequence[float]) -> list[float]:
    highest = max(weights)
    raised = [exp(weight - highest) for weight in weights]
    return [one / sum(raised) for one in raised]

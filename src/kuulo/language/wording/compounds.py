"""Compounds taken apart: the cut whose two sides are the likeliest parts.

How often a word begins or ends other compounds was counted over the lemmas of simplemma's dictionaries (README). A cut
is scored by ln(first) + ln(last) + a little for long parts; a lemma that the dictionary knows is cut only where the score
is high, an unknown word, which must be something, at a lower one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from kuulo.language.wording import lists
from kuulo.language.wording.dictionary import lemma_of

_SHORTEST = 3
_VOWELS = frozenset("aeiouyäöå")
# An unseen first or last part weighs as a third of one compound.
_UNSEEN = 0.3
_LENGTH = 0.35
KNOWN_FROM = 4.0
UNKNOWN_FROM = 2.2


@dataclass(frozen=True, slots=True)
class Cut:
    """The likeliest cut of a word: its first part's lemma, the last part's lemma, and the score."""

    first: str
    last: str
    score: float
    at: int


def cut(word: str, language: str, least: float) -> Cut | None:
    """Return the best cut of a word (a lemma or an inflected form, lower case), None where none reaches ``least``."""
    found = [one for at in range(_SHORTEST, len(word) - _SHORTEST + 1) if (one := _cut_at(word, language, at))]
    best = max(found, key=lambda one: one.score, default=None)
    return best if best and best.score >= least else None


def _cut_at(word: str, language: str, at: int) -> Cut | None:
    start, end = word[:at], word[at:]
    if not _VOWELS & set(start) or not _VOWELS & set(end):
        return None
    first = _first(start, language)
    if first is None:
        return None
    lemma = lemma_of(end, language)
    if lemma is None:
        return None
    count = lists.lasts(language).get(lemma, 0)
    if not count and (not first[1] or len(end) < _SHORTEST + 2):
        return None
    score = log(first[1] + _UNSEEN) + log(count + _UNSEEN) + _LENGTH * (min(len(start), 8) + min(len(end), 8) - 6)
    return Cut(first[0], lemma, score, at)


def _first(start: str, language: str) -> tuple[str, int] | None:
    known = lists.firsts(language).get(start)
    if known or len(start) < _SHORTEST + 1:
        return known
    lemma = lemma_of(start, language)
    if lemma is not None and (lemma == start or (language == "fi" and start.endswith("n"))):
        return lemma, 0
    if language == "sv" and start.endswith("s") and lemma_of(start[:-1], language) == start[:-1]:
        return start[:-1], 0
    return None

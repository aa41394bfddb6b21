"""Search by words: what a query's words may stand for in the index, and how well each comment answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.language.identifying import detect
from kuulo.language.searching.postings import Postings
from kuulo.language.searching.spelling import spelt_nearly
from kuulo.language.wording import LANGUAGES, features, plain, stop_words, tokens

PART: Final = 0.5
"""What a part of a compound counts, to the whole of it."""
LONGER: Final = 0.4
"""What a longer word counts that begins with the query's."""
LONGER_FROM: Final = 4
NEARLY: Final = 0.6
"""What a word counts that is spelt nearly as the query's."""


def words_of(query: str) -> list[dict[str, float]]:
    """Return for each word of a query the terms it may stand for, whatever its language is, with what each counts."""
    language = detect([query])[0].language
    skipped = stop_words(language) if language else frozenset()
    found = []
    for token in tokens(plain(query)):
        word = token.text.lower()
        if word in skipped:
            continue
        terms: dict[str, float] = {}
        for each in LANGUAGES:
            for place, term in enumerate(features(word, each)):
                terms[term] = max(terms.get(term, 0.0), 1.0 if place == 0 else PART)
        if terms:
            found.append({**terms, word: 1.0})
    return found


def score_words(parts: Sequence[Postings], query: str) -> list[NDArray[np.float32]]:
    """Return for each part of an index its documents' scores: 0 where no word of the query is."""
    scores = [np.zeros(part.count, np.float32) for part in parts]
    everything = sum(part.count for part in parts)
    for word in words_of(query):
        choices = [_choices(part, word) for part in parts]
        if not any(choices):
            choices = [_nearly(part, word) for part in parts]
        frequency = sum(
            int(part.frequency(np.array(list(chosen), np.intp)).sum())
            for part, chosen in zip(parts, choices, strict=True)
        )
        frequency = min(frequency, everything)
        rarity = np.float32(np.log(1 + (everything - frequency + 0.5) / (frequency + 0.5)))
        for part, chosen, score in zip(parts, choices, scores, strict=True):
            _add_word(part, chosen, rarity, score)
    return scores


def _choices(part: Postings, word: dict[str, float]) -> dict[int, float]:
    """Return the terms of a part that a word stands for, and longer ones that begin with it."""
    chosen: dict[int, float] = {}
    for term, counts in word.items():
        if (place := part.find(term)) is not None:
            chosen[place] = max(chosen.get(place, 0.0), counts)
        if len(term) >= LONGER_FROM and counts == 1.0:
            for place in part.beginning(term):
                chosen[place] = max(chosen.get(place, 0.0), LONGER)
    return chosen


def _nearly(part: Postings, word: dict[str, float]) -> dict[int, float]:
    return {place: NEARLY for term, counts in word.items() if counts == 1.0 for place in spelt_nearly(part, term)}


def _add_word(part: Postings, chosen: dict[int, float], rarity: np.float32, score: NDArray[np.float32]) -> None:
    """Add to each document's score what the best of a word's terms gives it."""
    if len(chosen) == 1:
        ((place, counts),) = chosen.items()
        documents, weights = part.of(place)
        score[documents] += weights * (rarity * np.float32(counts))
        return
    best = np.zeros(part.count, np.float32)
    for place, counts in chosen.items():
        documents, weights = part.of(place)
        best[documents] = np.maximum(best[documents], weights * (rarity * np.float32(counts)))
    score += best

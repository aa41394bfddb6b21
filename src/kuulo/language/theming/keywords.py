"""The words that tell a group of comments from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

MOST_KEYWORDS: Final = 10
IN_LABEL: Final = 3
# A keyword stands in at least so many comments of the group, or in all where the group is smaller.
LEAST_HELD: Final = 3
LEAST_Z: Final = 1.0


def keywords(
    lemmas: Sequence[Sequence[str]], languages: Sequence[str], labels: Sequence[int], count: int
) -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """Return for each group the words of each language that stand in it more than elsewhere, the surest first.

    Log-odds ratios with an informative Dirichlet prior, the words of all comments, over their standard errors (Monroe,
    Colaresi & Quinn 2008, “Fightin' Words”); each comment counts a word once.

    Args:
        lemmas: Words of each comment.
        languages: Language of each comment.
        labels: Group of each comment; below zero for none.
        count: How many groups.
    """
    told = np.asarray(labels)
    kinds = np.asarray(languages)
    found: list[dict[str, tuple[str, ...]]] = [{} for _group in range(count)]
    for language in sorted(set(languages)):
        here = kinds == language
        whole = _held(lemmas, np.flatnonzero(here))
        for number in range(count):
            inside = _held(lemmas, np.flatnonzero(here & (told == number)))
            words = _surest(inside, whole)
            if words:
                found[number][language] = words
    return tuple(found)


def _held(lemmas: Sequence[Sequence[str]], places: np.ndarray) -> Counter[str]:
    return Counter(word for place in places for word in set(lemmas[place]))


def _surest(inside: Counter[str], whole: Counter[str]) -> tuple[str, ...]:
    """Return the words of a group with the largest z, of those that stand in it more than elsewhere."""
    total, everything = inside.total(), whole.total()
    outside = everything - total
    if not total:
        return ()
    least = min(LEAST_HELD, max(inside.values()))
    scored = []
    for word, number in inside.items():
        if number < least or len(word) < 2:
            continue
        z = log_odds(number, whole[word] - number, whole[word], (total, outside, everything))
        if z > LEAST_Z:
            scored.append((-z, word))
    return tuple(word for _z, word in sorted(scored)[:MOST_KEYWORDS])


def log_odds(inside: int, outside: int, prior: int, totals: tuple[int, int, int]) -> float:
    """Return the log-odds ratio of a word inside against outside over its standard error.

    Args:
        inside: Comments of the group with the word.
        outside: Other comments with it.
        prior: All comments with it: its pseudo-count.
        totals: The same three sums over all words.
    """
    inner, outer, every = totals
    # A prior as strong as a tenth of the data: strong enough to hold rare words, weak enough to let a theme speak.
    pseudo, all_pseudo = 0.1 * prior, 0.1 * every
    one, other = inside + pseudo, outside + pseudo
    if one >= inner + all_pseudo or other >= outer + all_pseudo:
        return 0.0  # no other word stands there: nothing to hold it against
    odds = np.log(one / (inner + all_pseudo - one)) - np.log(other / (outer + all_pseudo - other))
    return float(odds / np.sqrt(1 / one + 1 / other))


def label(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return a short name of a group in each language it has keywords of; a word that repeats another is left out."""
    return {language: ", ".join(_distinct(found)) for language, found in words.items() if found}


def _distinct(words: Sequence[str]) -> list[str]:
    """Return the first words none of which begins another, ends it, or begins as it does."""
    kept: list[str] = []
    for word in words:
        if not any(word in other or other in word or word[:5] == other[:5] for other in kept):
            kept.append(word)
        if len(kept) == IN_LABEL:
            break
    return kept

"""Terms that are spelt nearly as another: what a query's slip of the finger may have meant."""

from __future__ import annotations

from typing import Final

import numpy as np

from kuulo.language.searching.postings import Postings, as_key, sign

SHORTEST: Final = 4
"""Letters of a word that may be taken for another."""
LONG: Final = 8
"""From so many letters on, two of them may differ."""
CANDIDATES: Final = 100
AT_MOST: Final = 3


def spelt_nearly(postings: Postings, word: str) -> list[int]:
    """Return the places of at most three terms spelt nearly as a word: the nearest, of those the most frequent."""
    if len(word) < SHORTEST or not len(postings.terms):
        return []
    pairs = np.uint64(sign(as_key(word)))
    differing = np.bitwise_count(postings.letters ^ pairs)
    number = min(CANDIDATES, len(differing)) - 1
    candidates = np.argpartition(differing, number)[: number + 1]
    allowed = 2 if len(word) >= LONG else 1
    found = []
    for place in candidates.tolist():
        steps = distance(word, postings.terms[place].decode(errors="replace"), allowed)
        if steps <= allowed:
            found.append((steps, -int(postings.frequency(np.array([place]))[0]), place))
    return [place for _steps, _often, place in sorted(found)[:AT_MOST]]


def distance(left: str, right: str, most: int) -> int:
    """Return how many letters must be put in, left out, replaced or swapped with their neighbour (Damerau 1964).

    Beyond ``most``, any larger number is returned.
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        current = [row]
        for column, other in enumerate(right, start=1):
            steps = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                steps = min(steps, before[column - 2] + 1)
            current.append(steps)
        if min(current) > most:
            return most + 1
        before, last = last, current
    return last[-1]

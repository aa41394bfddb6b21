"""Comments to show for a theme: typical ones, outlying ones, and a few that speak for a selection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.language.theming.counting import Floats
from kuulo.language.theming.kmeans import Places

MOST_TYPICAL, MOST_OUTLYING = 12, 6
# A quote says something and can be read in one breath.
SHORTEST, LONGEST = 25, 300
# How much likeness to quotes already chosen counts against a further one.
LIKENESS: Final = 0.5


def typical_of(texts: Sequence[str], members: Places, far: NDArray[np.floating]) -> tuple[int, ...]:
    """Return the places of the comments nearest to the centre, those of a length that can be quoted first."""
    return _first(texts, members, far, MOST_TYPICAL)


def outlying_of(texts: Sequence[str], members: Places, far: NDArray[np.floating]) -> tuple[int, ...]:
    """Return the places of the comments farthest from the centre that still belong to the theme."""
    return _first(texts, members, -far, MOST_OUTLYING)


def _first(texts: Sequence[str], members: Places, order: NDArray[np.floating], most: int) -> tuple[int, ...]:
    places: list[int] = members.tolist()
    ranked = sorted(range(len(places)), key=lambda at: (not can_be_quoted(texts[places[at]]), float(order[at])))
    found: dict[str, int] = {}
    for at in ranked:
        found.setdefault(texts[places[at]].strip().lower(), places[at])
        if len(found) == most:
            break
    return tuple(found.values())


def can_be_quoted(text: str) -> bool:
    """Return whether a comment has the length of a quote."""
    return SHORTEST <= len(text.strip()) <= LONGEST


def choose_quotes(
    texts: Sequence[str],
    worth: Sequence[float],
    vectors: Floats | None = None,
    *,
    sides: Sequence[object] | None = None,
    most: int = 3,
) -> tuple[int, ...]:
    """Return the places of a few comments that speak for all: near the middle, unlike each other, of every side.

    Maximal marginal relevance (Carbonell & Goldstein 1998): each next quote is worth much and little like those already
    chosen. Sides (feelings, languages) take turns, the largest first, so that the smaller side is heard as well.

    Args:
        texts: Comments.
        worth: How much each speaks for the rest, such as its probability in a theme; 0–1.
        vectors: Their vectors, rows of length 1; without them only comments of the same words are alike.
        sides: Side of each comment; ``None`` for one side.
        most: How many quotes.
    """
    kinds: list[object] = [""] * len(texts) if sides is None else list(sides)
    sizes = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    turns = sorted(sizes, key=lambda kind: (-sizes[kind], str(kind)))
    left = {kind: [at for at, one in enumerate(kinds) if one == kind and texts[at].strip()] for kind in turns}
    chosen: list[int] = []
    while len(chosen) < most and any(left.values()):
        for kind in turns:
            if not left[kind] or len(chosen) == most:
                continue
            best = max(left[kind], key=lambda at: (_marginal(at, chosen, texts, worth, vectors), -at))
            left[kind].remove(best)
            if not any(texts[best].strip().lower() == texts[one].strip().lower() for one in chosen):
                chosen.append(best)
    return tuple(chosen)


def _marginal(
    at: int, chosen: Sequence[int], texts: Sequence[str], worth: Sequence[float], vectors: Floats | None
) -> float:
    """Return what a further quote is worth beside those chosen; one of another length than a quote's is worth less."""
    value = worth[at] - (0.0 if can_be_quoted(texts[at]) else 1.0)
    if vectors is None or not chosen:
        return float(value)
    return float(value - LIKENESS * max(float(vectors[at] @ vectors[one]) for one in chosen))

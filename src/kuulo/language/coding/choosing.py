"""Which comments a person should code next: those the machine learns most from, unlike each other, and some at random.

The random ones never depend on the machine: they are the truth it is measured against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.language.coding.model import CodeModel, Read
from kuulo.language.coding.terms import Terms

Floats = NDArray[np.float64]

RANDOM_SHARE: Final = 0.25
"""Share of the chosen that is random."""

_POOL = 4
_READ = 5_000


class Why(StrEnum):
    """Why a comment is to be coded next."""

    RANDOM = "random"
    """By lot: the sample that the machine is measured against."""
    UNSURE = "unsure"
    """The machine does not know, and it is unlike the others chosen."""
    VARIED = "varied"
    """Nothing is learned yet: unlike the others chosen."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One comment to code: its place among those given, and why."""

    index: int
    why: Why


def next_to_code(  # noqa: PLR0913 -- what is known of the comments comes in parallel columns
    model: CodeModel | None,
    texts: Sequence[str],
    vectors: NDArray[np.float32] | None,
    most: int,
    *,
    languages: Sequence[str | None] | None = None,
    random_share: float = RANDOM_SHARE,
    seed: int = 0,
) -> tuple[Pick, ...]:
    """Return up to ``most`` comments to code, random ones spread among the others.

    The informative ones: of the comments the machine is least sure of, each far from those already chosen (weighted
    k-means++: Arthur & Vassilvitskii 2007). Of more than 5,000 texts a random 5,000 are looked at.

    Args:
        model: What is learned so far; None before anything is.
        texts: Comments nobody has coded.
        vectors: (n, d) their meaning; None where nothing embeds.
        most: How many.
        languages: Of each text; None where unknown.
        random_share: Share chosen by lot, 0–1.
        seed: Of the lots.
    """
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(texts))
    most = min(most, len(texts))
    by_lot = order[: round(most * random_share)]
    rest = order[len(by_lot) :][:_READ]
    spoken = list(languages) if languages is not None else [None] * len(texts)
    unsure = _unsure(model, texts, vectors, spoken, rest)
    chosen = rest[_apart(_placed(texts, vectors, spoken, rest), unsure, most - len(by_lot), rng)]
    why = Why.VARIED if model is None else Why.UNSURE
    return _mixed([Pick(int(row), Why.RANDOM) for row in by_lot], [Pick(int(row), why) for row in chosen])


def unsureness(model: CodeModel, read: Read) -> Floats:
    """Return how little the machine knows of each text: entropy of its codes in nats, (n,)."""
    shares = np.clip(np.column_stack([read.probabilities, read.none]), 1e-9, 1 - 1e-9)
    each = -(shares * np.log(shares))
    return np.asarray((each if model.exclusive else each - (1 - shares) * np.log(1 - shares)).sum(axis=1))


def _unsure(
    model: CodeModel | None,
    texts: Sequence[str],
    vectors: NDArray[np.float32] | None,
    spoken: Sequence[str | None],
    rows: NDArray[np.int64],
) -> Floats:
    if model is None or not len(rows):
        return np.ones(len(rows))
    seen = vectors[rows] if vectors is not None else None
    return unsureness(model, model.read([texts[row] for row in rows], seen, [spoken[row] for row in rows]))


def _placed(
    texts: Sequence[str],
    vectors: NDArray[np.float32] | None,
    spoken: Sequence[str | None],
    rows: NDArray[np.int64],
) -> Floats:
    """Return where texts lie: by meaning, else by what they share of a few hundred directions of words and letters."""
    if vectors is not None:
        off = np.asarray(vectors[rows], dtype=float)
        return off - off.mean(axis=0) if len(off) else off
    said, tongues = [texts[row] for row in rows], [spoken[row] for row in rows]
    if not said:
        return np.zeros((0, 1))
    weighed = Terms.fit(said, tongues).weigh(said, tongues)
    directions = np.random.default_rng(0).standard_normal((weighed.shape[1], 128)) / np.sqrt(128)
    return np.asarray(weighed @ directions)


def _apart(placed: Floats, unsure: Floats, most: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the places of the chosen: of the least sure ones, each drawn by its distance to those before it."""
    pool = np.argsort(-unsure, kind="stable")[: max(most * _POOL, 1)]
    if len(pool) <= most:
        return pool
    chosen: list[int] = []
    nearest = np.ones(len(pool))
    for _turn in range(most):
        weight = unsure[pool] * nearest
        weight[chosen] = 0.0
        if weight.sum() <= 0:
            weight = np.array([float(place not in chosen) for place in range(len(pool))])
        pick = int(rng.choice(len(pool), p=weight / weight.sum()))
        away = ((placed[pool] - placed[pool[pick]]) ** 2).sum(axis=1)
        nearest = away if not chosen else np.minimum(nearest, away)
        chosen.append(pick)
    return pool[chosen]


def _mixed(lots: list[Pick], others: list[Pick]) -> tuple[Pick, ...]:
    """Return both kinds, the lots spread evenly."""
    keyed = [((place + 0.5) / len(lots), pick) for place, pick in enumerate(lots)]
    keyed += [((place + 0.5) / len(others), pick) for place, pick in enumerate(others)]
    return tuple(pick for _, pick in sorted(keyed, key=lambda pair: (pair[0], pair[1].index)))

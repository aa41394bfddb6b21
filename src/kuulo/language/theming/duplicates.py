"""Comments that are the same, or nearly so: copied answers, one message sent twice, a campaign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from kuulo.language.theming.counting import Floats

LETTERS: Final = re.compile(r"[^\w]+")
SHINGLE: Final = 5
# Short answers (“very good”) are alike without having been copied.
SHORTEST: Final = 25
ALIKE_FROM: Final = 0.7
# With vectors, the same thing said in other words counts too; so near lie hardly any two comments written apart.
MEANT_FROM: Final = 0.985
BANDS, ROWS = 16, 3
BLOCK: Final = 1_000
MOST_COMPARED: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Comments that are the same or nearly so; ``exact`` where they differ in capitals and punctuation at most."""

    members: tuple[int, ...]
    exact: bool


def near_duplicates(texts: Sequence[str], vectors: Floats | None = None, *, seed: int = 0) -> tuple[Alike, ...]:
    """Return the groups of comments that are nearly the same, the largest first.

    Two comments are alike when they share seven tenths of their sequences of five characters (Jaccard; Broder 1997:
    candidates by min-hashes in bands), or where vectors are given and lie nearer than `MEANT_FROM`. Comments shorter
    than `SHORTEST` characters are left out.

    Args:
        texts: Comments.
        vectors: Their vectors, rows of length 1; compared up to `MOST_COMPARED` comments.
        seed: Of the hashes.
    """
    plain = [LETTERS.sub(" ", text.lower()).strip() for text in texts]
    long = [place for place, text in enumerate(plain) if len(text) >= SHORTEST]
    first: dict[str, int] = {}
    pairs = {(first.setdefault(plain[place], place), place) for place in long}
    pairs = {(one, other) for one, other in pairs if one != other}
    own = sorted(first.values())
    pairs |= _shingled([plain[place] for place in own], own, seed)
    if vectors is not None and len(own) <= MOST_COMPARED:
        pairs |= _meant(vectors[own], own)
    return _groups(pairs, plain)


def _shingled(texts: Sequence[str], places: Sequence[int], seed: int) -> set[tuple[int, int]]:
    sets = [_shingles(text) for text in texts]
    draw = np.random.default_rng(seed)
    turns = draw.integers(1, 1 << 63, size=(BANDS * ROWS, 2), dtype=np.uint64) | np.uint64(1)
    signs = [_signature(one, turns) for one in sets]
    found = set()
    for band in range(BANDS):
        buckets: dict[bytes, list[int]] = {}
        for number, sign in enumerate(signs):
            buckets.setdefault(sign[band * ROWS : (band + 1) * ROWS].tobytes(), []).append(number)
        for bucket in buckets.values():
            # Each is held against the first few of its bucket: enough to join what is alike.
            found |= {
                (places[one], places[other])
                for at, other in enumerate(bucket)
                for one in bucket[: min(at, 3)]
                if _jaccard(sets[one], sets[other]) >= ALIKE_FROM
            }
    return found


def _shingles(text: str) -> frozenset[int]:
    return frozenset(crc32(text[at : at + SHINGLE].encode()) for at in range(len(text) - SHINGLE + 1))


def _signature(shingles: frozenset[int], turns: np.ndarray) -> np.ndarray:
    """Return the least hash of the shingles under each turn: multiply and shift, modulo 2^64."""
    values = np.fromiter(shingles, dtype=np.uint64, count=len(shingles))
    return np.asarray(((values[None, :] * turns[:, :1] + turns[:, 1:]) >> np.uint64(32)).min(axis=1))


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


def _meant(vectors: Floats, places: Sequence[int]) -> set[tuple[int, int]]:
    found = set()
    for begin in range(0, len(places), BLOCK):
        near = vectors[begin : begin + BLOCK] @ vectors.T
        rows, columns = np.nonzero(near >= MEANT_FROM)
        pairs = zip((rows + begin).tolist(), columns.tolist(), strict=True)
        found |= {(places[row], places[column]) for row, column in pairs if row < column}
    return found


def _groups(pairs: set[tuple[int, int]], plain: Sequence[str]) -> tuple[Alike, ...]:
    if not pairs:
        return ()
    ones, others = np.asarray(sorted(pairs)).T
    table = coo_array((np.ones(len(ones)), (ones, others)), shape=(len(plain), len(plain)))
    _count, labels = connected_components(table, directed=False)
    members: dict[int, list[int]] = {}
    for place in sorted({place for pair in pairs for place in pair}):
        members.setdefault(int(labels[place]), []).append(place)
    found = [
        Alike(members=tuple(places), exact=len({plain[place] for place in places}) == 1) for places in members.values()
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.members)))

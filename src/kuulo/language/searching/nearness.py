"""Search by meaning: which vectors lie nearest to a query's, by signs first and then exactly.

Vectors of one language lie together whatever they say. So each language's mean is taken out, and what is searched for
finds its like in the other languages too. The signs of a turned vector (64 of them a word) tell roughly how near two
vectors lie (Charikar 2002): a million of them are compared in some ten milliseconds, and only the nearest few thousand
are compared exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kuulo.language.meaning import pack, unpack, with_length_one
from kuulo.language.searching.shortcuts import walk

EXACTLY: Final = 4000
"""How many of the roughly nearest are compared exactly."""
CHUNK: Final = 65_536
ENOUGH: Final = 20
"""Comments of a language from which on it has a mean of its own, where nothing is known of what is usual in it."""
USUAL_WEIGHS: Final = 10
"""As how many comments the usual mean of a language counts beside those that are there. The mean of a few comments is
half what they say: taken out of them, little would be left to find. On sets of 7 to 45 comments that say the same in
three languages this finds .80 of what is meant, and the comments' own mean .72."""
BITS: Final = 64
Usual = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, eq=False)
class Frame:
    """What vectors are seen from: the mean of each language (the last row: of all), of queries, and a turn."""

    languages: tuple[str, ...]
    means: NDArray[np.float32]
    usual_query: NDArray[np.float32]
    turn: NDArray[np.float32]

    @classmethod
    def learn(
        cls,
        packed: NDArray[np.int8],
        languages: Sequence[str | None],
        usual_query: NDArray[np.float32] | None,
        usual: Usual | None = None,
    ) -> Frame:
        """Return the frame of vectors (texts, d).

        Args:
            packed: The vectors.
            languages: The language of each, as far as it is known.
            usual_query: The mean vector (d,) of what people search for.
            usual: The mean vector (d,) of ordinary comments in each language (`meaning.usual_comments`); without it
                only languages with enough comments have a mean of their own.
        """
        dimensions = packed.shape[1]
        known = usual or {}
        spoken = np.array([each or "" for each in languages], dtype=np.str_)
        names, sizes = np.unique(spoken, return_counts=True)
        counts = {str(name): int(size) for name, size in zip(names, sizes, strict=True) if name}
        own = tuple(name for name, size in counts.items() if size >= ENOUGH or name in known)
        rows = [_shrunk(packed, spoken == each, known.get(each)) for each in own]
        means = np.array([*rows, _shrunk(packed, spoken == spoken, _usual_of_all(counts, known))])
        wide = -(-dimensions // BITS) * BITS
        turn = np.linalg.qr(np.random.default_rng(0).normal(size=(wide, dimensions)))[0].astype(np.float32).T
        return cls(own, means.astype(np.float32), means[-1] if usual_query is None else usual_query, turn)

    def centre(
        self, packed: NDArray[np.int8], languages: Sequence[str | None]
    ) -> tuple[NDArray[np.int8], NDArray[np.uint64]]:
        """Return vectors with their language's mean taken out, packed again, and their signs (d / 64, texts).

        Vectors of zeros, which comments without a meaning have, stay zeros.
        """
        rows = {language: row for row, language in enumerate(self.languages)}
        which = np.array([rows.get(each or "", len(self.languages)) for each in languages], np.intp)
        centred = np.empty_like(packed)
        signs = np.empty((self.turn.shape[1] // BITS, len(packed)), np.uint64)
        for start in range(0, len(packed), CHUNK):
            here = slice(start, start + CHUNK)
            there = packed[here].any(axis=1, keepdims=True)
            vectors = with_length_one((unpack(packed[here]) - self.means[which[here]]) * there)
            centred[here] = pack(vectors)
            signs[:, here] = self._signs(vectors).T
        return centred, signs

    def look_from(self, query: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.uint64]]:
        """Return a query's vector (d,) as it is compared, and its signs (d / 64,)."""
        centred = with_length_one((query - self.usual_query)[None].astype(np.float32))
        return centred[0], self._signs(centred)[0]

    def _signs(self, vectors: NDArray[np.float32]) -> NDArray[np.uint64]:
        bits = np.packbits(vectors @ self.turn > 0, axis=1, bitorder="little")
        return np.ascontiguousarray(bits).view(np.uint64)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return all as arrays."""
        return {
            "languages": np.array(self.languages, dtype="S"),
            "means": self.means,
            "usual_query": self.usual_query,
            "turn": self.turn,
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Frame:
        """Return what `to_arrays` gave."""
        languages = tuple(each.decode() for each in arrays["languages"].tolist())
        return cls(languages, arrays["means"], arrays["usual_query"], arrays["turn"])


def nearest(
    centred: NDArray[np.int8],
    signs: NDArray[np.uint64],
    query: tuple[NDArray[np.float32], NDArray[np.uint64]],
    allowed: NDArray[np.bool_] | None,
    shortcut: Any | None = None,
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return the places of the roughly nearest of a part's vectors, in their order, and the cosine of each, exactly."""
    vector, bits = query
    if shortcut is not None and allowed is None:
        candidates = np.sort(walk(shortcut, bits, EXACTLY))
    else:
        candidates = _roughly_nearest(signs, bits, allowed)
    cosines: NDArray[np.float32] = unpack(centred[candidates]) @ vector
    return candidates, cosines


def _roughly_nearest(
    signs: NDArray[np.uint64], bits: NDArray[np.uint64], allowed: NDArray[np.bool_] | None
) -> NDArray[np.intp]:
    """Return the places of the texts whose signs differ least from a query's, in their order."""
    differing = np.zeros(signs.shape[1], np.uint16)
    for row, word in zip(signs, bits, strict=True):
        differing += np.bitwise_count(row ^ word)
    if allowed is not None:
        candidates = np.flatnonzero(allowed)
        differing = differing[candidates]
    else:
        candidates = np.arange(len(differing))
    if len(candidates) > EXACTLY:
        candidates = candidates[np.argpartition(differing, EXACTLY)[:EXACTLY]]
    return np.sort(candidates)


def _usual_of_all(counts: Mapping[str, int], usual: Usual) -> NDArray[np.float32] | None:
    """Return the usual means together, each language weighing as it is spoken; None where none of them is."""
    spoken = [name for name in usual if counts.get(name)]
    if not spoken:
        return None
    together = np.average([usual[name] for name in spoken], axis=0, weights=[counts[name] for name in spoken])
    return np.asarray(together, np.float32)


def _shrunk(
    packed: NDArray[np.int8], chosen: NDArray[np.bool_], usual: NDArray[np.float32] | None
) -> NDArray[np.float32]:
    """Return the mean of the chosen vectors, drawn towards the usual one the more, the fewer they are."""
    # A comment without a meaning is a vector of zeros and tells nothing of where the others lie.
    told = chosen & packed.any(axis=1)
    mean = _mean(packed, told)
    if usual is None:
        return mean
    count = np.count_nonzero(told)
    together = (count * mean + USUAL_WEIGHS * usual) / (count + USUAL_WEIGHS)
    return np.asarray(together, np.float32)


def _mean(packed: NDArray[np.int8], chosen: NDArray[np.bool_]) -> NDArray[np.float32]:
    places = np.flatnonzero(chosen)
    total = np.zeros(packed.shape[1])
    for start in range(0, len(places), CHUNK):
        total += unpack(packed[places[start : start + CHUNK]]).sum(axis=0, dtype=np.float64)
    return (total / max(len(places), 1)).astype(np.float32)

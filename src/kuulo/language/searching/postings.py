"""Which comments have a term, and how much of each of them it is: an inverted index in plain arrays.

A term weighs in a comment as BM25 has it (Robertson & Zaragoza 2009, k1 = 1.2, b = 0.75), its rarity left out, which is
known only when all parts of an index are asked. Weights are kept in steps of 1 / 100.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

K1: Final = 1.2
B: Final = 0.75
STEPS: Final = 100.0
LONGEST: Final = 48
"""Bytes of a term; what is longer is cut."""
TERM: Final = np.dtype(f"S{LONGEST}")
PREFIXED_AT_MOST: Final = 30

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Postings:
    """Terms in their order, and for each a run of ``documents`` and ``weights`` between two ``ends``.

    ``documents`` are places 0 … count − 1, in order within a term; ``letters`` tell which each term has, in 64 bits.
    """

    count: int
    terms: NDArray[np.bytes_]
    ends: NDArray[np.int64]
    documents: NDArray[np.int32]
    weights: NDArray[np.uint8]
    letters: NDArray[np.uint64]

    def find(self, term: str) -> int | None:
        """Return the place of a term among the terms."""
        key = as_key(term)
        place = int(np.searchsorted(self.terms, key))
        return place if place < len(self.terms) and self.terms[place] == key else None

    def beginning(self, letters: str) -> list[int]:
        """Return the places of the terms that begin with some letters and go on, the most frequent first."""
        low = as_key(letters)
        start = int(np.searchsorted(self.terms, low))
        stop = int(np.searchsorted(self.terms, low + b"\xff" * (LONGEST - len(low))))
        places = np.arange(start, stop)[self.terms[start:stop] != low]
        order = np.argsort(-self.frequency(places), kind="stable")[:PREFIXED_AT_MOST]
        found: list[int] = places[order].tolist()
        return found

    def frequency(self, places: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return in how many documents terms are."""
        frequencies: NDArray[np.int64] = self.ends[places + 1] - self.ends[places]
        return frequencies

    def of(self, place: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return a term's documents and its weight in each."""
        run = slice(self.ends[place], self.ends[place + 1])
        return self.documents[run], self.weights[run].astype(np.float32) / np.float32(STEPS)

    def to_arrays(self) -> Arrays:
        """Return all as arrays."""
        return {
            "terms": self.terms,
            "ends": self.ends,
            "documents": self.documents,
            "weights": self.weights,
            "letters": self.letters,
        }

    @classmethod
    def from_arrays(cls, count: int, arrays: Mapping[str, NDArray[Any]]) -> Postings:
        """Return what `to_arrays` gave, over ``count`` documents."""
        return cls(count, arrays["terms"], arrays["ends"], arrays["documents"], arrays["weights"], arrays["letters"])


def as_key(term: str) -> bytes:
    """Return a term as it stands among the terms."""
    return term.encode()[:LONGEST]


def sign(term: bytes) -> int:
    """Return which pairs of letters a term has, as 64 bits: terms spelt alike have many in common."""
    padded = b"^" + term + b"$"
    bits = 0
    for first, second in pairwise(padded):
        bits |= 1 << ((first * 31 + second * 7) % 64)
    return bits


def build_postings(documents: Iterable[Sequence[str]]) -> Postings:
    """Return the postings of documents, each given by its terms."""
    numbers: dict[bytes, int] = {}
    terms, places, counts, lengths = array("i"), array("i"), array("i"), array("i")
    for place, document in enumerate(documents):
        lengths.append(len(document))
        for term, count in Counter(document).items():
            terms.append(numbers.setdefault(as_key(term), len(numbers)))
            places.append(place)
            counts.append(count)
    names = np.array(list(numbers), TERM)
    order = np.argsort(names, kind="stable")
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    held = np.frombuffer(lengths, np.int32).astype(np.float32)
    at = np.frombuffer(places, np.int32)
    share = held[at] / max(float(held.mean()) if len(held) else 1.0, 1.0)
    often = np.frombuffer(counts, np.int32).astype(np.float32)
    weights = often * (K1 + 1) / (often + K1 * (1 - B + B * share))
    return _arranged(
        names[order], rank[np.frombuffer(terms, np.int32)], at, np.rint(weights * STEPS).astype(np.uint8), len(held)
    )


def merge_postings(parts: Sequence[Postings], keep: Sequence[NDArray[np.bool_]]) -> Postings:
    """Return one out of several, with those documents alone that are kept; their places close up."""
    names = np.unique(np.concatenate([part.terms for part in parts])) if parts else np.array([], TERM)
    terms, places, weights, start = [], [], [], 0
    for part, kept in zip(parts, keep, strict=True):
        stays = kept[part.documents]
        rank = np.searchsorted(names, part.terms)
        moved = np.cumsum(kept) - 1 + start
        terms.append(np.repeat(rank, np.diff(part.ends))[stays])
        places.append(moved[part.documents[stays]])
        weights.append(part.weights[stays])
        start += int(kept.sum())
    term = np.concatenate([*terms, np.array([], np.intp)])
    used, rank = np.unique(term, return_inverse=True)
    at = np.concatenate([*places, np.array([], np.intp)])
    return _arranged(names[used], rank, at, np.concatenate([*weights, np.array([], np.uint8)]), start)


def _arranged(
    names: NDArray[np.bytes_],
    terms: NDArray[np.integer[Any]],
    places: NDArray[np.integer[Any]],
    weights: NDArray[np.uint8],
    count: int,
) -> Postings:
    """Return postings out of entries in any order of terms, and in the order of documents within each."""
    order = np.argsort(terms, kind="stable")
    ends = np.concatenate([[0], np.cumsum(np.bincount(terms, minlength=len(names)))]).astype(np.int64)
    letters = np.array([sign(name) for name in names.tolist()], np.uint64)
    return Postings(count, names, ends, places[order].astype(np.int32), weights[order], letters)

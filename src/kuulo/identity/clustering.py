"""From pairs to clusters: connected components, with a guard against chains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

LARGEST_UNASKED = 6  # records that may hang together however loosely
LEAST_DENSITY = 0.3  # share of a larger cluster's pairs that must have been found
STEP = 1.0  # bits of weight by which a chain's weakest links are given up at a time
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs that count as the same: rows and weights."""

    left: Ints
    right: Ints
    weight: Floats

    def where(self, chosen: npt.NDArray[np.bool_]) -> Edges:
        """Return some of the edges."""
        return Edges(self.left[chosen], self.right[chosen], self.weight[chosen])


def clusters_of(edges: Edges, rows: int) -> Ints:
    """Return each row's cluster: the smallest row in it.

    A large component of which few pairs were found is a chain: each record is like the next, but not like the one
    after. Its weakest links are given up, bit by bit of weight, until what is left hangs together.

    Args:
        edges: The pairs.
        rows: How many records there are.
    """
    labels = _components(edges, rows)
    while True:
        loose = _loose(labels, edges, rows)
        if not loose.any():
            return _smallest(labels)
        within = loose[labels[edges.left]]
        weakest = np.full(loose.size, np.inf)
        np.minimum.at(weakest, labels[edges.left], edges.weight)
        edges = edges.where(~within | (edges.weight >= weakest[labels[edges.left]] + STEP))
        labels = _components(edges, rows)


def _components(edges: Edges, rows: int) -> Ints:
    matrix = coo_array((np.ones(edges.left.size, dtype=np.int8), (edges.left, edges.right)), shape=(rows, rows))
    labels: Ints = connected_components(matrix, directed=False)[1].astype(np.int64)
    return labels


def _loose(labels: Ints, edges: Edges, rows: int) -> npt.NDArray[np.bool_]:
    sizes = np.bincount(labels, minlength=rows)
    found = np.bincount(labels[edges.left], minlength=rows)
    possible = sizes * (sizes - 1) / 2
    loose: npt.NDArray[np.bool_] = (sizes > LARGEST_UNASKED) & (found < LEAST_DENSITY * possible)
    return loose


def _smallest(labels: Ints) -> Ints:
    first = np.full(labels.max(initial=-1) + 1, labels.size, dtype=np.int64)
    np.minimum.at(first, labels, np.arange(labels.size))
    smallest: Ints = first[labels]
    return smallest

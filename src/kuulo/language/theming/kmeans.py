"""k-means: careful starts (Arthur & Vassilvitskii 2007), then Lloyd's steps; the same draw gives the same centres."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kuulo.language.theming.counting import Floats

Places = NDArray[np.int64]
STARTS: Final = 3
MOST_STEPS: Final = 60
# A start is over when a step makes it better by less than this part.
ENOUGH: Final = 1e-4


def k_means(points: Floats, count: int, seed: int, *, starts: int = STARTS) -> Floats:
    """Return the centres (count, d) of the best of a few starts; fewer points than centres repeat some.

    Args:
        points: Shape (n, d).
        count: How many centres.
        seed: Of the starts.
        starts: How many starts; one is enough where many groupings are only held against each other.
    """
    draw = np.random.default_rng(seed)
    own = squares(points)
    runs = [_lloyd(points, own, _start(points, own, count, draw)) for _start_number in range(starts)]
    return min(runs, key=lambda run: run[1])[0]


def squares(points: Floats) -> Floats:
    """Return the squared length of each row."""
    return np.asarray(np.einsum("nd,nd->n", points, points), dtype=np.float32)


def distances(points: Floats, centres: Floats, own: Floats | None = None) -> NDArray[np.float32]:
    """Return squared distances, shape (n, k); ``own`` are the points' `squares`, where they are known."""
    far = points @ centres.T
    far *= -2.0
    far += (squares(points) if own is None else own)[:, None]
    far += squares(centres)[None, :]
    return np.asarray(np.maximum(far, 0.0, out=far), dtype=np.float32)


def _start(points: Floats, own: Floats, count: int, draw: np.random.Generator) -> Floats:
    """Return centres drawn one by one with a chance that grows with the distance to the nearest; the best of some."""
    trials = 2 + int(np.log(count))
    chosen = [int(draw.integers(len(points)))]
    nearest = distances(points, points[chosen], own)[:, 0].astype(np.float64)
    for _centre in range(1, count):
        total = nearest.sum()
        chances = nearest / total if total > 0 else np.full(len(points), 1 / len(points))
        tried = draw.choice(len(points), trials, p=chances)
        nearer = np.minimum(nearest[:, None], distances(points, points[tried], own))
        best = int(nearer.sum(axis=0).argmin())
        chosen.append(int(tried[best]))
        nearest = nearer[:, best]
    return points[chosen].copy()


def _lloyd(points: Floats, squared: Floats, centres: Floats) -> tuple[Floats, float]:
    """Return the centres after Lloyd's steps, and the sum of squared distances to them."""
    before = np.inf
    for _step in range(MOST_STEPS):
        far = distances(points, centres, squared)
        labels = far.argmin(axis=1)
        own = far[np.arange(len(points)), labels]
        loss = float(own.sum(dtype=np.float64))
        if before - loss <= ENOUGH * loss:
            break
        before = loss
        centres = _means(points, labels, own, len(centres))
    return centres, loss


def _means(points: Floats, labels: Places, own: NDArray[np.float32], count: int) -> Floats:
    """Return the mean of each group; one that lost all its points takes the point farthest from its centre."""
    held = csr_array(
        (np.ones(len(points), dtype=np.float32), (labels, np.arange(len(points)))), shape=(count, len(points))
    )
    sizes = np.bincount(labels, minlength=count)
    found = (held @ points) / np.maximum(sizes, 1)[:, None]
    empty = np.flatnonzero(sizes == 0)
    found[empty] = points[np.argsort(-own, kind="stable")[: len(empty)]]
    return np.asarray(found, dtype=np.float32)

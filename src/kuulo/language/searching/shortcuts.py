"""Beyond some millions of comments: a graph of which signs lie near each other, where the package usearch is installed.

Walking the graph (Malkov & Yashunin 2016) looks at a few thousand vectors in place of all of them and misses some of
the nearest; so it is taken only where looking at all would take too long.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.later import Later

usearch = Later("usearch.index")

FROM: Final = 2_000_000
"""Comments of a part from which on it has a graph: up to there all signs are compared in some 30 ms."""
FILE: Final = "signs.usearch"
NEIGHBOURS: Final = 16


def write_shortcut(folder: Path, signs: NDArray[np.uint64], least: int = FROM) -> None:
    """Write the graph of signs (d / 64, texts) into a folder, where it pays and can be."""
    if signs.shape[1] < least or not len(signs) or find_spec("usearch") is None:
        return
    graph = _empty(64 * len(signs))
    graph.add(np.arange(signs.shape[1]), _bytes(signs), threads=1)
    graph.save(str(folder / FILE))


def open_shortcut(folder: Path, dimensions: int) -> Any | None:
    """Return the graph of a folder, mapped into memory; nothing where there is none or it cannot be read here."""
    if not (folder / FILE).is_file() or find_spec("usearch") is None:
        return None
    graph = _empty(dimensions)
    graph.view(str(folder / FILE))
    return graph


def walk(graph: Any, signs: NDArray[np.uint64], most: int) -> NDArray[np.intp]:
    """Return the places of about the nearest ``most`` texts to a query's signs (d / 64,)."""
    found: NDArray[np.intp] = graph.search(_bytes(signs[:, None])[0], most).keys.astype(np.intp)
    return found


def _empty(dimensions: int) -> Any:
    return usearch.Index(ndim=dimensions, metric="hamming", dtype="b1", connectivity=NEIGHBOURS)


def _bytes(signs: NDArray[np.uint64]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(signs.T).view(np.uint8)

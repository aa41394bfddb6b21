"""Feelings of comments: read by the organisation's own model, or without one by what Kuulo brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.lake.services import append_companion, replace_companion
from kuulo.language import meaning
from kuulo.language.feeling import FeelingModel, Felt, cold
from kuulo.words.queries.companions import FEELINGS
from kuulo.words.queries.learned import FEELING, feeling_model, learned
from kuulo.words.queries.vectors import unpacked_rows
from kuulo.words.queries.waiting import WITH_MEANING
from kuulo.words.services.meaning import current_embedder

COLD: Final = "cold-2"
"""The mark of feelings that were read without scores of the organisation's own."""


@dataclass(frozen=True, slots=True)
class CurrentFeeling:
    """How feelings are read now.

    Attributes:
        version: Mark of the model.
        model: The organisation's own; ``None`` where there is none yet.
        embedder: Whose vectors it was learned with; empty where it knows none.
    """

    version: str
    model: FeelingModel | None
    embedder: str


def current_feeling() -> CurrentFeeling:
    """Return how feelings are read now."""
    model, version = feeling_model()
    known = learned(FEELING) if model is not None else None
    if model is None or known is None:
        return CurrentFeeling(COLD, None, "")
    return CurrentFeeling(version, model, str(known.told.get("embedder", "")))


def felt_of(
    texts: Sequence[str], languages: Sequence[str | None], vectors: NDArray[np.float32] | None = None
) -> list[Felt]:
    """Return the feeling of each text."""
    if not texts:
        return []
    model = current_feeling().model
    if model is None:
        known = current_embedder() if vectors is not None else None
        # Meanings of another model than the one these feelings know would be misread.
        return list(cold(list(texts), list(languages), vectors, embedder=known.name if known is not None else None))
    return list(model.read(list(texts), vectors, list(languages)))


def feel_first(rows: pa.Table) -> None:
    """Keep the feelings of comments of which none is kept yet; arguments and errors as for `feel_again`."""
    append_companion(FEELINGS, _felt_rows(rows))


def feel_again(rows: pa.Table) -> None:
    """Keep the feelings of comments in place of what was kept of them.

    Args:
        rows: ``signal_id``, ``kind``, ``month``, ``masked``, ``language``, and ``vector`` where meanings are to have a
            part: of the embedder that the model understands, null where there is none.

    Raises:
        BusyError: Others write to the lake for too long; repeat.
    """
    replace_companion(FEELINGS, _felt_rows(rows))


def _felt_rows(rows: pa.Table) -> pa.Table:
    texts, languages = rows["masked"].to_pylist(), rows["language"].to_pylist()
    version = current_feeling().version
    has_vector = np.zeros(rows.num_rows, dtype=bool)
    if "vector" in rows.column_names:
        has_vector = np.asarray(rows["vector"].is_valid().to_numpy(zero_copy_only=False), dtype=bool)
    felt: dict[int, Felt] = {}
    for places, vectors in _parts(rows, has_vector):
        found = felt_of([texts[place] for place in places], [languages[place] for place in places], vectors)
        felt |= dict(zip(places, found, strict=True))
    ordered = [felt[place] for place in range(rows.num_rows)]
    marks = [version + WITH_MEANING if known else version for known in has_vector]
    return _table(rows, ordered, marks)


def _parts(rows: pa.Table, has_vector: NDArray[np.bool_]) -> list[tuple[list[int], NDArray[np.float32] | None]]:
    """Return the places of the rows with a vector and those without, each with their vectors."""
    parts: list[tuple[list[int], NDArray[np.float32] | None]] = []
    without = np.flatnonzero(~has_vector).tolist()
    if without:
        parts.append((without, None))
    places = np.flatnonzero(has_vector).tolist()
    if places:
        packed = unpacked_rows(rows["vector"].take(pa.array(places)))
        parts.append((places, meaning.unpack(packed)))
    return parts


def _table(rows: pa.Table, felt: Sequence[Felt], marks: Sequence[str]) -> pa.Table:
    keys = {name: rows[name] for name in ("signal_id", "kind", "month")}
    numbers = {
        name: pa.array([getattr(each, name) for each in felt], pa.float32())
        for name in ("negative", "neutral", "positive")
    }
    return pa.table(
        {
            **keys,
            "feeling": pa.array([each.label for each in felt], pa.string()),
            **numbers,
            "learned": pa.array([each.learned for each in felt], pa.bool_()),
            "model": pa.array(list(marks), pa.string()),
        }
    )

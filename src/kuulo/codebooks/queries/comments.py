"""The comments a codebook is about, masked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.codebooks.queries.books import Book
from kuulo.lake.queries import Snapshot, open_snapshot
from kuulo.language import meaning
from kuulo.words.queries import read_comments, vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentView:
    """A comment beside its codes: the words are masked, time and place are None where they were promised away."""

    signal_id: str
    text: str
    language: str | None
    occurred_at: datetime | None = None
    touchpoint: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Comments of a codebook as the machine reads them, in the order of their numbers.

    Attributes:
        ids: Signal of each.
        texts: Masked words.
        languages: Of each; None where not known.
        packed: (n, d) meaning, one byte a number; None unless every comment has one.
        embedder: What embedded them; empty where nothing did.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    languages: tuple[str | None, ...]
    packed: NDArray[np.int8] | None
    embedder: str = ""

    def rows(self, signals: Collection[str]) -> NDArray[np.int64]:
        """Return the places of some signals, those that are there, in the order of the comments."""
        wanted = frozenset(signals)
        return np.array([row for row, signal in enumerate(self.ids) if signal in wanted], dtype=np.int64)

    def meant(self, rows: NDArray[np.int64]) -> NDArray[np.float32] | None:
        """Return the meaning of some rows; None where nothing embeds."""
        return None if self.packed is None else meaning.unpack(self.packed[rows])

    def spoken(self, rows: NDArray[np.int64]) -> list[str | None]:
        """Return the languages of some rows."""
        return [self.languages[row] for row in rows]

    def said(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the words of some rows."""
        return [self.texts[row] for row in rows]


def scope_sql(book: Book) -> str:
    """Return the condition of belonging to a codebook."""
    parts = [
        f"{name} = {_quoted(value)}" for name, value in (("source", book.source), ("question", book.question)) if value
    ]
    return " AND ".join(parts) or "true"


def read_corpus(snapshot: Snapshot, book: Book) -> Corpus:
    """Return all comments of a codebook."""
    columns = ("signal_id", "text", "language", "source", "question")
    table = read_comments(snapshot, columns=columns, where=scope_sql(book), order="signal_id")
    ids = tuple(table["signal_id"].to_pylist())
    known = vectors(snapshot)
    places, rows = known.of(ids)
    whole = len(ids) > 0 and len(places) == len(ids)
    return Corpus(
        ids,
        tuple(table["text"].to_pylist()),
        tuple(table["language"].to_pylist()),
        known.packed[rows] if whole else None,
        known.embedder if whole else "",
    )


def comment_ids(book: Book) -> tuple[str, ...]:
    """Return the signals of a codebook's comments."""
    with open_snapshot() as snapshot:
        table = read_comments(snapshot, columns=("signal_id", "source", "question"), where=scope_sql(book))
    return tuple(table["signal_id"].to_pylist())


def comments_of(signals: Collection[str]) -> dict[str, CommentView]:
    """Return some comments, masked, by their signals; those that are gone are left out."""
    columns = ("signal_id", "text", "language", "occurred_at", "touchpoint", "question")
    with open_snapshot() as snapshot:
        table: pa.Table = read_comments(snapshot, columns=columns, ids=signals)
    return {row["signal_id"]: CommentView(**row) for row in table.to_pylist()}


def questions_of_comments() -> tuple[tuple[str, str, int], ...]:
    """Return source, question and how many comments, the most first: what a codebook can be about."""
    with open_snapshot() as snapshot:
        table = read_comments(snapshot, columns=("source", "question"))
    counted = table.group_by(["source", "question"]).aggregate([([], "count_all")]).to_pylist()
    ordered = sorted(counted, key=lambda row: (-row["count_all"], str(row["source"]), str(row["question"])))
    return tuple((row["source"] or "", row["question"] or "", row["count_all"]) for row in ordered)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"

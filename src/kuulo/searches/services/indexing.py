"""Keeping the index: what is new goes in, what is gone goes out, and an erased person leaves its files at once."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from django.utils import timezone

from kuulo.base.errors import FileError
from kuulo.lake.queries import Snapshot, open_snapshot
from kuulo.language.meaning import Embedder, usual_comments, usual_query
from kuulo.language.searching import SearchIndex
from kuulo.language.searching.nearness import Frame
from kuulo.searches.queries.index import IndexState, folder_of, index_state, write_state
from kuulo.words.queries import READINGS, VECTORS, Vectors, read_comments, vectors

CHUNK: Final = 20_000
FRAME_SAMPLE: Final = 100_000
GROWN: Final = 2.0
"""An index that holds so many times the comments its means were taken of is built anew."""
FEW: Final = 100
"""Up to so many comments the means are mostly the usual ones of each language, and building anew changes little."""
# What follows a plus tells of calls: words are masked alike.
READERS_SQL: Final = """
    SELECT split_part(reader, '+', 1) AS reader, count(*) AS n FROM word_readings GROUP BY ALL ORDER BY n DESC, reader
"""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What a look did: how many comments went in and out and are in the index; ``is_new`` where it changed."""

    added: int
    removed: int
    comments: int
    is_new: bool


def index_comments(embedder: Embedder | None, progress: Progress = lambda _done, _total: None) -> Indexed:
    """Bring the index to what the lake holds now; safe to end anywhere and to repeat.

    Args:
        embedder: What comments are embedded with; its vectors are taken, those of others are not.
        progress: Told how many comments are in, of how many; may raise to stop.
    """
    with open_snapshot() as snapshot:
        mark = _mark(snapshot, embedder)
        state = index_state()
        if state is not None and state.read_under == mark:
            return Indexed(added=0, removed=0, comments=state.comments, is_new=False)
        known = _vectors(snapshot, embedder)
        ids = read_comments(snapshot, columns=["signal_id"])["signal_id"].to_pylist()
        reader = _reader(snapshot)
        begun, state = _begin(state, snapshot, embedder, known, reader, len(ids))
        index, added, removed = _brought_up(begun, snapshot, ids, known, progress)
    return _write(index, replace(state, read_under=mark), added, removed)


def forget_gone() -> int:
    """Take out of the index's files what the lake does not hold any more; return how many comments it was."""
    with _alone():
        state = index_state()
        if state is None:
            # A folder without a state is half an index: nothing in it is needed.
            shutil.rmtree(folder_of(), ignore_errors=True)
            return 0
        index = _opened()
        gone = _gone(index)
        if gone:
            left = index.without(gone)
            left.save(folder_of())
            write_state(replace(state, comments=len(left), read_under="", made_at=timezone.now().isoformat()))
        return len(gone)


def _gone(index: SearchIndex) -> list[str]:
    """Return the comments of the index that are in the lake no more."""
    with open_snapshot() as snapshot:
        there = set(read_comments(snapshot, columns=["signal_id"])["signal_id"].to_pylist())
    return [each for each in index.ids if each not in there]


def _mark(snapshot: Snapshot, embedder: Embedder | None) -> str:
    keys = (snapshot.companion_key(READINGS), snapshot.companion_key(VECTORS), snapshot.source.key)
    return "|".join((*keys, "" if embedder is None else embedder.name))


def _reader(snapshot: Snapshot) -> str:
    """Return what has read most comments; it names how their words are masked."""
    rows = snapshot.run(READERS_SQL, companions=[READINGS]).to_pylist()
    return str(rows[0]["reader"]) if rows else ""


def _vectors(snapshot: Snapshot, embedder: Embedder | None) -> Vectors:
    """Return the vectors that compare with the searches' own; none where they are of another embedder."""
    found = vectors(snapshot)
    if embedder is None or found.embedder != embedder.name:
        return Vectors((), np.zeros((0, 0), dtype=np.int8), "")
    return found


def _begin(
    state: IndexState | None,
    snapshot: Snapshot,
    embedder: Embedder | None,
    known: Vectors,
    reader: str,
    count: int,
) -> tuple[SearchIndex, IndexState]:
    """Return the index that is there, or an empty one where it cannot be added to."""
    fits = state is not None and state.embedder == known.embedder and state.reader == reader
    if state is not None and fits and count <= max(FEW, GROWN * state.framed_on):
        try:
            return _opened(), state
        except FileError:
            state = None
    frame = None
    if known.embedder and embedder is not None:
        step = max(1, len(known.ids) // FRAME_SAMPLE)
        sample = list(known.ids[::step])
        spoken = _languages(snapshot, sample)
        languages = [spoken.get(each) for each in sample]
        frame = Frame.learn(known.packed[::step], languages, usual_query(embedder), usual_comments(embedder))
    made = IndexState(
        comments=0,
        embedder=known.embedder,
        reader=reader,
        framed_on=len(known.ids) if known.embedder else count,
        read_under="",
        made_at="",
    )
    return SearchIndex((), frame), made


def _languages(snapshot: Snapshot, ids: Collection[str]) -> dict[str, str | None]:
    table = read_comments(snapshot, columns=["signal_id", "language"], ids=ids)
    return dict(zip(table["signal_id"].to_pylist(), table["language"].to_pylist(), strict=True))


def _opened() -> SearchIndex:
    return SearchIndex.open(folder_of())


def _brought_up(
    index: SearchIndex, snapshot: Snapshot, ids: list[str], known: Vectors, progress: Progress
) -> tuple[SearchIndex, int, int]:
    """Return the index with what is new, without what is gone; comments whose vector came since are taken anew."""
    here = set(ids)
    with_vector = frozenset(known.ids)
    held = index.ids
    late = {held[place] for place in _without_vector(index)} & with_vector if known.embedder else set()
    removed = [each for each in held if each not in here]
    index = index.without([*removed, *late]) if removed or late else index
    kept = set(held) - late
    new = [each for each in ids if each not in kept]
    for begin in range(0, len(new), CHUNK):
        progress(len(index), len(ids))
        index = _added(index, snapshot, sorted(new[begin : begin + CHUNK]), known)
    return index, len(new), len(removed)


def _without_vector(index: SearchIndex) -> Iterator[int]:
    start = 0
    for part in index.parts:
        if part.vectors.shape[1]:
            yield from (start + int(place) for place in np.flatnonzero(~part.vectors.any(axis=1)))
        start += len(part.ids)


def _added(index: SearchIndex, snapshot: Snapshot, ids: list[str], known: Vectors) -> SearchIndex:
    table = read_comments(snapshot, columns=["signal_id", "language", "text"], ids=ids, order="signal_id")
    names = table["signal_id"].to_pylist()
    packed = None
    if known.embedder:
        packed = np.zeros((len(names), known.packed.shape[1]), dtype=np.int8)
        places, rows = known.of(names)
        packed[places] = known.packed[rows]
    return index.add(names, table["text"].to_pylist(), table["language"].to_pylist(), packed)


def _write(index: SearchIndex, state: IndexState, added: int, removed: int) -> Indexed:
    """Write the index without whoever was erased while it was made."""
    with _alone():
        gone = _gone(index)
        left = index.without(gone) if gone else index
        left.save(folder_of())
        write_state(replace(state, comments=len(left), made_at=timezone.now().isoformat()))
    return Indexed(added=added, removed=removed + len(gone), comments=len(left), is_new=True)


LOCK: Final = ".lock"


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time write the index's files on this machine."""
    folder_of().mkdir(parents=True, exist_ok=True)
    with (folder_of() / LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)

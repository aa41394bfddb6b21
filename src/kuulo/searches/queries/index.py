"""The index of comments in the data folder, mapped into memory and opened anew when it has changed."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings

from kuulo.base.errors import FileError
from kuulo.language.searching import SearchIndex

STATE: Final = "state.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """What the index was made of.

    Attributes:
        comments: How many comments are in it.
        embedder: Of which embedder its vectors are; empty where it finds by words alone.
        reader: What had read the comments; words are masked anew by another one.
        framed_on: Of how many comments the means were taken that its vectors are seen from.
        read_under: Differs whenever the comments or their vectors do.
        made_at: When it was last written, ISO 8601.
    """

    comments: int
    embedder: str
    reader: str
    framed_on: int
    read_under: str
    made_at: str


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index that is open, what it was made of, and its ids in its order."""

    state: IndexState
    index: SearchIndex
    ids: tuple[str, ...]


@dataclass(slots=True)
class Opened:
    """The index this process opened last."""

    stamp: tuple[str, int] = ("", 0)
    index: OpenIndex | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


OPENED: Final = Opened()


def folder_of() -> Path:
    """Return the folder of the index."""
    return Path(settings.KUULO_DATA) / "search"


def index_state() -> IndexState | None:
    """Return what the index was made of; None while there is none."""
    path = folder_of() / STATE
    try:
        return IndexState(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, TypeError, ValueError):
        # None yet, or of another version of Kuulo: it is built anew.
        return None


def write_state(state: IndexState) -> None:
    """Keep what the index was made of; the last step of writing one."""
    new = folder_of() / f".{STATE}"
    new.write_text(json.dumps(asdict(state)), encoding="utf-8")
    new.replace(folder_of() / STATE)


def open_index() -> OpenIndex | None:
    """Return the index; None while there is none that can be used."""
    path = folder_of() / STATE
    with OPENED.lock:
        try:
            stamp = (str(path), path.stat().st_mtime_ns)
        except FileNotFoundError:
            return None
        if OPENED.stamp != stamp:
            OPENED.index = _opened()
            OPENED.stamp = stamp
        return OPENED.index


def _opened() -> OpenIndex | None:
    state = index_state()
    if state is None:
        return None
    try:
        index = SearchIndex.open(folder_of())
    except FileError:
        return None
    return OpenIndex(state, index, tuple(index.ids))

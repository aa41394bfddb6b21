"""Making a process ready to search while somebody still types: dictionaries and the embedder take seconds to load."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

from kuulo.language import meaning, wording
from kuulo.searches.queries.index import OpenIndex, open_index

THREADS: Final = 1
# One word of each language: with it, its dictionary is opened.
WORDS: Final = {"fi": "palvelut", "sv": "tjänsterna", "en": "services"}


@dataclass(slots=True)
class Warmed:
    """Whether this process has been made ready, or is being so."""

    begun: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


WARMED: Final = Warmed()


def warm_up() -> None:
    """Begin to make this process ready for a search, in the background and once; nothing waits for it.

    Only files are opened there, and no database: the thread belongs to no request.
    """
    with WARMED.lock:
        if WARMED.begun:
            return
        opened = open_index()
        if opened is None:
            return
        WARMED.begun = True
    threading.Thread(target=make_ready, args=(opened,), name="search-warm-up", daemon=True).start()


def make_ready(opened: OpenIndex) -> None:
    """Open the dictionaries, the embedder of an index, and the index itself, by searching in it once."""
    for language, word in WORDS.items():
        wording.features(word, language)
    embedder = meaning.open_embedder(THREADS) if opened.state.embedder else None
    is_of_index = embedder is not None and embedder.name == opened.state.embedder
    vector = embedder.embed_query(WORDS["en"]) if embedder is not None and is_of_index else None
    opened.index.search(" ".join(WORDS.values()), vector, 1)

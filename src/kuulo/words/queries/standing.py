"""How far the comments have been read."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kuulo.lake.queries import Snapshot
from kuulo.words.queries.companions import FEELINGS, READINGS, VECTORS, WORDED_SQL

COMPANIONS: Final = (READINGS, FEELINGS, VECTORS)
STANDING_SQL: Final = f"""
    SELECT 'comments' AS what, '' AS name, count(*) AS n FROM signals WHERE {WORDED_SQL}
    UNION ALL SELECT 'felt', '', count(*) FROM word_feelings
    UNION ALL SELECT 'languages', coalesce(language, ''), count(*) FROM word_readings GROUP BY ALL
    UNION ALL SELECT 'embedders', embedder, count(*) FROM word_vectors GROUP BY ALL
    ORDER BY n DESC, name
"""  # noqa: S608 -- names of our own


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many comments there are, and of how many what is known.

    Attributes:
        comments: Comments with words.
        read: Those whose language, personal data and calls are known: only these are shown.
        felt: Those whose feeling was read.
        with_vectors: Those whose meaning can be compared.
        languages: Language → how many are in it; “” for those of which nothing tells.
        embedders: Embedder → how many vectors are of it.
    """

    comments: int
    read: int
    felt: int
    with_vectors: int
    languages: Mapping[str, int] = field(default_factory=dict)
    embedders: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether every comment has been read in every way."""
        return min(self.read, self.felt, self.with_vectors) >= self.comments


@dataclass(slots=True)
class Newest:
    """How far this process saw the comments read last, and in which version."""

    key: tuple[str, ...] = ()
    standing: Standing | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


NEWEST: Final = Newest()


def standing(snapshot: Snapshot) -> Standing:
    """Return how far the comments have been read; counted once for each version."""
    key = (snapshot.source.key, *(snapshot.companion_key(each) for each in COMPANIONS))
    with NEWEST.lock:
        if NEWEST.standing is None or NEWEST.key != key:
            NEWEST.standing, NEWEST.key = _counted(snapshot), key
        return NEWEST.standing


def _counted(snapshot: Snapshot) -> Standing:
    found: dict[str, dict[str, int]] = {"comments": {}, "felt": {}, "languages": {}, "embedders": {}}
    for row in snapshot.run(STANDING_SQL, companions=COMPANIONS).to_pylist():
        found[row["what"]][row["name"]] = row["n"]
    return Standing(
        comments=found["comments"].get("", 0),
        read=sum(found["languages"].values()),
        felt=found["felt"].get("", 0),
        with_vectors=sum(found["embedders"].values()),
        languages=found["languages"],
        embedders=found["embedders"],
    )

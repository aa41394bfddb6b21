"""How far the comments have been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kuulo.lake.queries import Snapshot
from kuulo.words.queries.companions import FEELINGS, READINGS, VECTORS, WORDED_SQL

STANDING_SQL: Final = f"""
    SELECT (SELECT count(*) FROM signals WHERE {WORDED_SQL}) AS comments,
           (SELECT count(*) FROM word_readings) AS read,
           (SELECT count(*) FROM word_feelings) AS felt,
           (SELECT count(*) FROM word_vectors) AS with_vectors
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


def standing(snapshot: Snapshot) -> Standing:
    """Return how far the comments have been read."""
    (row,) = snapshot.run(STANDING_SQL, companions=[READINGS, FEELINGS, VECTORS]).to_pylist()
    languages = snapshot.run(
        "SELECT coalesce(language, '') AS name, count(*) AS n FROM word_readings GROUP BY ALL ORDER BY n DESC, name",
        companions=[READINGS],
    )
    embedders = snapshot.run(
        "SELECT embedder AS name, count(*) AS n FROM word_vectors GROUP BY ALL ORDER BY n DESC", companions=[VECTORS]
    )
    return Standing(
        **row,
        languages={each["name"]: each["n"] for each in languages.to_pylist()},
        embedders={each["name"]: each["n"] for each in embedders.to_pylist()},
    )

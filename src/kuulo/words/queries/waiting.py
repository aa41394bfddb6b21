"""Comments that wait to be read, or to be read anew; the newest first, as pages ask for these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from kuulo.lake.queries import Companion, Snapshot
from kuulo.words.queries.companions import FEELINGS, READINGS, VECTORS, WORDED_SQL
from kuulo.words.rules import WORDED_KINDS

WITH_MEANING: Final = "+meaning"
"""What the mark of a feeling ends with where the meaning of the words had a part in it."""
FIELDS: Final = (
    "signals.signal_id, signals.kind, signals.month, signals.text, signals.language AS asked_in, signals.party"
)
READ: Final = "word_readings.language, coalesce(word_readings.masked, signals.text) AS masked"
Places = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first of the comments that wait for one step, and how many wait in all."""

    rows: pa.Table
    count: int


@dataclass(frozen=True, slots=True)
class Look:
    """Where to look for what waits: a version of the lake, and of it the kinds and months in which anything changed."""

    snapshot: Snapshot
    places: Places

    def find(self, fields: str, source: str, condition: str, companions: list[Companion], most: int) -> Waiting:
        """Return the first rows that meet a condition, and how many do."""
        if not self.places:
            return Waiting(pa.table({}), 0)
        months = ", ".join(f"'{month}'" for month in sorted({month for _kind, month in self.places}))
        where = f"FROM {source} WHERE {WORDED_SQL} AND signals.month IN ({months}) AND {condition}"
        (counted,) = self.snapshot.run(f"SELECT count(*) AS n {where}", companions=companions).to_pylist()
        if not counted["n"]:
            return Waiting(pa.table({}), 0)
        sql = f"SELECT {fields} {where} ORDER BY signals.month DESC, signals.signal_id LIMIT {most:d}"
        return Waiting(self.snapshot.run(sql, companions=companions), counted["n"])


def marks_of_places(snapshot: Snapshot) -> dict[tuple[str, str], int]:
    """Return each kind and month that holds comments, with a mark that differs when its signals do."""
    files = snapshot.partitions()
    marks = {place: hash(files[place]) for place in files if place[0] in WORDED_KINDS}
    unsealed = snapshot.source.unsealed
    pairs = zip(unsealed["kind"].to_pylist(), unsealed["month"].to_pylist(), strict=True)
    # Rows that are not sealed yet have no files to tell them by.
    fresh = {place: hash((snapshot.source.key, marks.get(place))) for place in pairs if place[0] in WORDED_KINDS}
    return marks | fresh


def unread(look: Look, reader: str, most: int) -> Waiting:
    """Return comments that no reader has read, or another one than ``reader``."""
    source = f"signals LEFT JOIN {READINGS.name} AS known USING (signal_id)"
    return look.find(FIELDS, source, f"known.reader IS DISTINCT FROM '{reader}'", [READINGS], most)


def unembedded(look: Look, embedder: str, most: int) -> Waiting:
    """Return comments, masked, that have no vector of the embedder."""
    source = "signals JOIN word_readings USING (signal_id) LEFT JOIN word_vectors AS known USING (signal_id)"
    condition = f"known.embedder IS DISTINCT FROM {quoted(embedder)}"
    return look.find(f"{FIELDS}, {READ}", source, condition, [READINGS, VECTORS], most)


def unfelt(look: Look, most: int) -> Waiting:
    """Return comments, masked, that have no feeling at all."""
    source = "signals JOIN word_readings USING (signal_id) LEFT JOIN word_feelings AS known USING (signal_id)"
    fields = f"{FIELDS}, {READ}, NULL::BLOB AS vector"
    return look.find(fields, source, "known.model IS NULL", [READINGS, FEELINGS], most)


def felt_by_others(look: Look, model: str, embedder: str, most: int) -> Waiting:
    """Return comments, masked, whose feeling was not read by the model, or without the vector they have by now.

    Args:
        look: Where to look.
        model: Version of the model.
        embedder: Embedder whose vectors the model understands; empty where it understands none.
        most: At most so many.
    """
    vectors = f"(SELECT signal_id, vector FROM word_vectors WHERE embedder = {quoted(embedder)})"  # noqa: S608 -- a quoted text
    source = (
        "signals JOIN word_readings USING (signal_id) LEFT JOIN word_feelings AS known USING (signal_id) "
        f"LEFT JOIN {vectors} AS meant USING (signal_id)"
    )
    mark = f"CASE WHEN meant.vector IS NULL THEN '{model}' ELSE '{model}{WITH_MEANING}' END"
    condition = f"known.model IS DISTINCT FROM {mark}"
    companions = [READINGS, FEELINGS, VECTORS]
    return look.find(f"{FIELDS}, {READ}, meant.vector", source, condition, companions, most)


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"

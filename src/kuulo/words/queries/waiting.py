"""Comments that wait to be read, or to be read anew; the newest first, as pages ask for these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from kuulo.lake.queries import Companion, Snapshot
from kuulo.words.queries.companions import FEELINGS, READINGS, VECTORS, WORDED_SQL
from kuulo.words.rules import WORDED_KINDS

WITH_MEANING: Final = "+meaning"
"""What the mark of a feeling or a reader ends with where the meaning of the words had a part in it."""
FIELDS: Final = (
    "signals.signal_id, signals.kind, signals.month, signals.text, signals.language AS asked_in, signals.party"
)
SEEN: Final = "signals JOIN word_readings USING (signal_id)"
CHOSEN: Final = "WHERE month IN ({months}) AND signal_id IN (SELECT signal_id FROM chosen)"
SIGNALS_CHOSEN: Final = f"(SELECT * FROM signals {CHOSEN}) AS signals"  # noqa: S608 -- names of our own
SEEN_CHOSEN: Final = f"{SIGNALS_CHOSEN} JOIN (SELECT * FROM word_readings {CHOSEN}) AS word_readings USING (signal_id)"  # noqa: S608 -- as above
READ: Final = "word_readings.language, coalesce(word_readings.masked, signals.text) AS masked"
HEARD: Final = "word_readings.language, word_readings.languages, word_readings.masked, word_readings.personal"
FELT: Final = "feeling, negative, neutral, positive, learned"
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

    def find(self, step: Missing, most: int) -> Waiting:
        """Return the first comments a step has not been done for, and how many there are in all.

        They are found by their ids alone and fetched afterwards: what is carried through a join of millions is narrow.
        """
        if not self.places:
            return NOTHING
        months = ", ".join(f"'{month}'" for month in sorted({month for _kind, month in self.places}))
        where = f"FROM {step.source} WHERE {WORDED_SQL} AND signals.month IN ({months}) AND {step.condition}"
        (counted,) = self.snapshot.run(f"SELECT count(*) AS n {where}", companions=step.companions).to_pylist()
        if not counted["n"]:
            return NOTHING
        sql = f"SELECT signals.signal_id, signals.month {where} ORDER BY signals.month DESC, signals.signal_id"
        chosen = self.snapshot.run(f"{sql} LIMIT {most:d}", companions=step.companions)
        months = ", ".join(f"'{month}'" for month in sorted(set(chosen["month"].to_pylist())))
        fetched = step.fetched.format(months=months)
        sql = f"SELECT {step.fields} FROM {fetched} ORDER BY signals.month DESC, signals.signal_id"  # noqa: S608 -- as above
        return Waiting(self.snapshot.run(sql, {"chosen": chosen}, step.companions), counted["n"])


@dataclass(frozen=True, slots=True)
class Missing:
    """What a step has not been done for: where that is seen, and what the step needs to know of it.

    ``fetched`` reads the rows of ``chosen`` alone, from the files of ``{months}``.
    """

    source: str
    condition: str
    companions: tuple[Companion, ...]
    fields: str
    fetched: str


NOTHING: Final = Waiting(pa.table({}), 0)


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
    source = "signals LEFT JOIN word_readings AS known USING (signal_id)"
    condition = f"coalesce(known.reader, '') NOT IN ('{reader}', '{reader}{WITH_MEANING}')"
    return look.find(Missing(source, condition, (READINGS,), FIELDS, SIGNALS_CHOSEN), most)


def unembedded(look: Look, embedder: str, most: int) -> Waiting:
    """Return comments, masked, that have no vector of the embedder."""
    source = f"{SEEN} LEFT JOIN word_vectors AS known USING (signal_id)"
    condition = f"known.embedder IS DISTINCT FROM {quoted(embedder)}"
    return look.find(Missing(source, condition, (READINGS, VECTORS), f"{FIELDS}, {READ}", SEEN_CHOSEN), most)


def half_heard(look: Look, reader: str, embedder: str, most: int) -> Waiting:
    """Return comments whose calls were read by ``reader`` without the vector of ``embedder`` that they have by now.

    Beside the words come the other columns of their reading, and their feeling where one is known.
    """
    vectors = f"(SELECT signal_id, vector FROM word_vectors {CHOSEN} AND embedder = {quoted(embedder)}) AS meant"  # noqa: S608 -- a quoted text
    felt = f"(SELECT * FROM word_feelings {CHOSEN}) AS word_feelings"  # noqa: S608 -- names of our own
    missing = Missing(
        source=f"{SEEN} JOIN word_vectors AS meant USING (signal_id)",
        condition=f"word_readings.reader = '{reader}' AND meant.embedder = {quoted(embedder)}",
        companions=(READINGS, FEELINGS, VECTORS),
        fields=f"{FIELDS}, {HEARD}, {FELT}, meant.vector",
        fetched=f"{SEEN_CHOSEN} JOIN {vectors} USING (signal_id) LEFT JOIN {felt} USING (signal_id)",
    )
    return look.find(missing, most)


def unfelt(look: Look, most: int) -> Waiting:
    """Return comments, masked, that have no feeling at all."""
    source = f"{SEEN} LEFT JOIN word_feelings AS known USING (signal_id)"
    fields = f"{FIELDS}, {READ}, NULL::BLOB AS vector"
    return look.find(Missing(source, "known.model IS NULL", (READINGS, FEELINGS), fields, SEEN_CHOSEN), most)


def felt_by_others(look: Look, model: str, embedder: str, most: int) -> Waiting:
    """Return comments, masked, whose feeling was not read by the model, or without the vector they have by now.

    Args:
        look: Where to look.
        model: Version of the model.
        embedder: Embedder whose vectors the model understands; empty where it understands none.
        most: At most so many.
    """
    name = quoted(embedder)
    known = f"{SEEN} LEFT JOIN word_feelings AS known USING (signal_id)"
    meant = f"LEFT JOIN word_vectors AS meant ON meant.signal_id = signals.signal_id AND meant.embedder = {name}"
    vectors = f"(SELECT signal_id, vector FROM word_vectors {CHOSEN} AND embedder = {name}) AS meant"  # noqa: S608 -- quoted texts
    mark = f"CASE WHEN meant.embedder IS NULL THEN '{model}' ELSE '{model}{WITH_MEANING}' END"
    missing = Missing(
        source=f"{known} {meant}",
        condition=f"known.model IS DISTINCT FROM {mark}",
        companions=(READINGS, FEELINGS, VECTORS),
        fields=f"{FIELDS}, {READ}, meant.vector",
        fetched=f"{SEEN_CHOSEN} LEFT JOIN {vectors} USING (signal_id)",
    )
    return look.find(missing, most)


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"

"""Counting who needs an idea: the people of a segment, what they said or answered, and what they bought in a year."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.customers.queries import customers_on, party_map
from kuulo.customers.queries.segments import segment_members
from kuulo.customers.rules import Purpose
from kuulo.figures.queries import Reading
from kuulo.figures.queries.scope import literal
from kuulo.ideas.rules.needs import FEWEST_FOR_MEAN, Known, Need, Reach, Terms
from kuulo.measures.growth.heavy import Mean, mean_of
from kuulo.words.queries import read_comments

A_YEAR: Final = timedelta(days=365)
SAID_WITHIN: Final = timedelta(days=730)
SEED: Final = 11
COLUMNS: Final = {"theme": "theme", "code": "codes", "call": "calls"}
# Who promised nothing but their name: a confidential answer's score is nobody's to know, so it is joined with nobody.
ANSWERS: Final = """
    SELECT p.party_id AS person, arg_max(s.value, s.occurred_at) AS score
    FROM signals s JOIN parties p ON s.party = p.party
    WHERE s.kind = 'answer' AND s.state = 'answered' AND s.promise = 'identified' AND s.value IS NOT NULL
      AND s.definition = {measure}
    GROUP BY person
"""
PURCHASES: Final = """
    SELECT p.party_id AS person, sum(s.value) AS spent
    FROM signals s JOIN parties p ON s.party = p.party
    WHERE s.kind = 'purchase' AND s.state = 'answered' AND s.value IS NOT NULL
      AND s.occurred_at > TIMESTAMPTZ '{since}' AND s.occurred_at <= TIMESTAMPTZ '{until}'
    GROUP BY person
"""
BOUGHT: Final = """
    SELECT count(*) > 0 AS bought FROM signals
    WHERE kind = 'purchase' AND state = 'answered' AND value IS NOT NULL AND occurred_at > TIMESTAMPTZ '{since}'
"""
MEASURES: Final = """
    SELECT definition, min(scale_min) AS low, max(scale_max) AS high FROM signals
    WHERE kind = 'answer' AND state = 'answered' AND promise = 'identified' AND value IS NOT NULL AND definition <> ''
    GROUP BY definition ORDER BY definition
"""
Persons = NDArray[np.int64]


def terms_of(reading: Reading) -> Terms:
    """Return what the organisation has decided about figures, and the version of the data."""
    return Terms(confidence=reading.confidence, floor=reading.floor, data_version=reading.data_version)


def reach_of(reading: Reading, need: Need, *, now: datetime) -> Reach:
    """Count who needs an idea.

    Raises:
        NotFoundError: There is no such segment.
        EngineError: The lake cannot be read.
    """
    people = _people(need.segment)
    heard, needing = _known(reading, need, people, now)
    spent, of_all = _spent(reading, people, needing, now)
    return Reach(people=len(people), heard=len(heard), needing=len(needing), spent=spent, of_all=of_all)


def scored_measures(reading: Reading) -> tuple[tuple[str, float, float], ...]:
    """Return the measures answered under their own name, each with the ends of its scale."""
    rows = reading.snapshot.run(MEASURES).to_pylist()
    return tuple((row["definition"], row["low"], row["high"]) for row in rows if row["low"] is not None)


def _people(segment: str) -> Persons:
    """Return the people of a segment, or all customers there are now."""
    if segment:
        return np.array(sorted(segment_members(segment, purpose=Purpose.SERVICE)), dtype=np.int64)
    return np.asarray(customers_on(None)["party_id"].to_numpy(zero_copy_only=False), dtype=np.int64)


def _known(reading: Reading, need: Need, people: Persons, now: datetime) -> tuple[Persons, Persons]:
    """Return of whom it is known whether they need it, and who of them does."""
    if need.known is Known.SAID:
        heard, needing = _said(reading, need.words, now)
    elif need.known is Known.SCORED:
        heard, needing = _scored(reading, need)
    else:
        return people, people
    return np.intersect1d(heard, people), np.intersect1d(needing, people)


def _said(reading: Reading, words: str, now: datetime) -> tuple[Persons, Persons]:
    """Return who wrote under their own name within two years, and who of them wrote of the need."""
    kind, _colon, key = words.partition(":")
    column = COLUMNS[kind]
    since = f"occurred_at > TIMESTAMPTZ '{(now - SAID_WITHIN).isoformat()}'"
    table = read_comments(
        reading.snapshot, columns=("party", column, "occurred_at"), where=f"party IS NOT NULL AND {since}"
    )
    persons = _persons_of(table["party"])
    values = table[column].to_pylist()
    told = np.array([value == key if kind == "theme" else key in (value or ()) for value in values], dtype=bool)
    known = persons >= 0
    return np.unique(persons[known]), np.unique(persons[known & told])


def _persons_of(parties: pa.ChunkedArray) -> Persons:
    """Return the customer behind each identifier; −1 where nobody is known by it."""
    known = party_map()
    numbers = dict(zip(known["party"].to_pylist(), known["party_id"].to_pylist(), strict=True))
    return np.array([numbers.get(each, -1) for each in parties.to_pylist()], dtype=np.int64)


def _scored(reading: Reading, need: Need) -> tuple[Persons, Persons]:
    sql = ANSWERS.format(measure=literal(need.measure))
    table = reading.snapshot.run(sql, {"parties": party_map()})
    persons = np.asarray(table["person"].to_numpy(zero_copy_only=False), dtype=np.int64)
    scores = np.asarray(table["score"].to_numpy(zero_copy_only=False), dtype=float)
    low, high = need.low or 0.0, need.high or 0.0
    return persons, persons[(scores >= low) & (scores <= high)]


def _spent(reading: Reading, people: Persons, needing: Persons, now: datetime) -> tuple[Mean | None, bool]:
    """Return what one who needs it brought in the last year; of everybody in the segment where too few are known."""
    span = {"since": (now - A_YEAR).isoformat(), "until": now.isoformat()}
    (row,) = reading.snapshot.run(BOUGHT.format(**span)).to_pylist()
    if not row["bought"] or not len(people):
        return None, False
    table = reading.snapshot.run(PURCHASES.format(**span), {"parties": party_map()})
    sums = dict(zip(table["person"].to_pylist(), table["spent"].to_pylist(), strict=True))
    of_all = len(needing) < max(FEWEST_FOR_MEAN, reading.floor)
    chosen = people if of_all else needing
    values = np.array([float(sums.get(int(person), 0.0)) for person in chosen])
    mean = mean_of(values, confidence=reading.confidence, seed=SEED, largest=float(values.max()))
    return mean, of_all and len(people) != len(needing)

"""The histories of customers, from the lake and the register: answers known by name, purchases, coming and leaving."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from kuulo.customers.queries import party_map, stays_table
from kuulo.figures.queries import Reading, read_catalogue
from kuulo.figures.queries.reading import kept
from kuulo.figures.queries.scope import literal
from kuulo.measures.definitions import DEFINITIONS, Definition
from kuulo.measures.growth.history import Floats, History, Integers

# A confidential answer's score is nobody's to know, so it is joined with nobody's purchases.
ANSWERS: Final = """
    SELECT p.party_id AS person, epoch(s.occurred_at) / 86400.0 AS given, s.value AS score
    FROM signals s JOIN parties p ON s.party = p.party
    WHERE s.kind = 'answer' AND s.state = 'answered' AND s.promise = 'identified' AND s.value IS NOT NULL
      AND s.definition IN ({recorded}) AND s.scale_min = {low} AND s.scale_max = {high}
    ORDER BY person, given
"""
PURCHASES: Final = """
    SELECT p.party_id AS person, epoch(s.occurred_at) / 86400.0 AS given, s.value AS amount,
           CAST(hash(coalesce(nullif(s.response_id, ''), s.signal_id)) % 4611686018427387904 AS BIGINT) AS number
    FROM signals s JOIN parties p ON s.party = p.party
    WHERE s.kind = 'purchase' AND s.state = 'answered' AND s.value IS NOT NULL
    ORDER BY person, given
"""
NEWEST: Final = "SELECT epoch(max(occurred_at)) / 86400.0 AS given FROM signals"
NEVER: Final = np.inf


@kept
def history_of(reading: Reading, definition: Definition) -> History:
    """Return what is known of all customers over time; answers are those of the definition's family, on its scale."""
    stays = stays_table()
    numbers = _integers(stays["party_id"])
    order = np.argsort(numbers)
    person, at, score = _answers(reading, definition, numbers, order)
    buyer, bought, amount, order_of = _purchases(reading, numbers, order)
    since = np.nan_to_num(_days(stays["since"], 0.0), nan=-NEVER)
    by = stays["brought_by"].to_numpy(zero_copy_only=False).astype(float)
    known = np.isfinite(by) & np.isfinite(since)
    bringer = _places(by[known].astype(np.int64), numbers, order)
    newest = _newest(reading)
    return History(
        since=since,
        # The last day as a customer is one: who left on it is gone from the next midnight on.
        until=np.nan_to_num(_days(stays["until"], 1.0), nan=NEVER),
        person=person,
        at=at,
        score=score,
        buyer=buyer,
        bought=bought,
        amount=amount,
        order=order_of,
        bringer=bringer[bringer >= 0],
        brought=since[known][bringer >= 0],
        begin=float(bought.min()) if len(bought) else float(at.min(initial=newest)),
        now=newest,
    )


def _answers(
    reading: Reading, definition: Definition, numbers: Integers, order: Integers
) -> tuple[Integers, Floats, Floats]:
    recorded = [name for name in read_catalogue(reading).recorded_for(definition) if name in DEFINITIONS]
    sql = ANSWERS.format(
        recorded=", ".join(literal(name) for name in recorded) or "''",
        low=float(definition.scale_min or 0.0),
        high=float(definition.scale_max or 0.0),
    )
    table = reading.snapshot.run(sql, {"parties": party_map()})
    place = _places(_integers(table["person"]), numbers, order)
    at, score = _floats(table["given"]), _floats(table["score"])
    rows = _order(place, at)
    return place[rows], at[rows], score[rows]


def _purchases(reading: Reading, numbers: Integers, order: Integers) -> tuple[Integers, Floats, Floats, Integers]:
    table = reading.snapshot.run(PURCHASES, {"parties": party_map()})
    place = _places(_integers(table["person"]), numbers, order)
    bought, amount, number = _floats(table["given"]), _floats(table["amount"]), _integers(table["number"])
    rows = _order(place, bought)
    return place[rows], bought[rows], amount[rows], number[rows]


def _order(place: Integers, moments: Floats) -> Integers:
    """Return the rows of known customers, by customer and time."""
    known = np.flatnonzero(place >= 0)
    return known[np.lexsort((moments[known], place[known]))]


def _places(wanted: Integers, numbers: Integers, order: Integers) -> Integers:
    """Return where each number stands among the customers; −1 for one that is no customer."""
    if not len(numbers):
        return np.full(len(wanted), -1, dtype=np.int64)
    found = np.minimum(np.searchsorted(numbers, wanted, sorter=order), len(numbers) - 1)
    place = order[found]
    return np.where(numbers[place] == wanted, place, -1).astype(np.int64)


def _newest(reading: Reading) -> float:
    (row,) = reading.snapshot.run(NEWEST).to_pylist()
    return float(row["given"] or 0.0)


def _integers(column: pa.ChunkedArray) -> Integers:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.int64)


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=float)


def _days(column: pa.ChunkedArray, after: float) -> Floats:
    whole = column.cast(pa.int32()).to_numpy(zero_copy_only=False).astype(float)
    return np.asarray(whole + after, dtype=float)

"""The later check: of those who were customers half a year ago, did the silent leave more often than was expected?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import numpy as np
import pyarrow as pa

from kuulo.base.estimate import Estimate
from kuulo.correction.rules.attributes import known_of
from kuulo.customers.queries import customers_on, party_map
from kuulo.figures.queries import Reading
from kuulo.figures.queries.reading import kept
from kuulo.measures.correction import Features, later_check
from kuulo.measures.correction.design import known_matrix
from kuulo.measures.correction.logistic import fit_logistic
from kuulo.measures.features import Flags, Floats

AGO: Final = timedelta(days=180)
SPOKEN_WITHIN: Final = timedelta(days=365)
# Under so many persons on either side, or so few leavers among those heard, nothing can be expected of the silent.
LEAST_PERSONS: Final = 50
LEAST_LEFT: Final = 5
SPOKEN_SQL: Final = """
    SELECT known_parties.party_id AS person, bool_or(signals.state = 'answered') AS heard
    FROM signals JOIN known_parties ON signals.party = known_parties.party
    WHERE signals.kind IN ('answer', 'comment')
      AND signals.month BETWEEN '{first_month}' AND '{last_month}'
      AND signals.occurred_at >= TIMESTAMPTZ '{first}' AND signals.occurred_at < TIMESTAMPTZ '{last}'
    GROUP BY known_parties.party_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Those who were customers on a day, and what became of those who had been silent.

    Attributes:
        day: The day.
        silent: Customers of that day who had been asked in the year before and had answered nothing; where nobody
            noted who was asked, all who had answered nothing.
        heard: Those who had answered.
        asked: Whether it was noted who was asked.
        beyond: Share of the silent who left since, less the share expected of them.
    """

    day: date
    silent: int
    heard: int
    asked: bool
    beyond: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """The customers of a day, one row each: what is known of them, who had spoken, who was asked, who left since."""

    x: Features
    heard: Flags
    asked: Flags
    left: Flags


@kept
def left_since(reading: Reading, now: date) -> Left | None:
    """Return whether the silent of half a year ago left more often than was expected; ``None`` where too few did.

    What is expected of them is how often those left who had answered and of whom the same is known: a logistic
    regression with a ridge, fitted on those heard.
    """
    day = now - AGO
    then = _customers_then(reading, day)
    noted = bool((then.asked & ~then.heard).any())
    silent = then.asked & ~then.heard if noted else ~then.heard
    if min(int(silent.sum()), int(then.heard.sum())) < max(LEAST_PERSONS, reading.floor):
        return None
    if int(then.left[then.heard].sum()) < LEAST_LEFT:
        return None
    return Left(
        day=day,
        silent=int(silent.sum()),
        heard=int(then.heard.sum()),
        asked=noted,
        beyond=later_check(_expected(then, silent), then.left[silent], confidence=reading.confidence),
    )


def _expected(then: Then, silent: Flags) -> Floats:
    """Return the chance of leaving of each of the silent, as those heard left."""
    known = known_matrix(then.x, None, then.heard)
    fitted = fit_logistic(known[then.heard], then.left[then.heard].astype(float))
    chance = 1.0 / (1.0 + np.exp(-(known[silent] @ fitted)))
    return np.asarray(chance, dtype=float)


def _customers_then(reading: Reading, day: date) -> Then:
    people = customers_on(day)
    person = np.asarray(people["party_id"].to_numpy(), dtype=np.int64)
    stayed = np.asarray(customers_on(None)["party_id"].to_numpy(), dtype=np.int64)
    spoken = _spoken_before(reading, day)
    asked = np.asarray(spoken["person"].to_numpy(), dtype=np.int64)
    heard = asked[np.asarray(spoken["heard"].to_numpy(zero_copy_only=False), dtype=bool)]
    return Then(
        x=known_of(people, datetime.combine(day, time(), tzinfo=UTC)).x,
        heard=np.isin(person, heard),
        asked=np.isin(person, asked),
        left=~np.isin(person, stayed),
    )


def _spoken_before(reading: Reading, day: date) -> pa.Table:
    """Return who was asked in the year before a day, and whether each answered anything."""
    last = datetime.combine(day, time(), tzinfo=UTC)
    first = last - SPOKEN_WITHIN
    sql = SPOKEN_SQL.format(
        first=first.isoformat(),
        last=last.isoformat(),
        first_month=first.strftime("%Y-%m"),
        last_month=last.strftime("%Y-%m"),
    )
    return reading.ask(sql, {"known_parties": party_map()})

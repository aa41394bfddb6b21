"""What customers did before the window, and what they answered last before it: nothing of the window itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.correction.queries.answers import KNOWN, before_sql, literal
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.rules.hearing import Heard
from kuulo.customers.queries import party_map, register_version
from kuulo.lake.queries import Snapshot

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
YEAR: Final = timedelta(days=366)
# What a customer does; what was asked and answered is told by the scores.
SAID: Final = "'answer', 'comment'"


@dataclass(frozen=True, slots=True)
class Acts:
    """What persons did in the year before a moment; one row a person who did anything, by number.

    Attributes:
        person: Numbers, ascending.
        days: Days since the last thing each did.
        orders: Orders in that year.
        value: What they bought for.
    """

    person: Codes
    days: Floats
    orders: Floats
    value: Floats


def acts_before(snapshot: Snapshot, moment: datetime) -> Acts:
    """Return what customers did in the year before a moment; kept under the version of lake and register."""
    key = ("acts", snapshot.source.key, register_version(), moment)
    return MEMORY.of(key, lambda: _acts(snapshot, moment))


def _acts(snapshot: Snapshot, moment: datetime) -> Acts:
    first = moment - YEAR
    sql = f"""
        SELECT k.party_id AS person,
               date_diff('second', max(signals.occurred_at), TIMESTAMPTZ {literal(moment.isoformat())})
                   / 86400.0 AS days,
               count(DISTINCT coalesce(nullif(signals.response_id, ''), signals.signal_id))
                   FILTER (signals.kind = 'purchase' AND coalesce(signals.value, 0) >= 0)::DOUBLE AS orders,
               coalesce(sum(signals.value) FILTER (signals.kind = 'purchase'), 0.0)::DOUBLE AS value
        FROM signals JOIN {KNOWN} k ON signals.party = k.party
        WHERE signals.kind NOT IN ({SAID}) AND signals.state = 'answered' AND {before_sql(moment)}
          AND signals.month >= {literal(first.astimezone(UTC).strftime("%Y-%m"))}
          AND signals.occurred_at >= TIMESTAMPTZ {literal(first.isoformat())}
        GROUP BY k.party_id ORDER BY k.party_id
    """  # noqa: S608 -- literals of answers.py
    found = snapshot.run(sql, {KNOWN: party_map()})
    return Acts(_codes(found, "person"), _floats(found, "days"), _floats(found, "orders"), _floats(found, "value"))


@dataclass(frozen=True, slots=True)
class Scores:
    """Every score anybody known gave to any measure, by person and time (microseconds); one element a score.

    ``name`` is the place of its definition among ``names``.
    """

    names: tuple[str, ...]
    name: Codes
    person: Codes
    at: Codes
    value: Floats


def earlier_scores(snapshot: Snapshot, heard: Heard) -> tuple[Codes, Floats]:
    """Return who answered the measure before the window (numbers, ascending), and the last score of each.

    Scores given under a promise of confidence are nobody's to know, and stay out.
    """
    if heard.start is None:
        return np.array([], dtype=np.int64), np.array([])
    key = ("scores", snapshot.source.key, register_version())
    scores = MEMORY.of(key, lambda: _scores(snapshot))
    places = [place for place, name in enumerate(scores.names) if name in heard.recorded]
    before = np.isin(scores.name, places) & (scores.at < int(heard.start.timestamp() * 1_000_000))
    person, value = scores.person[before], scores.value[before]
    last = np.append(person[1:] != person[:-1], True) if len(person) else np.array([], dtype=bool)
    return person[last], value[last]


def _scores(snapshot: Snapshot) -> Scores:
    sql = f"""
        SELECT k.party_id AS person, epoch_us(signals.occurred_at) AS at, signals.value::DOUBLE AS value,
               signals.definition AS name
        FROM signals JOIN {KNOWN} k ON signals.party = k.party
        WHERE signals.kind = 'answer' AND signals.definition IS NOT NULL
          AND signals.state = 'answered' AND signals.promise = 'identified' AND signals.value IS NOT NULL
        ORDER BY k.party_id, signals.occurred_at, signals.signal_id
    """  # noqa: S608 -- literals of answers.py
    found = snapshot.run(sql, {KNOWN: party_map()})
    names = found["name"].combine_chunks().dictionary_encode()
    return Scores(
        names=tuple(names.dictionary.to_pylist()),
        name=np.asarray(names.indices.to_numpy(), dtype=np.int64),
        person=_codes(found, "person"),
        at=_codes(found, "at"),
        value=_floats(found, "value"),
    )


def looked_up(known: Codes, values: Floats, wanted: Codes, default: float) -> Floats:
    """Return the value of each wanted number from ascending known ones, or the default."""
    if not len(known):
        return np.full(len(wanted), default)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[place] == wanted, values[place], default)


def _codes(table: pa.Table, name: str) -> Codes:
    return np.asarray(table[name].to_numpy(), dtype=np.int64)


def _floats(table: pa.Table, name: str) -> Floats:
    values: Any = table[name].cast(pa.float64()).to_numpy()
    return np.asarray(values, dtype=float)

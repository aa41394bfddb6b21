"""The rows an analysis reads, as SQL over ``signals``: one a response, or one a person; columns by place.

Columns: ``person``, ``y`` (the outcome's score), ``d0…`` (drivers from 0, worst, to 100, best), ``weight``. Answers are
tied to each other by the person only where the person was promised no more than to be known: confidential and anonymous
answers are told together with those of the same response alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import pyarrow as pa

from kuulo.correction.queries.answers import FIRST_PHASE, PERSON, joined_sql, literal, tables_for
from kuulo.drivers.queries.options import DriverOptions, Scored
from kuulo.drivers.rules import EVERYWHERE, JOINT, PERIODS, PERSONS, Ask
from kuulo.figures.queries import Reading
from kuulo.measures.definitions import DEFINITIONS

WEIGHTS: Final = "answer_weights"
GATHERED: Final = "gathered_rows"
MOST_GATHERED: Final = 1_000_000  # answers; more stay in the lake and are read for each question
MEMORY_DAYS: Final = 366  # how long before an outcome what was lived through still counts
ANSWERED: Final = (
    f"signals.kind = 'answer' AND signals.state = 'answered' AND signals.value IS NOT NULL AND {FIRST_PHASE}"
)
LINKED: Final = "signals.party IS NOT NULL AND signals.promise = 'identified'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A SELECT with the tables it names beside ``signals``, and the ibis types of its columns."""

    sql: str
    columns: tuple[tuple[str, str], ...]
    tables: Mapping[str, pa.Table] = field(repr=False)

    def run(self, reading: Reading, sql: str) -> pa.Table:
        """Return the result of a statement over these rows."""
        return reading.snapshot.run(sql, self.tables)

    def gathered(self, reading: Reading) -> Rows:
        """Return the same rows read from the lake once; for as many as fit into memory with ease."""
        found = self.run(reading, self.sql)
        return Rows(sql=f"SELECT * FROM {GATHERED}", columns=self.columns, tables={GATHERED: found})  # noqa: S608 -- our own name


def rows_for(reading: Reading, options: DriverOptions, ask: Ask, weights: pa.Table | None) -> Rows:
    """Return the rows of a settled question.

    Args:
        reading: The version of the data.
        options: What there is to choose from.
        ask: The question, settled.
        weights: Corrected weights by ``party`` (and ``touchpoint``) as ``g``; ``None`` where nothing is corrected.
    """
    sql = (_person_sql if ask.of == PERSONS else _response_sql)(options, ask, weights is not None)
    kinds = [("person", "int64"), ("y", "float64"), *((f"d{place}", "float64") for place in range(len(ask.drivers)))]
    if weights is not None:
        kinds.append(("weight", "float64"))
    tables = dict(tables_for(sql))
    if weights is not None:
        tables[WEIGHTS] = weights
    rows = Rows(sql=sql, columns=tuple(kinds), tables=tables)
    few = sum(one.n for one in options.scored if is_outcome(one, ask)) <= MOST_GATHERED
    return rows.gathered(reading) if few else rows


def window_sql(options: DriverOptions, ask: Ask) -> str:
    """Return the condition that an outcome was given in the period, counted back from the newest."""
    days = PERIODS[ask.period or "all"]
    newest = newest_of(options, ask)
    if not days or newest is None:
        return "true"
    start = newest - timedelta(days=days)
    return (
        f"signals.month >= {literal(start.strftime('%Y-%m'))} "
        f"AND signals.occurred_at >= TIMESTAMPTZ {literal(start.isoformat())}"
    )


def newest_of(options: DriverOptions, ask: Ask) -> datetime | None:
    """Return when the outcome was last given."""
    found = [one.newest for one in options.scored if is_outcome(one, ask)]
    return max(found, default=None)


def is_outcome(one: Scored, ask: Ask) -> bool:
    """Return whether answers are those of the outcome."""
    if ask.of == PERSONS:
        return one.definition == ask.outcome
    return one.source == ask.of and one.question == ask.outcome


def _toward_better(value: str, one: Scored) -> str:
    """Return a score from 0, the worse end of its scale, to 100, the better one."""
    span = one.high - one.low
    if one.direction < 0:
        return f"100.0::DOUBLE * ({one.high!r} - {value}) / {span!r}"
    return f"100.0::DOUBLE * ({value} - {one.low!r}) / {span!r}"


def _response_sql(options: DriverOptions, ask: Ask, weighted: bool) -> str:  # noqa: FBT001 -- it chooses a column
    """Return one row a response of a source: its outcome and its drivers."""
    scales = {one.question: one for one in options.scored if one.source == ask.of}
    fields = [f"max(signals.value) FILTER (signals.question = {literal(ask.outcome)}) AS y"]
    fields += [
        f"{_toward_better(f'max(signals.value) FILTER (signals.question = {literal(name)})', scales[name])} AS d{place}"
        for place, name in enumerate(ask.drivers)
    ]
    asked = ", ".join(literal(name) for name in (ask.outcome, *ask.drivers))
    person = f"CAST({PERSON} AS BIGINT) AS person"
    inner = f"""
        SELECT {person}, signals.response_id, any_value(signals.party) AS party,
               any_value(signals.touchpoint) AS touchpoint, {", ".join(fields)}
        FROM {joined_sql(person)}
        WHERE {ANSWERED} AND signals.source = {literal(ask.of)} AND signals.question IN ({asked})
              AND {window_sql(options, ask)}
        GROUP BY ALL
    """  # noqa: S608 -- literals and names of the data's own, quoted
    return _weighed(inner, weighted=weighted)


def _person_sql(options: DriverOptions, ask: Ask, weighted: bool) -> str:  # noqa: FBT001 -- as above
    """Return one row a person: the newest outcome, and means of what was said at touchpoints in the year before it."""
    person = f"CAST({PERSON} AS BIGINT) AS person"
    placed = any(one.definition == ask.outcome and one.touchpoint for one in options.scored)
    bare = any(one.definition == ask.outcome and not one.touchpoint for one in options.scored)
    about = " AND signals.touchpoint IS NULL" if placed and bare else ""
    names = sorted({key.split(JOINT, 1)[0] for key in ask.drivers})
    wanted = ", ".join(literal(name) for name in names)
    fields = ", ".join(f"{_mean_of(key)} AS d{place}" for place, key in enumerate(ask.drivers))
    inner = f"""
        SELECT told.person, told.party, told.touchpoint, told.y, {fields}
        FROM (
            SELECT {person}, arg_max(signals.party, signals.occurred_at) AS party,
                   arg_max(signals.touchpoint, signals.occurred_at) AS touchpoint,
                   arg_max(signals.value, signals.occurred_at) AS y, max(signals.occurred_at) AS at
            FROM {joined_sql(person)}
            WHERE {ANSWERED} AND {LINKED} AND signals.definition = {literal(ask.outcome)}{about}
                  AND {window_sql(options, ask)}
            GROUP BY 1
        ) told
        JOIN (
            SELECT {person}, signals.definition, signals.touchpoint, signals.occurred_at AS at,
                   {_oriented(options, names)} AS score
            FROM {joined_sql(person)}
            WHERE {ANSWERED} AND {LINKED} AND signals.definition IN ({wanted}) AND signals.touchpoint IS NOT NULL
        ) lived ON lived.person = told.person AND lived.at <= told.at
                AND lived.at > told.at - INTERVAL {MEMORY_DAYS} DAY
        GROUP BY ALL
    """  # noqa: S608 -- as above
    return _weighed(inner, weighted=weighted)


def _mean_of(key: str) -> str:
    name, touchpoint = key.split(JOINT, 1)
    here = "" if touchpoint == EVERYWHERE else f" AND lived.touchpoint = {literal(touchpoint)}"
    return f"avg(lived.score) FILTER (lived.definition = {literal(name)}{here})"


def _oriented(options: DriverOptions, names: list[str]) -> str:
    """Return the score from 0 to 100 by the scale each definition was answered on."""
    scale = "(signals.scale_max - signals.scale_min)"
    up = f"100.0::DOUBLE * (signals.value - signals.scale_min) / {scale}"
    down = f"100.0::DOUBLE * (signals.scale_max - signals.value) / {scale}"
    lower = [name for name in names if DEFINITIONS[name].direction < 0 and _has(options, name)]
    worse = f" OR signals.definition IN ({', '.join(literal(name) for name in lower)})" if lower else ""
    return f"CASE WHEN signals.direction = -1{worse} THEN {down} ELSE {up} END"


def _has(options: DriverOptions, name: str) -> bool:
    return any(one.definition == name for one in options.scored)


def _weighed(inner: str, *, weighted: bool) -> str:
    """Return the rows with their weights; who has none of their own counts as the others do on average."""
    if not weighted:
        return f"SELECT * EXCLUDE (party, touchpoint) FROM ({inner})"  # noqa: S608 -- as above
    return f"""
        SELECT rows.* EXCLUDE (party, touchpoint), coalesce(weights.g, avg(weights.g) OVER (), 1.0)::DOUBLE AS weight
        FROM ({inner}) AS rows
        LEFT JOIN (SELECT party, touchpoint, avg(g) AS g FROM {WEIGHTS} GROUP BY ALL) AS weights
             ON weights.party = rows.party
             AND weights.touchpoint IS NOT DISTINCT FROM rows.touchpoint
    """  # noqa: S608 -- as above

"""What the lake shows of a measure in a time: who was asked, who answered what, person by person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kuulo.correction.queries.answers import listed, measure_sql, window_sql
from kuulo.correction.queries.gathering import answers_for
from kuulo.correction.rules.hearing import Heard
from kuulo.lake.queries import Snapshot
from kuulo.measures.definitions import Definition

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
# The lowest and the highest tenth of a scale are its ends.
END_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Seen:
    """What the lake shows of a measure in the window: one row a person (and touchpoint), and the sources' own silence.

    Attributes:
        table: ``person``, ``touchpoint``, ``asked``, ``reached``, ``answered``, ``weights``, ``weight``, ``score``,
            ``points``, ``extreme``, ``first_at`` (seconds, when first asked), ``drawn2``, ``answered2``, ``weight2``,
            ``points2``, ``latest2_at`` (seconds, the latest of a follow-up).
        silent: Source → whether it notes those who stayed silent.
    """

    table: pa.Table
    silent: dict[str, bool]

    def floats(self, name: str) -> Floats:
        """Return a column, nothing as not a number."""
        return np.asarray(self.table[name].cast(pa.float64()).to_numpy(), dtype=float)

    @property
    def person(self) -> Codes:
        """Numbers of the persons."""
        return np.asarray(self.table["person"].to_numpy(), dtype=np.int64)

    @property
    def is_weighted(self) -> bool:
        """Whether every answer carries a weight."""
        answered, weights = self.floats("answered").sum(), self.floats("weights").sum()
        return bool(answered) and bool(answered == weights)


def weighted_key(snapshot: Snapshot, heard: Heard) -> tuple[object, ...]:
    """Return under which it is kept whether every answer heard carries a weight: whoever looks first tells it."""
    return ("weighted", snapshot.source.key, heard)


def outcome_sql(definition: Definition, score: str = "signals.value") -> str:
    """Return what an answer adds to the figure's mean, as SQL: ±100 or 0, 1 or 0, or the score."""
    if definition.statistic == "mean" or definition.favourable is None:
        return f"{score}::DOUBLE"
    low, high = definition.favourable
    text = f"WHEN {score} BETWEEN {low} AND {high} THEN {definition.unit}"
    if definition.unfavourable is not None and definition.statistic == "net":
        low, high = definition.unfavourable
        text += f" WHEN {score} BETWEEN {low} AND {high} THEN -{definition.unit}"
    return f"(CASE WHEN {score} IS NULL THEN NULL {text} ELSE 0.0 END)::DOUBLE"


def extreme_sql(definition: Definition) -> str | None:
    """Return whether an answer lies at an end of the scale, as SQL; nothing where the scale is open."""
    if definition.scale_min is None or definition.scale_max is None or definition.scale_max - definition.scale_min < 3:
        return None
    edge = END_SHARE * (definition.scale_max - definition.scale_min)
    return f"(signals.value <= {definition.scale_min + edge} OR signals.value >= {definition.scale_max - edge})"


def look(snapshot: Snapshot, heard: Heard, noted: frozenset[str]) -> Seen:
    """Return what the lake shows of the measure in the window; of ``noted`` sources the ledger knows who was silent."""
    touchpoint = "signals.touchpoint" if heard.encounters else "NULL::VARCHAR"
    extreme = extreme_sql(heard.definition) or "false"
    answers = answers_for(snapshot, heard)
    window = window_sql(heard)
    if heard.is_newest and answers.second != "false":
        window = f"({window} OR ({answers.second} AND {window_sql(replace(heard, end=None))}))"
    where = f"{measure_sql(heard)} AND {window}"
    if noted and heard.encounters:
        # Of persons it is enough that one of the two tells; of encounters each would be counted twice.
        where += f" AND (signals.state IN ('answered', 'skipped') OR signals.source NOT IN ({listed(sorted(noted))}))"
    first, later = "NOT second AND state = 'answered'", "second AND state = 'answered'"
    sql = f"""
        WITH rows AS (
            SELECT {answers.person} AS person, {touchpoint} AS touchpoint, signals.state AS state,
                   {answers.second} AS second, signals.value AS value, signals.weight AS weight,
                   {outcome_sql(heard.definition)} AS score, {extreme} AS extreme, signals.source AS source,
                   signals.occurred_at AS happened
            FROM {answers.source} WHERE {where}
        )
        SELECT person, touchpoint, source, grouping(source) = 0 AS of_source,
               count(*) FILTER (state = 'answered') AS spoken,
               count(*) FILTER (state IN ('not_shown', 'shown', 'dismissed')) AS silent,
               count(*) FILTER (NOT second) AS asked,
               count(*) FILTER (NOT second AND state != 'not_shown') AS reached,
               count(*) FILTER ({first}) AS answered,
               count(weight) FILTER ({first}) AS weights,
               avg(weight) FILTER ({first}) AS weight,
               avg(score) FILTER ({first}) AS score,
               avg(value) FILTER ({first}) AS points,
               count(*) FILTER ({first} AND extreme) AS extreme,
               epoch(min(happened) FILTER (NOT second))::DOUBLE AS first_at,
               count(*) FILTER (second) AS drawn2,
               count(*) FILTER ({later}) AS answered2,
               avg(weight) FILTER (second) AS weight2,
               avg(value) FILTER ({later}) AS points2,
               epoch(max(happened) FILTER (second))::DOUBLE AS latest2_at
        FROM rows GROUP BY GROUPING SETS ((person, touchpoint), (source)) ORDER BY person, touchpoint
    """  # noqa: S608 -- literals of answers.py
    found = snapshot.run(sql, answers.tables())
    of_source = found["of_source"]
    notes = found.filter(of_source).select(["source", "spoken", "silent"]).to_pylist()
    persons = found.filter(pc.invert(of_source)).drop_columns(["source", "of_source", "spoken", "silent"])
    return Seen(persons, {row["source"]: bool(row["silent"]) for row in notes if row["spoken"]})

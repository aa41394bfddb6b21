"""Figures of the answers as they came: what is shown beside the corrected one, and alone where nothing is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.correction.queries.answers import KNOWN, joined_sql, measure_sql, tables_for, window_sql
from kuulo.correction.queries.gathering import answers_for
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.queries.seen import weighted_key
from kuulo.correction.rules.hearing import Heard
from kuulo.lake.queries import Snapshot
from kuulo.measures.plans import figure_plan
from kuulo.measures.requests import Design

SCORE = {"score": "float64", "person": "int64", "weight": "float64"}
ALL = "NULL"


def weighted(snapshot: Snapshot, heard: Heard) -> bool:
    """Return whether every answer heard carries a weight, so that weights are used."""

    def look() -> bool:
        answers = answers_for(snapshot, heard)
        sql = (
            f"SELECT count(*) AS answers, count(signals.weight) AS weights FROM {answers.source} "  # noqa: S608 -- literals of answers.py
            f"WHERE {answered_sql(heard)} AND {answers.first_phase()}"
        )
        (row,) = snapshot.run(sql, answers.tables()).to_pylist()
        return bool(row["answers"]) and row["answers"] == row["weights"]

    return MEMORY.of(weighted_key(snapshot, heard), look)


def answered_sql(heard: Heard) -> str:
    """Return the condition that a row is an answer to the measure in the window."""
    return f"{measure_sql(heard)} AND {window_sql(heard)} AND signals.state = 'answered'"


def raw_groups(
    snapshot: Snapshot, heard: Heard, *, condition_sql: str, split_sql: str | None, split_kind: str, trust: Text
) -> Mapping[Any, Estimate]:
    """Return the uncorrected figure of each group (``None`` alone where there is no split)."""
    has_weights = weighted(snapshot, heard)
    answers = answers_for(snapshot, heard, condition_sql, split_sql or "")
    fields = f"signals.value AS score, {answers.person} AS person"
    fields += ", signals.weight AS weight" if has_weights else ""
    fields += f", {split_sql} AS g" if split_sql else ""
    where = f"{answered_sql(heard)} AND {answers.first_phase()} AND {condition_sql}"
    source = joined_sql(fields.replace(KNOWN, ""), where, source=answers.source)
    sql = f"SELECT {fields} FROM {source} WHERE {where}"  # noqa: S608 -- literals of answers.py
    plan = figure_plan(
        heard.definition,
        columns=SCORE | ({"g": split_kind} if split_sql else {}),
        score="score",
        by=("g",) if split_sql else (),
        design=Design(weight="weight" if has_weights else None, cluster="person"),
        confidence=heard.confidence,
    )
    found = plan.finish(
        snapshot.run(plan.sql("duckdb", sql), tables_for(sql, snapshot) | answers.tables()),
        data_version=snapshot.data_version,
    )
    return {figure.by.get("g"): replace(figure.estimate, trust=trust) for figure in found}

"""Figures of single questions of one source, also those that feed no named measure: means, shares, and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.figures.queries.reading import Reading, kept
from kuulo.figures.queries.scope import PERSON, literal
from kuulo.figures.rules.guards import keep_back
from kuulo.measures.plans import figure_plan
from kuulo.measures.requests import Design
from kuulo.words.queries import masked_texts

MEAN: Final = "mean@1"
SHARE: Final = "share@1"
# Parts a question and one of its labels; no label holds it.
JOINT: Final = "\x1f"

Parts = tuple[tuple[str, str], ...]
"""Questions, each with the version of its wording; answers to another wording are other answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceComment:
    """What somebody wrote to a question, personal data masked."""

    signal_id: str
    text: str
    question: str
    language: str | None
    touchpoint: str | None
    occurred_at: datetime


@kept
def value_figures(reading: Reading, source: str, measure: str, parts: Parts) -> Mapping[str, Estimate]:
    """Return question → figure of its values; withheld where fewer persons than the floor answered.

    Args:
        reading: The version of the data.
        source: Where the answers come from.
        measure: The definition, such as ``mean@1``; ``share@1`` for answers of 1 and 0.
        parts: The questions; one that nobody answered is not in the result.
    """
    answers = f"""
        SELECT signals.value AS score, signals.question AS g, signals.weight, {PERSON} AS person FROM signals
        WHERE {_answered(source, parts)} AND signals.value IS NOT NULL
    """  # noqa: S608 -- literals only
    return _figures(reading, answers, measure)


@kept
def label_shares(reading: Reading, source: str, parts: Parts) -> Mapping[str, Mapping[str, Estimate]]:
    """Return question → label of an answer → share of those who answered the question that gave it."""
    answers = f"""
        WITH given AS (
            SELECT signals.question, signals.text AS label, signals.weight, {PERSON} AS person FROM signals
            WHERE {_answered(source, parts)} AND signals.text IS NOT NULL
        ),
        labels AS (SELECT DISTINCT question, label FROM given)
        SELECT (given.label = labels.label)::INTEGER::DOUBLE AS score,
               given.question || {literal(JOINT)} || labels.label AS g, given.weight, given.person
        FROM given JOIN labels USING (question)
    """  # noqa: S608 -- literals only
    shares: dict[str, dict[str, Estimate]] = {}
    for name, estimate in _figures(reading, answers, SHARE).items():
        question, _joint, label = name.partition(JOINT)
        shares.setdefault(question, {})[label] = estimate
    return shares


@kept
def source_comments(reading: Reading, source: str, most: int) -> tuple[SourceComment, ...]:
    """Return the newest comments of a source; none while fewer persons than the floor have answered anything there.

    Comments of one day come in an order that tells nothing of the time.
    """
    where = f"signals.source = {literal(source)} AND signals.state = 'answered'"
    persons = reading.ask(f"SELECT count(DISTINCT {PERSON}) AS n FROM signals WHERE {where}")["n"][0].as_py()  # noqa: S608 -- literals only
    if persons < reading.floor:
        return ()
    rows = reading.ask(
        "SELECT signal_id, text, question, language, touchpoint, occurred_at FROM signals "  # noqa: S608 -- literals only
        f"WHERE {where} AND signals.kind = 'comment' AND signals.text <> '' "
        f"ORDER BY occurred_at::DATE DESC, signal_id LIMIT {most:d}"
    ).to_pylist()
    masked = masked_texts(reading.snapshot, {row["signal_id"]: (row["text"], row["language"]) for row in rows})
    return tuple(
        SourceComment(
            signal_id=row["signal_id"],
            text=masked[row["signal_id"]],
            question=row["question"],
            language=row["language"],
            touchpoint=row["touchpoint"],
            occurred_at=row["occurred_at"],
        )
        for row in rows
    )


def _answered(source: str, parts: Parts) -> str:
    pairs = ", ".join(f"({literal(question)}, {literal(wording)})" for question, wording in parts) or "(NULL, NULL)"
    return (
        f"signals.kind = 'answer' AND signals.source = {literal(source)} AND signals.state = 'answered' "
        f"AND (signals.question, signals.wording) IN ({pairs})"
    )


def _figures(reading: Reading, answers: str, measure: str) -> dict[str, Estimate]:
    """Return group → figure of a SELECT of ``score``, ``g``, ``weight`` and ``person``."""
    counted = reading.ask(f"SELECT count(*) AS n, count(weight) AS weighted FROM ({answers})").to_pylist()[0]  # noqa: S608 -- built above
    if not counted["n"]:
        return {}
    weighted = counted["n"] == counted["weighted"]
    plan = figure_plan(
        measure,
        columns={"score": "float64", "person": "uint64", "weight": "float64", "g": "string"},
        score="score",
        by=("g",),
        design=Design(weight="weight" if weighted else None, cluster="person"),
        confidence=reading.confidence,
    )
    sums = reading.ask(plan.sql("duckdb", answers))
    persons = {row["g0"]: row["seen"] for row in sums.select(["g0", "seen", "whole_stratum"]).to_pylist()}
    figures = {str(figure.by["g"]): figure.estimate for figure in plan.finish(sums)}
    return {
        group: _guarded(replace(estimate, data_version=reading.data_version), persons.get(group, 0), reading.floor)
        for group, estimate in figures.items()
    }


def _guarded(estimate: Estimate, persons: int, floor: int) -> Estimate:
    return keep_back(estimate) if persons < floor else estimate

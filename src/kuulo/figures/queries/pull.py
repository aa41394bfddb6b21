"""Touchpoints, or themes of words, ordered by how much they pull the figure to the worse side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kuulo.figures.queries.cells import Cells, count_cells, needs_count, plain_cells
from kuulo.figures.queries.listening import factors_for
from kuulo.figures.queries.reading import Reading, kept, kept_with_words
from kuulo.figures.queries.scope import Scope, Split, answers_sql, split_by
from kuulo.figures.rules.dimensions import TOUCHPOINT, Dimension, DimensionKind
from kuulo.figures.rules.pull import Contribution, Sums, Whole, contribution
from kuulo.measures.definitions import Definition

# First what each person said at each touchpoint, then the person's whole, then sums of products over persons.
PULL_SQL = """
    WITH answers AS ({answers}),
    weighed AS (SELECT answers.*, {weight} AS w FROM answers{factors}),
    own AS (
        SELECT person, g AS touchpoint, count(*) AS n, sum(w) AS w, sum(w * {stands_for}) AS y
        FROM weighed GROUP BY person, g
    ),
    every AS (SELECT person, sum(w) AS w, sum(y) AS y FROM own GROUP BY person)
    SELECT touchpoint, false AS whole, sum(n)::BIGINT AS n, count(*) AS persons,
           sum(own.w) AS w, sum(own.y) AS y,
           sum(own.w * own.w) AS ww, sum(own.w * own.y) AS wy, sum(own.y * own.y) AS yy,
           sum(own.w * every.w) AS w_allw, sum(own.w * every.y) AS w_ally,
           sum(own.y * every.w) AS y_allw, sum(own.y * every.y) AS y_ally
    FROM own JOIN every USING (person) GROUP BY touchpoint
    UNION ALL
    SELECT NULL, true, NULL, count(*), sum(w), sum(y), sum(w * w), sum(w * y), sum(y * y), NULL, NULL, NULL, NULL
    FROM every
"""
# The factors that make those who answered resemble everybody; an answer without one counts as it came.
FACTORS = """
    LEFT JOIN heard_factors ON heard_factors.party = answers.party
    AND heard_factors.touchpoint IS NOT DISTINCT FROM answers.place
"""
OWN = ("w", "y", "ww", "wy", "yy", "w_allw", "w_ally", "y_allw", "y_ally")
WHOLE = ("w", "y", "ww", "wy", "yy", "persons")
THEME = Dimension(DimensionKind.WORDS, "theme")
POOLED_STATISTICS = ("net", "share", "mean")


@kept
def touchpoint_pull(reading: Reading, scope: Scope) -> tuple[Contribution, ...]:
    """Return the touchpoints of a scope, first the one that pulls the figure most to the worse side.

    Answers count as in the figure itself: corrected for the encounters whose customers did not answer. Touchpoints
    under the floor, and with them the one their numbers could be worked out from, are left out. Nothing is returned
    where there is a single touchpoint, or the measure is no mean of its answers.
    """
    return _pulls(reading, scope, TOUCHPOINT) if scope.has_touchpoints else ()


@kept_with_words
def theme_pull(reading: Reading, scope: Scope) -> tuple[Contribution, ...]:
    """Return the same of the themes of the words that came with answers; of those without a theme, under ``None``."""
    return _pulls(reading, scope, THEME)


def _pulls(reading: Reading, scope: Scope, dimension: Dimension) -> tuple[Contribution, ...]:
    if scope.definition.statistic not in POOLED_STATISTICS:
        return ()
    split = split_by(reading, scope, dimension)
    factors = factors_for(reading, scope)
    weight = "weight" if scope.weighted else "1.0::DOUBLE"
    sql = PULL_SQL.format(
        answers=answers_sql(reading, scope, split),
        weight=weight if factors is None else f"{weight} * coalesce(heard_factors.g, 1)",
        factors="" if factors is None else FACTORS,
        stands_for=stands_for_sql(scope.definition),
    )
    rows = reading.ask(sql, {} if factors is None else {"heard_factors": factors}).to_pylist()
    found = next((row for row in rows if row["whole"]), None)
    parts = [row for row in rows if not row["whole"] and row["w"]]
    if found is None or not found["w"] or len(parts) < 2:
        return ()
    whole = Whole(**{name: found[name] for name in WHOLE})
    shown = _cells(reading, scope, split, parts, found["persons"]).shown
    pulls = [_pull(row, whole, reading, scope.definition) for row in parts if row["touchpoint"] in shown]
    return tuple(sorted(pulls, key=lambda one: one.pull * scope.definition.direction))


def _cells(reading: Reading, scope: Scope, split: Split, parts: Sequence[Mapping[str, Any]], everybody: int) -> Cells:
    if needs_count(scope):
        return count_cells(reading, scope, split)
    return plain_cells(reading, {row["touchpoint"]: row["persons"] for row in parts}, everybody)


def _pull(row: dict[str, Any], whole: Whole, reading: Reading, measure: Definition) -> Contribution:
    return contribution(
        Sums(**{name: row[name] for name in OWN}),
        whole,
        touchpoint=row["touchpoint"],
        n=row["n"],
        confidence=reading.confidence,
        better=measure.direction,
    )


def stands_for_sql(measure: Definition) -> str:
    """Return what an answer stands for in the measure: ±100 or 0 in a net score, 1 or 0 in a share, else the answer."""
    if measure.favourable is None:
        return "score"
    low, high = measure.favourable
    cases = f"WHEN score BETWEEN {low:g} AND {high:g} THEN {measure.unit:g}"
    if measure.unfavourable is not None:
        low, high = measure.unfavourable
        cases += f" WHEN score BETWEEN {low:g} AND {high:g} THEN {-measure.unit:g}"
    return f"(CASE {cases} ELSE 0 END)::DOUBLE"

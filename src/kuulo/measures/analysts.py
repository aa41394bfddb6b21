"""The figure functions for analysts: a table in, figures with intervals out.

    from kuulo.measures import nps
    nps(answers, score="likelihood", by="segment", weight="weight")

The table may be pandas, Polars (eager or lazy), PyArrow, a DuckDB relation, a Spark DataFrame or an ibis table; the
work is done there, and only aggregated groups come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from kuulo.base.errors import DefinitionError
from kuulo.base.texts import mark as _
from kuulo.measures import definitions
from kuulo.measures.definitions import Definition
from kuulo.measures.plans import FigurePlan, figure_plan
from kuulo.measures.requests import By, Design
from kuulo.measures.results import FigureTable
from kuulo.measures.tables import open_table
from kuulo.measures.withholding import FLOOR, check_floor, withhold


class FigureOptions(TypedDict, total=False):
    """The arguments every figure function shares; `figures` tells what each one means."""

    by: By | Sequence[By] | None
    weight: str | None
    stratum: str | None
    cluster: str | None
    fpc: str | float | None
    where: str | None
    state: str | None
    confidence: float
    interval: str
    floor: int


def figures(  # noqa: PLR0913 -- the analysts' function names everything a figure can depend on
    table: Any,
    *,
    score: str,
    definition: str | Definition,
    by: By | Sequence[By] | None = (),
    weight: str | None = None,
    stratum: str | None = None,
    cluster: str | None = None,
    fpc: str | float | None = None,
    where: str | None = None,
    state: str | None = None,
    denominator: str | None = None,
    confidence: float = 0.95,
    interval: str = "",
    floor: int = FLOOR,
) -> FigureTable:
    """Return the figures of a definition for the whole table, or for each group.

    Args:
        table: A pandas, Polars, PyArrow, DuckDB, Spark or ibis table with one row an answer.
        score: Column of the answers; empty ones are no answers.
        definition: Name and version, such as ``nps@1``; see `kuulo.measures.definitions`.
        by: Columns, or `Period` of a column of times, to group by.
        weight: Column of weights.
        stratum: Column of strata.
        cluster: Column of clusters (first-stage units), nested in the strata.
        fpc: Column or number: population size in the answer's stratum (clusters, where there are clusters), or the
            sampling fraction if every value is 1 or less.
        where: Condition such as ``segment = 'home' and wave >= 3``; the rows outside stay part of the design.
        state: Column of answer states (``dismissed`` …), for definitions that count those without an answer.
        denominator: Column of the denominator, for ``ratio@1``.
        confidence: Confidence level, 0–1.
        interval: Another interval than the usual one: ``adjusted_wald``, ``logit``, ``t``.
        floor: Groups under this many answers are withheld, and what would give them away; never under 3.

    Raises:
        InputError: The table, a column or the condition cannot be used; the message names what was found.
        DefinitionError: The definition is unknown, or the answers do not fit its scale.
        SettingError: The floor is lower than 3.
    """
    check_floor(floor)
    answers = open_table(table)
    plan: FigurePlan = figure_plan(
        definition,
        columns=answers.columns,
        score=score,
        by=by,
        design=Design(weight=weight, stratum=stratum, cluster=cluster, fpc=fpc),
        where=where,
        state=state,
        denominator=denominator,
        confidence=confidence,
    )
    names = [name for name, _kind in plan.request.columns]
    return withhold(plan.finish(answers.run(plan, names), interval=interval), floor)


def nps(table: Any, *, score: str, definition: str = "nps@1", **options: Unpack[FigureOptions]) -> FigureTable:
    """Return Net Promoter Scores (−100…100) from answers 0–10; the other arguments are those of `figures`."""
    return figures(table, score=score, definition=_of_family(definition, "nps"), **options)


def enps(table: Any, *, score: str, definition: str = "enps@1", **options: Unpack[FigureOptions]) -> FigureTable:
    """Return employee Net Promoter Scores (−100…100) from answers 0–10; the other arguments are those of `figures`."""
    return figures(table, score=score, definition=_of_family(definition, "enps"), **options)


def csat(table: Any, *, score: str, definition: str = "csat.top2@1", **options: Unpack[FigureOptions]) -> FigureTable:
    """Return customer satisfaction from answers 1–5: the share of 4–5, or the mean with ``csat.mean@1``."""
    return figures(table, score=score, definition=_of_family(definition, "csat"), **options)


def ces(table: Any, *, score: str, definition: str = "ces.2@1", **options: Unpack[FigureOptions]) -> FigureTable:
    """Return customer effort: ``ces.2@1`` is the mean of 1–7 (higher is easier), ``ces.2010@1`` of 1–5 (lower is)."""
    return figures(table, score=score, definition=_of_family(definition, "ces"), **options)


def share(table: Any, *, score: str, definition: str = "share@1", **options: Unpack[FigureOptions]) -> FigureTable:
    """Return shares (0–1): of yes in a column of yes and no (1 and 0), or of a definition's favourable answers."""
    return figures(table, score=score, definition=_of_statistic(definition, "share"), **options)


def mean_score(table: Any, *, score: str, definition: str = "mean@1", **options: Unpack[FigureOptions]) -> FigureTable:
    """Return means of a column of numbers, or of a definition with a closed scale."""
    return figures(table, score=score, definition=_of_statistic(definition, "mean"), **options)


def total(table: Any, *, score: str, **options: Unpack[FigureOptions]) -> FigureTable:
    """Return weighted totals of a column of numbers."""
    return figures(table, score=score, definition="total@1", **options)


def ratio(table: Any, *, score: str, denominator: str, **options: Unpack[FigureOptions]) -> FigureTable:
    """Return the ratio of the total of ``score`` to the total of ``denominator``."""
    return figures(table, score=score, definition="ratio@1", denominator=denominator, **options)


def _of_family(name: str, family: str) -> Definition:
    """Return the definition, refusing one that measures something else than the function's name says."""
    found = definitions.definition(name)
    if found.family.partition(".")[0] == family:
        return found
    raise DefinitionError(
        _("{name} is not a definition of {family}."), _("Use kuulo.measures.figures for it."), name=name, family=family
    )


def _of_statistic(name: str, statistic: str) -> Definition:
    found = definitions.definition(name)
    if found.statistic == statistic:
        return found
    raise DefinitionError(
        _("{name} is not a {statistic}."), _("Use kuulo.measures.figures for it."), name=name, statistic=statistic
    )

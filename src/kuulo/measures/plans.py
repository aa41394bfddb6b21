"""Plans: a request as SQL text, apart from running it, for whoever has an engine.

    plan = figure_plan("nps@1", columns={"value": "float64", "segment": "string"}, score="value", by="segment")
    table = engine.run(plan.sql("duckdb"))       # reads a table named "answers"
    figures = plan.finish(table)

Compiling costs some milliseconds and is cached by what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ibis
import pyarrow as pa

from kuulo.base.errors import EngineError
from kuulo.base.texts import mark as _
from kuulo.measures.conditions import condition_columns
from kuulo.measures.definitions import Definition, definition
from kuulo.measures.expressions import build
from kuulo.measures.finishing import Extremes, finish
from kuulo.measures.requests import (
    NO_DESIGN,
    By,
    Design,
    Request,
    as_by,
    check_answers,
    check_confidence,
    check_fpc,
    named_columns,
    pick_columns,
)
from kuulo.measures.results import FigureTable

TABLE = "answers"
_DIALECTS = {"duckdb": "duckdb", "spark": "pyspark", "pyspark": "pyspark"}


@dataclass(frozen=True, slots=True)
class FigurePlan:
    """A request that can be turned into SQL, and turn the engine's result into figures."""

    request: Request

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text that computes the aggregated groups.

        Args:
            dialect: ``duckdb`` or ``spark``.
            source: A SELECT that yields the answers; without it the text reads a table named ``answers``.
        """
        return over_source(_figure_sql(self.request, dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a given ibis table."""
        return build(self.request, table)

    def finish(
        self, table: pa.Table, *, extremes: Extremes | None = None, interval: str = "", data_version: str = ""
    ) -> FigureTable:
        """Return the figures from the engine's result; see `kuulo.measures.finishing.finish`."""
        return finish(self.request, table, extremes=extremes, interval=interval, data_version=data_version)


def figure_plan(  # noqa: PLR0913 -- says everything a figure can depend on, by name
    name: str | Definition,
    *,
    columns: Mapping[str, str],
    score: str,
    by: By | Sequence[By] | None = (),
    design: Design = NO_DESIGN,
    where: str | None = None,
    state: str | None = None,
    denominator: str | None = None,
    confidence: float = 0.95,
    many_groups: bool = False,
) -> FigurePlan:
    """Plan the figures of one definition.

    Args:
        name: The definition, or its name and version.
        columns: Name and ibis type (``float64``, ``string``, ``timestamp('UTC')`` …) of the columns there are.
        score: Column of the answers.
        by: Columns or periods to group by.
        design: Weight, stratum, cluster and population size.
        where: Condition; rows outside stay part of the design, as with ``subset`` in R's survey package.
        state: Column of answer states, used by definitions that count who did not answer.
        denominator: Column of the denominator, for ``ratio@1``.
        confidence: Confidence level, 0–1.
        many_groups: Say that thousands of groups will come; the figures are the same, the work differs.

    Raises:
        ColumnError: A column is missing or of the wrong kind.
        DefinitionError: The definition is unknown, or two groupings share a name.
        ScaleMismatchError: The answers are yes and no, and the definition counts points of a scale.
    """
    found = definition(name) if isinstance(name, str) else name
    groups = as_by(by)
    check_fpc(design.fpc)
    mentioned = () if where is None else condition_columns(where)
    wanted = named_columns(score, groups, design, state, denominator, *mentioned)
    picked = pick_columns(wanted, columns)
    check_answers(found, score, columns[score])
    request = Request(
        definition=found,
        score=score,
        by=groups,
        design=design,
        denominator=denominator,
        state=state,
        where=where,
        confidence=check_confidence(confidence),
        many_groups=many_groups,
        columns=picked,
    )
    return FigurePlan(request)


def over_source(sql: str, source: str) -> str:
    """Return the text with ``answers`` standing for another SELECT; unchanged where there is none."""
    return f"WITH {TABLE} AS (\n{source}\n)\nSELECT * FROM (\n{sql}\n) AS figures" if source else sql


@lru_cache(maxsize=1024)
def _figure_sql(request: Request, dialect: str) -> str:
    return to_text(build(request, unbound(request.columns)), dialect)


def unbound(columns: Sequence[tuple[str, str]]) -> Any:
    """Return the ibis table ``answers`` with these columns and no data behind it."""
    return ibis.table(dict(columns), name=TABLE)


def to_text(expression: Any, dialect: str) -> str:
    """Return an ibis expression as SQL text.

    Raises:
        EngineError: Kuulo does not write this dialect.
    """
    if dialect not in _DIALECTS:
        raise EngineError(
            _("Kuulo does not write SQL for {dialect}."), _("Use one of: duckdb, spark."), dialect=dialect
        )
    if dialect != "duckdb" and ibis.options.pyspark is None:
        # The compiler asks for this option, which only loading Spark itself would set; writing text needs no Spark
        ibis.options.pyspark = _SparkOptions(treat_nan_as_null=False)
    return str(ibis.to_sql(expression, dialect=_DIALECTS[dialect]))


class _SparkOptions(ibis.config.Config):  # type: ignore[misc]  # -- ibis has no types here
    treat_nan_as_null: bool

"""Weighting for analysts: a table in, weights joined back on its own engine, figures whose intervals include them.

from kuulo.measures import Margin, rake
weighted = rake(answers, [Margin("region", {"north": 1200, "south": 800}), Margin("age", {…})])
weighted.weights()                                        # the table, with a column "weight"
weighted.figures(score="likelihood", definition="nps@1", by="segment")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from kuulo.measures.definitions import Definition
from kuulo.measures.requests import By, Design, check_fpc
from kuulo.measures.results import FigureTable
from kuulo.measures.tables import Answers, open_table
from kuulo.measures.weighting.domains import part_estimates
from kuulo.measures.weighting.finishing import finish_domains, place_kinds, place_sums, tabled
from kuulo.measures.weighting.fitting import ROUNDS, TOLERANCE, CellWeights, Method, fit_cells
from kuulo.measures.weighting.joining import FACTOR, Joined, join_weights
from kuulo.measures.weighting.margins import Auxiliary, Level, Margin, columns_of
from kuulo.measures.weighting.plans import CellPlan, DomainPlan, UnitPlan, cell_plan, domain_plan
from kuulo.measures.weighting.replicates import Replicates, replicate_variance
from kuulo.measures.weighting.system import KEY
from kuulo.measures.weighting.trimming import Trim
from kuulo.measures.withholding import FLOOR, check_floor, withhold


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A table and the weights found for it.

    Attributes:
        table: The table as it came.
        fitted: The weights, a factor a cell, with what judges them: ``n_eff``, ``deff_kish``, ``max_difference`` …
        cells: The cells the weights were found on.
        plan: How the rows were counted into the cells.
    """

    table: Any = field(repr=False)
    fitted: CellWeights
    cells: pa.Table = field(repr=False)
    plan: CellPlan = field(repr=False)

    def weights(self, name: str = "weight") -> Any:
        """Return the table with a column of weights, lazily where its engine is lazy.

        Raises:
            ColumnError: The table has a column of that name already.
        """
        factors = {key: self.cells.column(KEY + key) for key in self.plan.keys} | {FACTOR: pa.array(self.fitted.factor)}
        cells = pa.table(factors)
        if self.cells.num_rows > 1 and ({"stratum", "cluster"} & set(self.cells.column_names)):
            cells = (
                cells.group_by(list(self.plan.keys))
                .aggregate([(FACTOR, "min")])
                .select([*self.plan.keys, f"{FACTOR}_min"])
            )
            cells = cells.rename_columns([*self.plan.keys, FACTOR])
        return join_weights(self.table, Joined(cells, self.plan.keys, self.plan.design.weight, name))

    def figures(  # noqa: PLR0913 -- the analysts' function names everything a figure can depend on
        self,
        *,
        score: str,
        definition: str | Definition,
        by: By | Sequence[By] | None = (),
        where: str | None = None,
        state: str | None = None,
        denominator: str | None = None,
        confidence: float = 0.95,
        interval: str = "",
        floor: int = FLOOR,
        replicates: Replicates | None = None,
    ) -> FigureTable:
        """Return figures under the weights, with a variance that includes finding them.

        The arguments are those of `kuulo.measures.figures`; ``replicates`` takes the variance from replicate weights
        instead of linearisation. Each estimate's ``method`` names the weighting, its ``raw`` is the figure before it.
        """
        check_floor(floor)
        answers = open_table(self.table)
        plan = domain_plan(
            definition,
            self.plan,
            columns=answers.columns,
            score=score,
            by=by,
            where=where,
            state=state,
            denominator=denominator,
            confidence=confidence,
        )
        names = [name for name, _kind in plan.request.columns]
        sums = answers.run(plan, names)
        if replicates is None:
            return withhold(finish_domains(plan, sums, self.cells, self.fitted, interval=interval), floor)
        found = self._replicated(answers, plan, sums, replicates, interval)
        return withhold(found, floor)

    def _replicated(
        self, answers: Answers, plan: DomainPlan, sums: pa.Table, asked: Replicates, interval: str
    ) -> FigureTable:
        groups, part = place_sums(plan, sums, self.cells)
        rows = answers.run(UnitPlan(plan), [name for name, _kind in plan.request.columns])
        kinds = place_kinds(plan, rows, self.cells, self.fitted, groups)
        variance, notes = replicate_variance(kinds, self.fitted, plan.request.definition.statistic, asked)
        found = part_estimates(part, self.fitted, plan.request, variance=variance[: part.count], interval=interval)
        told = [replace(one, method=f"{one.method}, {asked.kind}", notes=(*notes, *one.notes)) for one in found]
        return tabled(plan, groups, part, told)


def calibrate(  # noqa: PLR0913 -- the analysts' function names every choice of a calibration
    table: Any,
    margins: Sequence[Auxiliary],
    *,
    method: Method = "raking",
    weight: str | None = None,
    stratum: str | None = None,
    cluster: str | None = None,
    fpc: str | float | None = None,
    bounds: tuple[float, float] | None = None,
    trim: Trim | None = None,
    tolerance: float = TOLERANCE,
    max_rounds: int = ROUNDS,
) -> Calibrated:
    """Return weights that make the table meet the margins.

    Args:
        table: A pandas, Polars, PyArrow, DuckDB, Spark or ibis table.
        margins: Margins and totals of numbers.
        method: ``raking`` (factors above 0), ``linear`` (GREG), ``logit`` (within bounds), ``poststratification``.
        weight: Column of base weights, such as one over the chance to be asked; else every row weighs 1.
        stratum: Column of strata the rows were drawn in.
        cluster: Column of first-stage units, such as the person who answered more than once.
        fpc: Column or number: population size of the stratum (in clusters, where there are clusters) or the fraction.
        bounds: Lowest and highest factor on the base weights.
        trim: Limits of single weights, after calibration.
        tolerance: How near each total has to be met, relative to it.
        max_rounds: Rounds after which the search is given up.

    Raises:
        ColumnError: A column or value is missing, or a base weight is negative.
        EmptyLevelError: Levels have a target and no rows, or rows and no target; the message names them.
        NotConvergedError: No weights meet the margins; the message names the worst one and by how much.
        DefinitionError: Method, bounds and margins do not fit each other.
    """
    check_fpc(fpc)
    answers = open_table(table)
    by = (*columns_of(margins), *((weight,) if trim is not None and weight is not None else ()))
    design = Design(weight=weight, stratum=stratum, cluster=cluster, fpc=fpc)
    plan = cell_plan(columns=answers.columns, by=by, design=design)
    cells = plan.finish(answers.run(plan, [name for name, _kind in plan.columns]))
    fitted = fit_cells(
        cells, margins, method=method, bounds=bounds, trim=trim, tolerance=tolerance, max_rounds=max_rounds
    )
    return Calibrated(table, fitted, cells, plan)


def rake(table: Any, margins: Sequence[Margin], **options: Any) -> Calibrated:
    """Return raked weights: every margin is met in turn until all are; the other arguments are those of `calibrate`."""
    return calibrate(table, margins, method="raking", **options)


def post_stratify(
    table: Any, columns: str | Sequence[str], targets: Mapping[Level, float] | Mapping[Any, float], **options: Any
) -> Calibrated:
    """Return post-stratified weights: the columns crossed meet the targets; the rest is as for `calibrate`."""
    named = (columns,) if isinstance(columns, str) else tuple(columns)
    return calibrate(table, [Margin(named, targets)], method="poststratification", **options)

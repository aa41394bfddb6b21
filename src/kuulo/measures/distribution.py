"""How many answered what: counts of each answer value, by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isnan
from typing import Any

import pyarrow as pa

from kuulo.measures.groups import number_groups
from kuulo.measures.periods import Period
from kuulo.measures.plans import over_source, to_text, unbound
from kuulo.measures.requests import NO_DESIGN, By, as_by, named_columns, pick_columns
from kuulo.measures.rows import grouping, numeric
from kuulo.measures.tables import open_table
from kuulo.measures.withholding import FLOOR, check_floor, withheld_cells


@dataclass(frozen=True, slots=True)
class Distribution:
    """Counts of one group, in the order of the answers.

    Attributes:
        by: The group; empty for the whole table.
        counts: Answer → how many gave it; empty when withheld.
        n: Answers in all; ``None`` when withheld.
        missing: Rows without an answer; ``None`` when withheld.
    """

    by: Mapping[str, object]
    counts: Mapping[float, int]
    n: int | None
    missing: int | None


@dataclass(frozen=True, slots=True)
class DistributionPlan:
    """The question for counts, apart from running it; see `kuulo.measures.plans`."""

    score: str
    by: tuple[By, ...]
    columns: tuple[tuple[str, str], ...]

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text over a table ``answers``, or over another SELECT."""
        return over_source(_distribution_sql(self, dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a given ibis table."""
        keys = {f"g{i}": grouping(table, item) for i, item in enumerate(self.by)}
        rows = table.select(**keys, v=numeric(table, self.score))
        return rows.group_by([*keys, "v"]).agg(rows=rows.count())

    def finish(self, table: pa.Table, *, floor: int = FLOOR) -> list[Distribution]:
        """Return the counts by group, groups under the floor withheld with what would give them away."""
        check_floor(floor)
        labels = [item.label if isinstance(item, Period) else item for item in self.by]
        groups, group = number_groups(self.by, table)
        counts: list[dict[float, int]] = [{} for _ in groups]
        missing = [0] * len(groups)
        for place, value, rows in zip(
            group.tolist(), table.column("v").to_pylist(), table.column("rows").to_pylist(), strict=True
        ):
            if value is None or isnan(value):
                missing[place] += int(rows)
            else:
                counts[place][float(value)] = int(rows)
        hidden = withheld_cells(groups, [sum(told.values()) for told in counts], floor)
        named = [dict(zip(labels, key, strict=True)) for key in groups]
        return [
            Distribution(by, {}, None, None) if place in hidden else _counted(by, counts[place], missing[place])
            for place, by in enumerate(named)
        ]


def distribution_plan(*, columns: Mapping[str, str], score: str, by: By | Sequence[By] = ()) -> DistributionPlan:
    """Plan the counts of each answer, by group.

    Raises:
        ColumnError: A column is missing.
        DefinitionError: Two groupings share a name.
    """
    groups = as_by(by)
    return DistributionPlan(score, groups, pick_columns(named_columns(score, groups, NO_DESIGN), columns))


def distribution(table: Any, *, score: str, by: By | Sequence[By] = (), floor: int = FLOOR) -> list[Distribution]:
    """Return how many gave each answer, by group, from any table `kuulo.measures.figures` takes.

    Raises:
        InputError: The table or a column cannot be used.
        SettingError: The floor is lower than 3.
    """
    check_floor(floor)
    answers = open_table(table)
    plan = distribution_plan(columns=answers.columns, score=score, by=by)
    return plan.finish(answers.run(plan, [name for name, _kind in plan.columns]), floor=floor)


def _counted(by: dict[str, object], counts: dict[float, int], missing: int) -> Distribution:
    return Distribution(by, dict(sorted(counts.items())), sum(counts.values()), missing)


@lru_cache(maxsize=256)
def _distribution_sql(plan: DistributionPlan, dialect: str) -> str:
    return to_text(plan.expression(unbound(plan.columns)), dialect)

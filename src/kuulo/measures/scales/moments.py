"""What reliability and factors need of the answers: counts, means and covariances of the items, group by group.

Only sums leave the engine: of complete answers n, Σx and Σxy; of all that two items share (pairwise) these for each
pair. A reversed item is turned round on the engine: lowest + highest − answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import ibis
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError, DefinitionError
from kuulo.base.texts import mark as _
from kuulo.measures.conditions import condition, condition_columns
from kuulo.measures.expressions import MOST
from kuulo.measures.intervals import Floats
from kuulo.measures.plans import over_source, to_text, unbound
from kuulo.measures.requests import pick_columns
from kuulo.measures.rows import numeric

Missing = Literal["complete", "pairwise"]
Ends = tuple[float, float]
FEWEST_ITEMS = 2
MOST_ITEMS = 60


@dataclass(frozen=True, slots=True)
class Moments:
    """Counts, means and covariances of the answers of one group.

    Attributes:
        items: Names of the items, k of them.
        n: Rows: complete ones, or with ``pairwise`` those with any answer.
        counts: Answers shared by each pair of items (k × k); an item's own on the diagonal.
        mean: Mean of each item, reversed ones turned round.
        cov: Covariances, divisor n − 1 (k × k).
        score_mean: Mean over the rows of the mean of a row's answers.
        score_sd: Standard deviation of the same.
    """

    items: tuple[str, ...]
    n: int
    counts: NDArray[np.int64]
    mean: Floats
    cov: Floats
    score_mean: float
    score_sd: float

    @property
    def correlations(self) -> Floats:
        """The correlations of the items (k × k)."""
        sd = np.sqrt(np.diag(self.cov))
        return np.asarray(self.cov / np.outer(sd, sd))


@dataclass(frozen=True, slots=True)
class PairSums:
    """Sums over the rows in which both items of a pair were answered, k × k each.

    Attributes:
        n: Rows.
        total: Σ of the first item's answers.
        product: Σ of the products of both.
        rows: Rows with any answer (complete: with all).
        score: Σ of the rows' mean answers.
        score_squared: Σ of their squares.
    """

    n: Floats
    total: Floats
    product: Floats
    rows: float
    score: float
    score_squared: float


def moments_of(items: Sequence[str], sums: PairSums) -> Moments:
    """Return the moments of one group from its sums; not a number where fewer than two rows are there."""
    with np.errstate(divide="ignore", invalid="ignore"):
        cov = (sums.product - sums.total * sums.total.T / sums.n) / (sums.n - 1)
        mean = np.diag(sums.total) / np.diag(sums.n)
        score_mean = np.float64(sums.score) / sums.rows
        variance = np.maximum(sums.score_squared - sums.rows * score_mean**2, 0.0) / np.float64(sums.rows - 1)
    counts = sums.n.astype(np.int64)
    return Moments(tuple(items), int(sums.rows), counts, mean, cov, float(score_mean), float(np.sqrt(variance)))


@dataclass(frozen=True, slots=True)
class MomentsPlan:
    """The question for the sums of a table with one column an item; see `kuulo.measures.plans`."""

    items: tuple[str, ...]
    reverse: tuple[str, ...]
    ends: Ends | None
    group: str | None
    where: str | None
    missing: Missing
    columns: tuple[tuple[str, str], ...]

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text over a table ``answers``, or over another SELECT."""
        return over_source(_moments_sql(self, dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a given ibis table: one row a group."""
        rows = self.answered(table)
        sums = {"rows": rows.count(), "score": rows.score.sum(), "score_squared": (rows.score * rows.score).sum()}
        of_items = _complete_sums if self.missing == "complete" else _pair_sums
        sums |= of_items(rows, len(self.items))
        return rows.group_by("g").agg(**sums) if self.group is not None else rows.agg(**sums)

    def answered(self, table: Any) -> Any:
        """Return the rows that count as ibis: answers ``x0…``, the group ``g``, the mean of a row's answers."""
        rows = self._rows(table)
        answers = [rows[f"x{i}"] for i in range(len(self.items))]
        answered = sum(one.notnull().cast("float64") for one in answers)
        rows = rows.filter(answered == float(len(answers)) if self.missing == "complete" else answered > 0.0)
        score = sum(rows[f"x{i}"].fill_null(0.0) for i in range(len(self.items))) / sum(
            rows[f"x{i}"].notnull().cast("float64") for i in range(len(self.items))
        )
        return rows.mutate(score=score)

    def _rows(self, table: Any) -> Any:
        if self.where is not None:
            table = table.filter(condition(self.where, table))
        fields = {f"x{i}": _answer(table, item, self._turn(item)) for i, item in enumerate(self.items)}
        if self.group is not None:
            fields["g"] = table[self.group]
        return table.select(**fields)

    def _turn(self, item: str) -> float | None:
        return sum(self.ends) if self.ends is not None and item in self.reverse else None

    def finish(self, table: pa.Table) -> dict[object, Moments]:
        """Return the moments of each group; of everything under ``None`` where there is no grouping."""
        found = {}
        for row in table.to_pylist():
            if row["rows"]:
                found[row.get("g")] = moments_of(self.items, self._sums(row))
        return found

    def _sums(self, row: Mapping[str, Any]) -> PairSums:
        k = len(self.items)
        n, total, product = np.zeros((k, k)), np.zeros((k, k)), np.zeros((k, k))
        for i in range(k):
            for j in range(i, k):
                product[i, j] = product[j, i] = row[f"q{i}_{j}"] or 0.0
                if self.missing == "complete":
                    n[i, j] = n[j, i] = row["rows"]
                    total[i, j], total[j, i] = row[f"s{i}"], row[f"s{j}"]
                else:
                    n[i, j] = n[j, i] = row[f"n{i}_{j}"]
                    total[i, j], total[j, i] = row[f"s{i}_{j}"] or 0.0, row[f"s{j}_{i}"] or 0.0
        return PairSums(n, total, product, row["rows"], row["score"], row["score_squared"])


def moments_plan(  # noqa: PLR0913 -- says everything the sums depend on, by name
    *,
    columns: Mapping[str, str],
    items: Sequence[str],
    reverse: Sequence[str] = (),
    ends: Ends | None = None,
    group: str | None = None,
    where: str | None = None,
    missing: Missing = "complete",
) -> MomentsPlan:
    """Plan the sums of the items.

    Args:
        columns: Name and ibis type of the columns there are.
        items: Columns of the items.
        reverse: Those of them to be turned round.
        ends: Lowest and highest answer of the scale; needed where an item is turned round.
        group: Column to group by.
        where: Condition on the rows.
        missing: ``complete`` uses rows in which every item was answered, ``pairwise`` all that two items share.

    Raises:
        ColumnError: A column is missing or holds no numbers.
        DefinitionError: There are too few or too many items, or one is to be reversed and the scale's ends are missing.
    """
    check_items(items, reverse, ends)
    mentioned = () if where is None else condition_columns(where)
    wanted = (*items, *((group,) if group is not None else ()), *mentioned)
    return MomentsPlan(
        tuple(items), tuple(reverse), ends, group, where, missing, pick_columns(tuple(dict.fromkeys(wanted)), columns)
    )


def check_items(items: Sequence[str], reverse: Sequence[str], ends: Ends | None) -> None:
    """Refuse items of which no scale can be made.

    Raises:
        ColumnError: An item is named twice, or one is to be reversed that is none.
        DefinitionError: There are too few or too many items, or one is to be reversed and the scale's ends are missing.
    """
    if not FEWEST_ITEMS <= len(items) <= MOST_ITEMS:
        raise DefinitionError(
            _("A scale of {count} items cannot be examined."),
            _("Name two to {most} items."),
            count=len(items),
            most=MOST_ITEMS,
        )
    twice = next((item for item in items if list(items).count(item) > 1), None)
    if twice is not None:
        raise ColumnError(_("The item {name} is named twice."), _("Name each item once."), name=twice)
    alien = next((item for item in reverse if item not in items), None)
    if alien is not None:
        raise ColumnError(
            _("{name} is to be reversed and is not among the items."), _("Name it among the items."), name=alien
        )
    if reverse and ends is None:
        raise DefinitionError(
            _("An item can be reversed only where the scale's lowest and highest answer are known."),
            _("Give both ends, such as 1 and 5."),
        )


def _answer(table: Any, item: str, turn: float | None) -> Any:
    """Return an item's answers; what is no number (or infinite) is no answer."""
    column = numeric(table, item)
    known = ((column < MOST) & (column > -MOST)).ifelse(column, ibis.null("float64"))
    return known if turn is None else ibis.literal(turn, "float64") - known


def _complete_sums(rows: Any, k: int) -> dict[str, Any]:
    sums = {f"s{i}": rows[f"x{i}"].sum() for i in range(k)}
    return sums | {f"q{i}_{j}": (rows[f"x{i}"] * rows[f"x{j}"]).sum() for i in range(k) for j in range(i, k)}


def _pair_sums(rows: Any, k: int) -> dict[str, Any]:
    sums = {}
    for i in range(k):
        for j in range(i, k):
            one, other = rows[f"x{i}"], rows[f"x{j}"]
            sums[f"n{i}_{j}"] = (one * other).count()
            sums[f"q{i}_{j}"] = (one * other).sum()
            sums[f"s{i}_{j}"] = one.sum(where=other.notnull())
            if j != i:
                sums[f"s{j}_{i}"] = other.sum(where=one.notnull())
    return sums


@lru_cache(maxsize=64)
def _moments_sql(plan: MomentsPlan, dialect: str) -> str:
    """Return the text; its hundreds of sums are alike on every engine, and ibis would take half a second over them."""
    rows = to_text(plan.answered(unbound(plan.columns)), dialect)
    k = len(plan.items)
    sums = ["count(*) AS rows", "sum(score) AS score", "sum(score * score) AS score_squared"]
    sums += _complete_texts(k) if plan.missing == "complete" else _pair_texts(k)
    grouped = plan.group is not None
    chosen = ", ".join(["g", *sums] if grouped else sums)
    return f"SELECT {chosen} FROM (\n{rows}\n) AS answered" + (" GROUP BY g" if grouped else "")  # noqa: S608 -- own names


def _complete_texts(k: int) -> list[str]:
    texts = [f"sum(x{i}) AS s{i}" for i in range(k)]
    return texts + [f"sum(x{i} * x{j}) AS q{i}_{j}" for i in range(k) for j in range(i, k)]


def _pair_texts(k: int) -> list[str]:
    texts = []
    for i in range(k):
        for j in range(i, k):
            texts.append(f"count(x{i} * x{j}) AS n{i}_{j}")
            texts.append(f"sum(x{i} * x{j}) AS q{i}_{j}")
            for one, other in dict.fromkeys([(i, j), (j, i)]):
                texts.append(f"sum(CASE WHEN x{other} IS NOT NULL THEN x{one} END) AS s{one}_{other}")
    return texts

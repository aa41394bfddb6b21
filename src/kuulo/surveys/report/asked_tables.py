"""Who was asked, as a page shows it: counts beside a figure, and one more column in the table of a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.figures.charts import Count, Quantity, Unit
from kuulo.figures.charts.model import Cell, Table


@dataclass(frozen=True, slots=True)
class AskedCounts:
    """How many were asked, how many of them answered, and their share."""

    asked: Count
    answered: Count
    share: Quantity


def asked_counts(estimate: Estimate) -> AskedCounts | None:
    """Return who was asked for a figure; None where that is not known, or nobody was."""
    if not estimate.invited or estimate.answered is None:
        return None
    share = Quantity(estimate.answered / estimate.invited, Unit.SHARE, 0)
    return AskedCounts(Count(estimate.invited), Count(estimate.answered), share)


def with_asked(table: Table, estimates: Sequence[Estimate]) -> Table:
    """Return a table of estimates with the share of the asked that answered; unchanged where no row knows it.

    Rows that give a reason in place of their numbers stay as they are.
    """
    counts = [asked_counts(estimate) for estimate in estimates]
    if not any(counts):
        return table
    rows = [_row(table, row, count) for row, count in zip(table.rows, counts, strict=True)]
    return replace(
        table,
        columns=(*table.columns, say(_("Of the asked answered"))),
        numeric=(*table.numeric, True),
        rows=tuple(rows),
    )


def _row(table: Table, row: tuple[Cell, ...], counts: AskedCounts | None) -> tuple[Cell, ...]:
    if len(row) < len(table.columns):
        return row
    unknown = say(_("not known"))
    return (*row, counts.share if counts else unknown)

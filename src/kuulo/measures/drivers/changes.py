"""A change at a known moment: which columns tell of it, and the rows before and after as ibis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import ibis

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.measures.plans import over_source, to_text, unbound
from kuulo.measures.requests import pick_columns
from kuulo.measures.rows import numeric

DAY_SECONDS: Final = 86_400.0
MONTH_DAYS: Final = 30.0  # slopes are told per 30 days


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change, and the columns that tell of its time before and after.

    Attributes:
        outcome: Column of the scores.
        time: Column of days or moments.
        start: Moment the change took effect; what was answered from it on is after.
        touched: Column that says whom the change touched: yes and no, or 1 and 0. ``None`` where it touched everybody.
        weight: Column of weights.
        cluster: Column of the person.
        columns: Name and ibis type of each column used.
    """

    outcome: str
    time: str
    start: datetime
    touched: str | None
    weight: str | None
    cluster: str | None
    columns: tuple[tuple[str, str], ...]


def change_of(  # noqa: PLR0913 -- says everything the analysis depends on, by name
    *,
    columns: Mapping[str, str],
    outcome: str,
    time: str,
    start: date | datetime,
    touched: str | None = None,
    weight: str | None = None,
    cluster: str | None = None,
) -> Change:
    """Return the change.

    Raises:
        ColumnError: A column is missing, or the column of times holds none.
    """
    wanted = [name for name in (outcome, time, touched, weight, cluster) if name is not None]
    picked = pick_columns(list(dict.fromkeys(wanted)), columns)
    kind = columns[time].lstrip("!")
    if not kind.startswith(("timestamp", "date")):
        raise ColumnError(
            _("Column {name} holds {kind}, not dates or times."),
            _("Turn it into dates first, or group by the column itself."),
            name=time,
            kind=kind,
        )
    return Change(
        outcome=outcome,
        time=time,
        start=_moment(start),
        touched=touched,
        weight=weight,
        cluster=cluster,
        columns=picked,
    )


def _moment(start: date | datetime) -> datetime:
    if not isinstance(start, datetime):
        return datetime(start.year, start.month, start.day, tzinfo=UTC)
    return start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)


def rows_of(change: Change, table: Any) -> Any:
    """Return one row an answer: ``y``, ``g`` (touched: 1.0), ``days`` since the start, ``w``, ``person``."""
    moment = table[change.time].cast("timestamp")
    seconds = moment.epoch_seconds().cast("float64")
    fields = {
        "y": numeric(table, change.outcome),
        "g": ibis.literal(1).cast("float64") if change.touched is None else numeric(table, change.touched),
        "days": (seconds - change.start.timestamp()) / DAY_SECONDS,
        "w": ibis.literal(1).cast("float64") if change.weight is None else numeric(table, change.weight),
        "person": ibis.row_number() if change.cluster is None else table[change.cluster],
    }
    rows = table.select(**fields)
    return rows.filter(rows.y.notnull(), rows.days.notnull(), rows.g.isin([0.0, 1.0]), rows.w > 0)


@dataclass(frozen=True, slots=True)
class Spans:
    """The question of means by span of so many days before and after the start, for both groups."""

    change: Change
    days: float

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text."""
        return over_source(to_text(self.expression(unbound(self.change.columns)), dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression: sums by group and span, over persons."""
        rows = rows_of(self.change, table)
        placed = rows.mutate(span=(rows.days / self.days).floor().cast("int64"))
        own = placed.group_by(["g", "span", "person"]).agg(
            n=placed.count(), a=(placed.w * placed.y).sum(), b=placed.w.sum(), w2=(placed.w * placed.w).sum()
        )
        return own.group_by(["g", "span"]).agg(
            n=own.n.sum(),
            persons=own.count(),
            a=own.a.sum(),
            b=own.b.sum(),
            aa=(own.a * own.a).sum(),
            ab=(own.a * own.b).sum(),
            bb=(own.b * own.b).sum(),
            w2=own.w2.sum(),
        )

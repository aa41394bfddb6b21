"""Comments over time: the share of each feeling and of each theme by month, and counts by week for what rises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.figures.queries.reading import Reading, kept_with_words
from kuulo.figures.queries.scope import Scope, literal
from kuulo.figures.rules.guards import keep_back
from kuulo.themes.queries.asking import ask, comments_sql
from kuulo.themes.queries.counting import share_estimate
from kuulo.themes.queries.guarding import told_of_few

FEELINGS: Final = ("negative", "neutral", "positive")
Point = tuple[date, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Comments by theme and week; counts stay inside the house, only what rises is shown of them.

    Attributes:
        days: First day of each week, the oldest first, none left out between.
        counts: Theme → comments of each week.
        totals: All comments of each week.
    """

    days: tuple[date, ...]
    counts: Mapping[str, tuple[int, ...]]
    totals: tuple[int, ...]


@kept_with_words
def feelings_by_month(reading: Reading, scope: Scope | None) -> Mapping[str, tuple[Point, ...]]:
    """Return for each feeling its share of each month's comments whose feeling is known; few persons are withheld."""
    counted = ", ".join(
        f"count(*) FILTER (feeling = '{name}') AS n_{name}, "
        f"count(DISTINCT person) FILTER (feeling = '{name}') AS own_{name}"
        for name in FEELINGS
    )
    sql = f"""
        SELECT month, count(*) AS comments, count(DISTINCT person) AS persons, {counted}
        FROM ({comments_sql(scope)}) WHERE inside AND feeling <> '' GROUP BY month ORDER BY month
    """  # noqa: S608 -- names of our own and literals
    rows = ask(reading, scope, sql)
    few = _few_of(reading, scope, "feeling", "feeling <> ''")
    return {
        name: tuple(_point(reading, row, f"n_{name}", f"own_{name}", is_told=few(row["month"], name)) for row in rows)
        for name in FEELINGS
    }


@kept_with_words
def theme_by_month(reading: Reading, scope: Scope | None, theme: str) -> tuple[Point, ...]:
    """Return the share of a theme of each month's comments; months in which it would tell of a few are withheld."""
    own = f"FILTER (theme = {literal(theme)})"
    sql = f"""
        SELECT month, count(*) AS comments, count(DISTINCT person) AS persons, count(*) {own} AS n,
               count(DISTINCT person) {own} AS own
        FROM ({comments_sql(scope)}) WHERE inside GROUP BY month ORDER BY month
    """  # noqa: S608 -- as above
    few = _few_of(reading, scope, f"(theme = {literal(theme)})::VARCHAR")
    return tuple(
        _point(reading, row, "n", "own", is_told=few(row["month"], "true")) for row in ask(reading, scope, sql)
    )


def _few_of(reading: Reading, scope: Scope | None, value: str, wanted: str = "true") -> Callable[[str, str], bool]:
    """Return what tells of a month and a value whether filters or moved months would give a few persons away."""
    months = told_of_few(reading, scope, "[month]", wanted)
    cells = told_of_few(reading, scope, f"[month || ' ' || {value}]", wanted)
    return lambda month, name: months.whole or month in months.values or f"{month} {name}" in cells.values


def _point(reading: Reading, row: Mapping[str, Any], count: str, own: str, *, is_told: bool) -> Point:
    month, persons, floor = date.fromisoformat(f"{row['month']}-01"), row["persons"], reading.floor
    few = is_told or persons < floor or 0 < row[own] < floor or 0 < persons - row[own] < floor
    figure = share_estimate(reading, row[count] / row["comments"], row["comments"], row["comments"] / persons)
    return month, keep_back(figure) if few else figure


@kept_with_words
def count_weeks(reading: Reading, scope: Scope | None) -> Weeks:
    """Return how many comments of each theme there are in each whole week."""
    sql = f"""
        SELECT week, theme, count(*) AS n FROM ({comments_sql(scope)}) WHERE inside GROUP BY ALL ORDER BY week
    """  # noqa: S608 -- as above
    rows = ask(reading, scope, sql)
    if not rows:
        return Weeks(days=(), counts={}, totals=())
    first, last = rows[0]["week"].toordinal(), rows[-1]["week"].toordinal()
    days = tuple(date.fromordinal(day) for day in range(first, last + 1, 7))
    names = sorted({row["theme"] for row in rows})
    table = np.zeros((len(names), len(days)), dtype=int)
    for row in rows:
        table[names.index(row["theme"]), (row["week"].toordinal() - first) // 7] = row["n"]
    return Weeks(
        days=days,
        counts={name: tuple(table[place].tolist()) for place, name in enumerate(names) if name},
        totals=tuple(table.sum(axis=0).tolist()),
    )

"""Weighted least squares where the table lives, with a variance that takes each person's rows as one.

First the engine sums products of the regressors, then, with the coefficients known, each person's scores and their
products; two questions, whatever the number of rows.

    β = (X′WX)⁻¹ X′Wy,  V(β) = G / (G − 1) · (X′WX)⁻¹ [Σ_g s_g s_g′] (X′WX)⁻¹,  s_g = Σ_{i in g} w_i x_i (y_i − x_i′β)

with G persons. Source: Liang & Zeger (1986); equal to Taylor linearisation of a survey's regression (Fuller 1975).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.measures.plans import over_source, to_text, unbound
from kuulo.measures.tables import Answers

Floats = NDArray[np.float64]
Rows = Callable[[Any], Any]
"""From a table to one row an answer: regressors ``x0…``, ``y``, ``w`` and ``person``; only rows that count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Coefficients with their covariance.

    Attributes:
        beta: Coefficients, in the order of the regressors.
        covariance: Their covariance, persons as clusters.
        n: Answers.
        persons: Persons behind them.
    """

    beta: Floats
    covariance: Floats
    n: int
    persons: int

    @property
    def df(self) -> int:
        """Return the degrees of freedom of intervals: persons less one."""
        return max(self.persons - 1, 1)


@dataclass(frozen=True, slots=True)
class _Sums:
    """The first question: sums of products."""

    columns: tuple[tuple[str, str], ...]
    rows: Rows
    count: int

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text."""
        return over_source(to_text(self.expression(unbound(self.columns)), dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a table."""
        rows = self.rows(table)
        sums = {"n": rows.count(), "persons": rows.person.nunique()}
        for one, other in combinations_with_replacement(range(self.count), 2):
            sums[f"q{one}_{other}"] = (rows.w * rows[f"x{one}"] * rows[f"x{other}"]).sum()
        sums |= {f"y{one}": (rows.w * rows[f"x{one}"] * rows.y).sum() for one in range(self.count)}
        return rows.agg(**sums)


@dataclass(frozen=True, slots=True)
class _Scores:
    """The second question: each person's scores, and the sums of their products over persons."""

    columns: tuple[tuple[str, str], ...]
    rows: Rows
    beta: tuple[float, ...]

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text."""
        return over_source(to_text(self.expression(unbound(self.columns)), dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a table."""
        rows = self.rows(table)
        fitted = sum(rows[f"x{place}"] * value for place, value in enumerate(self.beta))
        scored = rows.mutate(e=rows.w * (rows.y - fitted))
        own = scored.group_by("person").agg(
            **{f"s{place}": (scored[f"x{place}"] * scored.e).sum() for place in range(len(self.beta))}
        )
        pairs = combinations_with_replacement(range(len(self.beta)), 2)
        return own.agg(**{f"m{one}_{other}": (own[f"s{one}"] * own[f"s{other}"]).sum() for one, other in pairs})


def fit(answers: Answers, columns: Mapping[str, str], rows: Rows, count: int) -> Fit:
    """Return the least-squares fit of ``y`` on ``count`` regressors.

    Args:
        answers: The table, opened.
        columns: Name and type of the columns read.
        rows: What makes regressors of the table.
        count: How many regressors there are.

    Raises:
        ColumnError: The regressors cannot be told apart: a group or a time is missing.
    """
    picked = tuple(columns.items())
    first = answers.run(_Sums(picked, rows, count), list(columns)).to_pylist()[0]
    products = _square(first, "q", count)
    if not first["n"] or np.linalg.matrix_rank(products, tol=1e-9 * max(np.abs(products).max(), 1e-300)) < count:
        raise ColumnError(
            _("The groups and times cannot be told apart: one of them has no answers."),
            _("Choose a day with answers of both groups before and after it."),
        )
    inverse = np.linalg.inv(products)
    beta = inverse @ np.array([first[f"y{place}"] for place in range(count)], dtype=float)
    second = answers.run(_Scores(picked, rows, tuple(float(one) for one in beta)), list(columns)).to_pylist()[0]
    persons = int(first["persons"])
    middle = _square(second, "m", count) * persons / max(persons - 1, 1)
    return Fit(beta=beta, covariance=inverse @ middle @ inverse, n=int(first["n"]), persons=persons)


def _square(row: Mapping[str, Any], name: str, count: int) -> Floats:
    found = np.zeros((count, count))
    for one, other in combinations_with_replacement(range(count), 2):
        found[one, other] = found[other, one] = float(row[f"{name}{one}_{other}"] or 0.0)
    return found

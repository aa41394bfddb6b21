"""Means by group and span of time as estimates, and their way into tests of a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Any

import pyarrow as pa

from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.measures.drivers.changes import Change
from kuulo.measures.intervals import t_quantile

FEW = say(_("Withheld to protect persons: too few of them answered in this span."))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanFigure:
    """The mean of one group in one span.

    Attributes:
        touched: Whether the change touched the group.
        number: Number of the span: 0 begins at the start, −1 ends there.
        start: Its first moment.
        persons: Persons who answered in it.
        estimate: The mean; withheld where too few persons answered.
    """

    touched: bool
    number: int
    start: datetime
    persons: int
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """How figures are told: confidence level, fewest persons, family and definition, version of the data."""

    confidence: float = 0.95
    floor: int = 5
    measure: str = "mean"
    definition: str = "mean@1"
    data_version: str = ""


def read_spans(change: Change, days: float, table: pa.Table, reporting: Reporting) -> tuple[SpanFigure, ...]:
    """Return the means of each group and span, in order of time.

    Where one group of a span has too few persons, the other is withheld too: with everybody's figure of the same days
    the few could be worked out.
    """
    rows = sorted(table.to_pylist(), key=lambda row: (row["span"], -row["g"]))
    few = {row["span"] for row in rows if row["persons"] < reporting.floor}
    return tuple(
        SpanFigure(
            touched=row["g"] == 1.0,
            number=int(row["span"]),
            start=change.start + timedelta(days=days * int(row["span"])),
            persons=int(row["persons"]),
            estimate=_mean(row, reporting, withheld=row["span"] in few),
        )
        for row in rows
    )


def _mean(row: Mapping[str, Any], reporting: Reporting, *, withheld: bool) -> Estimate:
    """Return a weighted mean whose variance takes a person's answers together (linearised; t with persons less one)."""
    mean = row["a"] / row["b"]
    persons = int(row["persons"])
    squares = max(row["aa"] - 2 * mean * row["ab"] + mean * mean * row["bb"], 0.0)
    se = sqrt(persons / (persons - 1) * squares) / row["b"] if persons > 1 else None
    estimate = told(mean, se, int(row["n"]), max(persons - 1, 1), reporting, n_eff=row["b"] ** 2 / row["w2"])
    return estimate.kept_back(FEW) if withheld else estimate


def told(  # noqa: PLR0913 -- a figure's parts
    value: float,
    se: float | None,
    n: int,
    df: int,
    reporting: Reporting,
    *,
    n_eff: float | None = None,
    method: str = "t",
    definition: str = "",
) -> Estimate:
    """Return an estimate with a t interval."""
    half = None if se is None else float(t_quantile(reporting.confidence, df)) * se
    return Estimate(
        measure=reporting.measure,
        value=value,
        low=None if half is None else value - half,
        high=None if half is None else value + half,
        se=se,
        confidence=reporting.confidence,
        n=n,
        n_eff=float(n) if n_eff is None else float(n_eff),
        deff=None,
        invited=None,
        answered=None,
        method=method,
        definition=definition or reporting.definition,
        data_version=reporting.data_version,
    )

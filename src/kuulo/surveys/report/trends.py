"""A figure over time, by month or week of the local calendar."""

from __future__ import annotations

from datetime import date

import polars as pl

from kuulo.base.estimate import Estimate
from kuulo.surveys.report.measuring import Measuring
from kuulo.surveys.report.model import Point, Trend
from kuulo.surveys.report.times import Timing


def trend_of(frame: pl.DataFrame, timing: Timing | None, measuring: Measuring, *, most: int) -> Trend | None:
    """Return the newest periods of the figure; None where there are fewer than two."""
    if timing is None:
        return None
    rows = frame.with_columns(timing.starts.alias("_start")).filter(pl.col(measuring.score).is_not_null())
    undated = rows["_start"].null_count()
    rows = rows.drop_nulls("_start")
    if rows["_start"].n_unique() < 2:
        return None
    found = measuring.by(rows, rows["_start"])
    newest = sorted((pair for pair in found if isinstance(pair[0], date)), key=_start)[-most:]
    told, elsewhere = measuring.with_asked(newest, timing.starts)
    return Trend(
        column=timing.column.column,
        header=timing.column.header,
        period=timing.period,
        points=tuple(Point(start=_start(pair), estimate=pair[1]) for pair in told),
        earlier=len(found) - len(newest),
        undated=undated,
        silent_elsewhere=elsewhere,
    )


def _start(pair: tuple[object, Estimate]) -> date:
    if not isinstance(pair[0], date):
        raise TypeError(type(pair[0]).__name__)
    return pair[0]

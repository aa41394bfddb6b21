"""A figure over time, by month or week of the local calendar."""

from __future__ import annotations

from datetime import date

import polars as pl

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
    points = sorted(
        (Point(start=start, estimate=estimate) for start, estimate in found if isinstance(start, date)),
        key=lambda point: point.start,
    )
    return Trend(
        column=timing.column.column,
        header=timing.column.header,
        period=timing.period,
        points=tuple(points[-most:]),
        earlier=max(0, len(points) - most),
        undated=undated,
    )

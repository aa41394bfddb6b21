"""Placing answers in time: which column tells it, the local day, and whether to show months or weeks."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kuulo.surveys.rules.acceptance import Accepted
from kuulo.surveys.rules.columns import SettledColumn
from kuulo.surveys.rules.mapping import main_time

WEEKS_UP_TO = 200  # days: a longer span is shown by months


@dataclass(frozen=True, slots=True)
class Timing:
    """When the answers were given, by the local calendar of the file.

    Attributes:
        column: The column that tells it.
        days: Local day of each accepted row; null where unknown.
        period: ``week`` or ``month``.
    """

    column: SettledColumn
    days: pl.Series
    period: str

    @property
    def starts(self) -> pl.Series:
        """First day of each row's period."""
        return self.days.dt.truncate("1w" if self.period == "week" else "1mo")


def timing_of(accepted: Accepted) -> Timing | None:
    """Return the timing by the file's main time; None where the file has no usable time."""
    column = main_time(accepted.settled)
    if column is None:
        return None
    days = accepted.frame[column.column].dt.convert_time_zone(accepted.settled.timezone).dt.date()
    first, last = days.min(), days.max()
    if first is None or last is None:
        return None
    span = int((pl.Series([last]) - pl.Series([first])).dt.total_days()[0])
    return Timing(column, days, "week" if span <= WEEKS_UP_TO else "month")

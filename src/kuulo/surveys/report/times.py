"""Placing answers in time: which column tells it, the local day, and whether to show months or weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from kuulo.surveys.rules.acceptance import Accepted
from kuulo.surveys.rules.columns import SettledColumn
from kuulo.surveys.rules.mapping import main_time
from kuulo.surveys.rules.moments import moments_of, silent_rows

WEEKS_UP_TO = 200  # days: a longer span is shown by months


@dataclass(frozen=True, slots=True)
class Timing:
    """When the answers were given, by the local calendar of the file.

    Attributes:
        column: The column that tells it.
        days: Local day of each accepted row, of silent people the day they were asked; null where unknown.
        period: ``week`` or ``month``.
        span: First and last day of the answers.
    """

    column: SettledColumn
    days: pl.Series
    period: str
    span: tuple[date, date]

    @property
    def starts(self) -> pl.Series:
        """First day of each row's period."""
        return self.days.dt.truncate("1w" if self.period == "week" else "1mo")


def timing_of(accepted: Accepted) -> Timing | None:
    """Return the timing by the file's main time; None where the file has no usable time."""
    column = main_time(accepted.settled)
    moments = moments_of(accepted.frame, accepted.settled)
    if column is None or moments is None:
        return None
    days = moments.dt.convert_time_zone(accepted.settled.timezone).dt.date()
    answers = days.filter(~silent_rows(accepted.frame))
    first, last = answers.min(), answers.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    return Timing(column, days, "week" if (last - first).days <= WEEKS_UP_TO else "month", (first, last))

"""Periods to group by: times cut to the day, week, month, quarter or year they fall in (UTC; weeks begin on Monday)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PeriodUnit = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Period:
    """Group by the period a time falls in; groups carry the period's first day as a date.

    Attributes:
        column: Column of dates or times; times without a zone are taken as UTC.
        unit: Length of the period.
        name: What the grouping is called in the figures; the unit where none is given.
    """

    column: str
    unit: PeriodUnit
    name: str = ""

    @property
    def label(self) -> str:
        """Name of the grouping in the result."""
        return self.name or self.unit

"""The calendar of the data: 24 months that end now, and moments as days before now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from kuulo.sample.company import MONTHS
from kuulo.sample.population import Floats, Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The time the data covers.

    Attributes:
        now: The last moment, in UTC.
        starts: The first moment of each month, oldest first, as days before now.
        labels: ``YYYY-MM`` of each month.
    """

    now: datetime
    starts: Floats
    labels: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many months there are, the present one included."""
        return len(self.labels)

    @property
    def days(self) -> float:
        """Days from the first moment to the last."""
        return float(self.starts[0])

    def moment(self, age: float) -> datetime:
        """Return the moment that many days before now, to the second."""
        return (self.now - timedelta(days=age)).replace(microsecond=0)

    def months(self, age: Floats) -> Integers:
        """Return the month each age falls in, 0 for the oldest."""
        return np.clip(np.searchsorted(-self.starts, -age, side="right") - 1, 0, self.count - 1)

    def months_of_year(self, age: Floats) -> Integers:
        """Return the month of the year each age falls in, 0 for January."""
        first = int(self.labels[0][-2:]) - 1
        return (self.months(age) + first) % 12

    def month_ends(self) -> Floats:
        """Return the last moment of each month as days before now; 0 for the present month."""
        return np.append(self.starts[1:], 0.0)


def make_calendar(now: datetime) -> Calendar:
    """Return the calendar of the 24 months that end at ``now``."""
    utc = now.astimezone(UTC)
    months = [divmod(utc.year * 12 + utc.month - MONTHS + i, 12) for i in range(MONTHS)]
    firsts = [datetime(year, month + 1, 1, tzinfo=UTC) for year, month in months]
    return Calendar(
        now=utc,
        starts=np.array([(utc - first) / timedelta(days=1) for first in firsts]),
        labels=tuple(f"{first:%Y-%m}" for first in firsts),
    )

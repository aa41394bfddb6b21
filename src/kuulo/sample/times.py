"""The time of the data: two years that end now; moments are days before now.

What happens depends on days before now alone, except the season. So the same seed tells the same story on any day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from kuulo.sample.population import Floats, Integers

PERIODS: Final = 24
PERIOD_DAYS: Final = 365.25 / 12
DAYS: Final = PERIODS * PERIOD_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Tells calendar time from days before the last moment, ``now`` (UTC)."""

    now: datetime

    @property
    def labels(self) -> tuple[str, ...]:
        """``YYYY-MM`` of each calendar month touched, oldest first; the first and the last are seldom whole."""
        first = self._months(np.array([DAYS]))[0]
        last = self._months(np.array([0.0]))[0]
        return tuple(str(month) for month in np.arange(first, last + 1))

    def moment(self, age: float) -> datetime:
        """Return the moment that many days before now, to the second."""
        return (self.now - timedelta(days=age)).replace(microsecond=0)

    def months(self, age: Floats) -> Integers:
        """Return the calendar month each age falls in, 0 for the oldest."""
        months = self._months(age).astype(np.int64)
        oldest = self._months(np.array([DAYS])).astype(np.int64)
        return np.asarray(months - oldest[0])

    def months_of_year(self, age: Floats) -> Integers:
        """Return the month of the year each age falls in, 0 for January."""
        return np.asarray(self._months(age).astype(np.int64) % 12)

    def _months(self, age: Floats) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
        seconds = np.round(age * 86_400).astype("timedelta64[s]")
        moments: np.ndarray[tuple[int], np.dtype[np.datetime64]] = (
            np.datetime64(self.now.replace(tzinfo=None), "s") - seconds
        )
        return moments.astype("datetime64[M]")


def make_calendar(now: datetime) -> Calendar:
    """Return the calendar of the two years that end at ``now`` (aware)."""
    return Calendar(now=now.astimezone(UTC))


def period_of(age: Floats) -> Integers:
    """Return which of the 24 periods of a twelfth of a year each age falls in, 0 for the oldest."""
    return np.clip(PERIODS - 1 - (age // PERIOD_DAYS).astype(np.int64), 0, PERIODS - 1)

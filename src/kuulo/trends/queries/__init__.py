"""Reads of the room."""

from __future__ import annotations

from kuulo.trends.queries.kept import AlarmView, WatchView, last_watch, list_alarms, rate_in_force
from kuulo.trends.queries.series import everybody, read_series, series_that_matter

__all__ = [
    "AlarmView",
    "WatchView",
    "everybody",
    "last_watch",
    "list_alarms",
    "rate_in_force",
    "read_series",
    "series_that_matter",
]

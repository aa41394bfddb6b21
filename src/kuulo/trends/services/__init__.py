"""Writes of the room: the hourly look, alarms, the rate of false ones; no table of theirs holds a person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kuulo.customers.rules.person_data import PersonStore
from kuulo.trends.services.alarms import note_seen, settle_alarms
from kuulo.trends.services.jobs import JOB_HANDLERS, SCHEDULE, request_watch
from kuulo.trends.services.watching import Looked, set_rate, watch

PERSON_STORES: tuple[PersonStore, ...] = ()
WITHOUT_PERSONS: Mapping[str, str] = MappingProxyType(
    {
        "trends.Settings": "holds the rate of false alarms",
        "trends.Watch": "holds figures of weeks and months, none under the floor",
        "trends.Alarm": "names a series of figures and when it changed",
    }
)

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "Looked",
    "note_seen",
    "request_watch",
    "set_rate",
    "settle_alarms",
    "watch",
]

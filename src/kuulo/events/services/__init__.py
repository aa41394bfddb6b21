"""Writes of events: sources and their keys, and the log's way into the store."""

from __future__ import annotations

from kuulo.events.services.jobs import JOB_HANDLERS, SCHEDULE
from kuulo.events.services.moving import MoveReport, move_events
from kuulo.events.services.persons import PERSON_STORES, WITHOUT_PERSONS
from kuulo.events.services.sources import (
    add_key,
    change_source,
    close_source,
    create_source,
    reopen_source,
    revoke_key,
)

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "MoveReport",
    "add_key",
    "change_source",
    "close_source",
    "create_source",
    "move_events",
    "reopen_source",
    "revoke_key",
]

"""Reads of events: sources, and what came from them lately."""

from __future__ import annotations

from kuulo.events.queries.logs import log_folder, waiting_bytes
from kuulo.events.queries.sources import (
    RecentEvent,
    RefusedView,
    TypeCount,
    came_lately,
    events_lately,
    recent_events,
    refused_lately,
    source,
    source_of_key,
    sources,
    sources_by_id,
)

__all__ = [
    "RecentEvent",
    "RefusedView",
    "TypeCount",
    "came_lately",
    "events_lately",
    "log_folder",
    "recent_events",
    "refused_lately",
    "source",
    "source_of_key",
    "sources",
    "sources_by_id",
    "waiting_bytes",
]

"""Reads of instruments; what leaves the room is frozen."""

from kuulo.instruments.queries.instruments import (
    InstrumentSummary,
    InstrumentView,
    VersionSummary,
    instrument,
    list_instruments,
)
from kuulo.instruments.queries.versions import (
    VersionView,
    WordingChange,
    live_version,
    live_version_by_id,
    version_of,
    wording_changes,
)

__all__ = [
    "InstrumentSummary",
    "InstrumentView",
    "VersionSummary",
    "VersionView",
    "WordingChange",
    "instrument",
    "list_instruments",
    "live_version",
    "live_version_by_id",
    "version_of",
    "wording_changes",
]

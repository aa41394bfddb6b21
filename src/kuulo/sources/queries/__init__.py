"""Reads of the room."""

from __future__ import annotations

from kuulo.sources.queries.reading import (
    in_force,
    lines_of_session,
    lines_of_study,
    passage_text,
    source,
    source_lines,
    source_views,
    sources_of,
    speaker_at,
    was_erased,
)

__all__ = [
    "in_force",
    "lines_of_session",
    "lines_of_study",
    "passage_text",
    "source",
    "source_lines",
    "source_views",
    "sources_of",
    "speaker_at",
    "was_erased",
]

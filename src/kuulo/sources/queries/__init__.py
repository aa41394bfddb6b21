"""Reads of the room."""

from __future__ import annotations

from kuulo.sources.queries.files import media_of
from kuulo.sources.queries.lists import Wanted, beside, count_kinds, count_sources, list_sources
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
from kuulo.sources.queries.seeing import Sight, shown_texts, sight_of

__all__ = [
    "Sight",
    "Wanted",
    "beside",
    "count_kinds",
    "count_sources",
    "in_force",
    "lines_of_session",
    "lines_of_study",
    "list_sources",
    "media_of",
    "passage_text",
    "shown_texts",
    "sight_of",
    "source",
    "source_lines",
    "source_views",
    "sources_of",
    "speaker_at",
    "was_erased",
]

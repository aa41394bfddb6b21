"""Writes of the room: the index, saved searches with their lists, and asking for written summaries."""

from __future__ import annotations

from kuulo.searches.services.indexing import Indexed, forget_gone, index_comments
from kuulo.searches.services.jobs import JOB_HANDLERS, SCHEDULE, draft_key, request_index, request_summary
from kuulo.searches.services.persons import PERSON_STORES
from kuulo.searches.services.saving import look_again, look_all_again, remove_search, save_search

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "Indexed",
    "draft_key",
    "forget_gone",
    "index_comments",
    "look_again",
    "look_all_again",
    "remove_search",
    "request_index",
    "request_summary",
    "save_search",
]

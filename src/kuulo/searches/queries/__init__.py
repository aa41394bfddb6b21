"""Reads of the room: searching, what can be asked, and the searches that were saved."""

from __future__ import annotations

from kuulo.searches.queries.finding import Found, Hit, find
from kuulo.searches.queries.index import IndexState, folder_of, index_state
from kuulo.searches.queries.saved import SavedView, saved_search, saved_searches
from kuulo.searches.queries.selection import Choices, choices_of
from kuulo.searches.queries.summing import sources_of, summary_of
from kuulo.searches.queries.warming import warm_up

__all__ = [
    "Choices",
    "Found",
    "Hit",
    "IndexState",
    "SavedView",
    "choices_of",
    "find",
    "folder_of",
    "index_state",
    "saved_search",
    "saved_searches",
    "sources_of",
    "summary_of",
    "warm_up",
]

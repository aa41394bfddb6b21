"""Reads of the room: themes and what was decided of them; sizes, feelings, quotes and what rises."""

from __future__ import annotations

from kuulo.themes.queries.asking import settled_scope
from kuulo.themes.queries.counting import SHARE, Cut, Whole, cut_by
from kuulo.themes.queries.quotes import NEEDS_A_PERSON, Quote, Quotes, calling_comments, quotes_of, summary_of
from kuulo.themes.queries.themes import MODEL, Finding, get_theme, last_finding, list_themes, theme_model
from kuulo.themes.queries.times import Weeks, count_weeks, feelings_by_month, theme_by_month
from kuulo.themes.queries.writing import draft_key, may_be_written_of, sources_of, written_of

__all__ = [
    "MODEL",
    "NEEDS_A_PERSON",
    "SHARE",
    "Cut",
    "Finding",
    "Quote",
    "Quotes",
    "Weeks",
    "Whole",
    "calling_comments",
    "count_weeks",
    "cut_by",
    "draft_key",
    "feelings_by_month",
    "get_theme",
    "last_finding",
    "list_themes",
    "may_be_written_of",
    "quotes_of",
    "settled_scope",
    "sources_of",
    "summary_of",
    "theme_by_month",
    "theme_model",
    "written_of",
]

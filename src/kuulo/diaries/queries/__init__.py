"""Reads of the room: plans, entries, who was prompted and wrote, figures."""

from __future__ import annotations

from kuulo.diaries.queries.entries import EntryView, Said, entries_of, page_of_entries
from kuulo.diaries.queries.figures import DiaryFigures, figures_of
from kuulo.diaries.queries.following import Followed, Kept, followed
from kuulo.diaries.queries.plans import diary_of, has_diary, plan_of

__all__ = [
    "DiaryFigures",
    "EntryView",
    "Followed",
    "Kept",
    "Said",
    "diary_of",
    "entries_of",
    "figures_of",
    "followed",
    "has_diary",
    "page_of_entries",
    "plan_of",
]

"""Writes of the room: finding themes, putting comments to them, and what persons decide about them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kuulo.customers.rules.person_data import PersonStore
from kuulo.themes.services.assigning import assign, assign_anew, assign_new
from kuulo.themes.services.deciding import decide_theme, merge_theme, part_theme, rename_theme
from kuulo.themes.services.finding import Found, find_themes
from kuulo.themes.services.jobs import JOB_HANDLERS, SCHEDULE, request_assigning, request_themes
from kuulo.themes.services.writing import request_writing

PERSON_STORES: tuple[PersonStore, ...] = ()
WITHOUT_PERSONS: Mapping[str, str] = MappingProxyType(
    {"themes.Theme": "holds words that several masked comments share, and what was decided of them"}
)

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "Found",
    "assign",
    "assign_anew",
    "assign_new",
    "decide_theme",
    "find_themes",
    "merge_theme",
    "part_theme",
    "rename_theme",
    "request_assigning",
    "request_themes",
    "request_writing",
]

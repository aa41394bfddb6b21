"""Writes of the room: the search for early adopters, people's decisions, the list that segments ask for."""

from __future__ import annotations

from kuulo.adopters.services.deciding import decide, name_adopter
from kuulo.adopters.services.jobs import JOB_HANDLERS, SCHEDULE, request_search
from kuulo.adopters.services.persons import PERSON_STORES, WITHOUT_PERSONS
from kuulo.adopters.services.searching import search

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "decide",
    "name_adopter",
    "request_search",
    "search",
]

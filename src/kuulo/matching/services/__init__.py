"""Writes of the room: finding matches, deciding on them, and how they are found."""

from __future__ import annotations

from kuulo.matching.services.certain import CertainReport, link_certain
from kuulo.matching.services.deciding import accept_proposal, note_link_undone, reject_proposal, undo_decision
from kuulo.matching.services.finding import find_matches
from kuulo.matching.services.jobs import JOB_HANDLERS, SCHEDULE, request_matches
from kuulo.matching.services.person_data import PERSON_STORES, WITHOUT_PERSONS
from kuulo.matching.services.settings import keep_model, put_model, set_wishes

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "CertainReport",
    "accept_proposal",
    "find_matches",
    "keep_model",
    "link_certain",
    "note_link_undone",
    "put_model",
    "reject_proposal",
    "request_matches",
    "set_wishes",
    "undo_decision",
]

"""Writes of the room: fragments cut, claims made and moved, evidence attached, customers asked, and the watch."""

from __future__ import annotations

from kuulo.claims.services.asking import Target, ask_customer, close_question, note_answer, set_aside
from kuulo.claims.services.claims import (
    ClaimWishes,
    change_claim,
    make_claim,
    mark_stale,
    move_claim,
    place_claim,
    reopen,
    take_over,
)
from kuulo.claims.services.cutting import (
    cut_answer,
    cut_figure,
    cut_passage,
    draft_answer,
    draft_figure,
    draft_passage,
    selection_of,
    share_fragment,
)
from kuulo.claims.services.evidence import attach, attach_again, detach
from kuulo.claims.services.jobs import JOB_HANDLERS, SCHEDULE
from kuulo.claims.services.persons import PERSON_STORES, WITHOUT_PERSONS
from kuulo.claims.services.watching import Watched, watch

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "ClaimWishes",
    "Target",
    "Watched",
    "ask_customer",
    "attach",
    "attach_again",
    "change_claim",
    "close_question",
    "cut_answer",
    "cut_figure",
    "cut_passage",
    "detach",
    "draft_answer",
    "draft_figure",
    "draft_passage",
    "make_claim",
    "mark_stale",
    "move_claim",
    "note_answer",
    "place_claim",
    "reopen",
    "selection_of",
    "set_aside",
    "share_fragment",
    "take_over",
    "watch",
]

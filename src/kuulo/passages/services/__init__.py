"""Writes of the room: codings, memos, undo and redo, rounds of blind coding, proposals, imports."""

from __future__ import annotations

from kuulo.passages.services.acting import redo, undo
from kuulo.passages.services.books import begin_book, choose_book
from kuulo.passages.services.coding import (
    code_anew,
    code_passage,
    decide_proposal,
    note_coding,
    remove_coding,
    resize_coding,
)
from kuulo.passages.services.importing import import_codings, import_memos
from kuulo.passages.services.jobs import JOB_HANDLERS, SCHEDULE, request_proposals
from kuulo.passages.services.memos import change_memo, remove_memo, write_memo
from kuulo.passages.services.persons import PERSON_STORES, WITHOUT_PERSONS, forget_sources
from kuulo.passages.services.proposing import propose_codes
from kuulo.passages.services.rounds import (
    cancel_round,
    compare_round,
    decide_difference,
    finish_source,
    settle_round,
    start_round,
)
from kuulo.passages.services.sweeping import sweep

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "begin_book",
    "cancel_round",
    "change_memo",
    "choose_book",
    "code_anew",
    "code_passage",
    "compare_round",
    "decide_difference",
    "decide_proposal",
    "finish_source",
    "forget_sources",
    "import_codings",
    "import_memos",
    "note_coding",
    "propose_codes",
    "redo",
    "remove_coding",
    "remove_memo",
    "request_proposals",
    "resize_coding",
    "settle_round",
    "start_round",
    "sweep",
    "undo",
    "write_memo",
]

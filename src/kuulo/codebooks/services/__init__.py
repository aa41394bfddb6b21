"""Writes of the room: codebooks, codings, decisions on proposals, and the machine that learns."""

from __future__ import annotations

from kuulo.codebooks.services.asking import request_learning
from kuulo.codebooks.services.books import (
    USE_AT,
    BookWishes,
    CodeWishes,
    add_code,
    change_book,
    change_code,
    import_codes,
    join_codes,
    make_book,
    move_code,
    remove_book,
    remove_code,
)
from kuulo.codebooks.services.coding import decide_proposal, note_coding, settle_coding
from kuulo.codebooks.services.defining import forget_definitions, request_definition
from kuulo.codebooks.services.jobs import JOB_HANDLERS, SCHEDULE
from kuulo.codebooks.services.learning import fill_queue, learn_book
from kuulo.codebooks.services.noting import note_all
from kuulo.codebooks.services.persons import PERSON_STORES, WITHOUT_PERSONS

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "USE_AT",
    "WITHOUT_PERSONS",
    "BookWishes",
    "CodeWishes",
    "add_code",
    "change_book",
    "change_code",
    "decide_proposal",
    "fill_queue",
    "forget_definitions",
    "import_codes",
    "join_codes",
    "learn_book",
    "make_book",
    "move_code",
    "note_all",
    "note_coding",
    "remove_book",
    "remove_code",
    "request_definition",
    "request_learning",
    "settle_coding",
]

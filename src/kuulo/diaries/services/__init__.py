"""Diaries: their plan, prompting, entries, leaving."""

from __future__ import annotations

from kuulo.diaries.services.entries import Sent, Written, erase_entry, participant_of, write_entry
from kuulo.diaries.services.jobs import JOB_HANDLERS, SCHEDULE, send_due
from kuulo.diaries.services.keeping import mute, note_opened, unmute
from kuulo.diaries.services.persons import PERSON_STORES, WITHOUT_PERSONS
from kuulo.diaries.services.planning import (
    DiaryFrame,
    add_prompt,
    add_question,
    move_question,
    retire_prompt,
    retire_question,
    set_diary,
    set_frame,
)
from kuulo.diaries.services.sending import Handled, give_up_claims, send_again
from kuulo.diaries.services.withdrawing import erase_withdrawn, leave_diary

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "DiaryFrame",
    "Handled",
    "Sent",
    "Written",
    "add_prompt",
    "add_question",
    "erase_entry",
    "erase_withdrawn",
    "give_up_claims",
    "leave_diary",
    "move_question",
    "mute",
    "note_opened",
    "participant_of",
    "retire_prompt",
    "retire_question",
    "send_again",
    "send_due",
    "set_diary",
    "set_frame",
    "unmute",
    "write_entry",
]

"""Writes of the room: rooms, threads, words, polls, moderation; its jobs and what it holds about persons."""

from __future__ import annotations

from kuulo.discussions.services.jobs import JOB_HANDLERS, SCHEDULE
from kuulo.discussions.services.members import choose_name, note_seen
from kuulo.discussions.services.moderating import (
    hide_message,
    report_message,
    settle_report,
    show_message,
    silence,
)
from kuulo.discussions.services.notices import send_notices
from kuulo.discussions.services.persons import PERSON_STORES, WITHOUT_PERSONS
from kuulo.discussions.services.polls import PollWishes, ask_poll, close_poll, vote
from kuulo.discussions.services.rooms import change_room, make_room, move_room
from kuulo.discussions.services.settling import settle_leavers
from kuulo.discussions.services.threads import move_thread, probe, start_thread, start_topic
from kuulo.discussions.services.writing import answer_as_moderator, edit_message, remove_message, write_message

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "PollWishes",
    "answer_as_moderator",
    "ask_poll",
    "change_room",
    "choose_name",
    "close_poll",
    "edit_message",
    "hide_message",
    "make_room",
    "move_room",
    "move_thread",
    "note_seen",
    "probe",
    "remove_message",
    "report_message",
    "send_notices",
    "settle_leavers",
    "settle_report",
    "show_message",
    "silence",
    "start_thread",
    "start_topic",
    "vote",
    "write_message",
]

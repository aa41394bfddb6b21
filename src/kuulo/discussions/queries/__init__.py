"""Reads of the room."""

from __future__ import annotations

from kuulo.discussions.queries.members import MemberLine, member_of, members_of, share_who_wrote
from kuulo.discussions.queries.messages import answers_to, messages_for, messages_of, own_messages, waiting_reports
from kuulo.discussions.queries.polls import poll_results, polls_of
from kuulo.discussions.queries.rooms import (
    ThreadLine,
    lines_for,
    lines_of,
    room,
    rooms_of,
    thread,
    thread_of_participant,
)

__all__ = [
    "MemberLine",
    "ThreadLine",
    "answers_to",
    "lines_for",
    "lines_of",
    "member_of",
    "members_of",
    "messages_for",
    "messages_of",
    "own_messages",
    "poll_results",
    "polls_of",
    "room",
    "rooms_of",
    "share_who_wrote",
    "thread",
    "thread_of_participant",
    "waiting_reports",
]

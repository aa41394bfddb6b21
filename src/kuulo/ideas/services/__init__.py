"""Writes of the room: ideas, who is behind them, merging, who needs them; weak signals; its jobs."""

from __future__ import annotations

from kuulo.ideas.services.jobs import JOB_HANDLERS, SCHEDULE
from kuulo.ideas.services.keeping import (
    TellerWishes,
    add_answer,
    add_passage,
    add_teller,
    keep_idea,
    move_idea,
    remove_teller,
)
from kuulo.ideas.services.merging import merge_ideas, part_idea
from kuulo.ideas.services.persons import PERSON_STORES, WITHOUT_PERSONS
from kuulo.ideas.services.signs import SignWishes, judge_sign, move_sign, note_sign, put_under_trend
from kuulo.ideas.services.weighing import request_weighing, set_need, weigh_ideas

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "SignWishes",
    "TellerWishes",
    "add_answer",
    "add_passage",
    "add_teller",
    "judge_sign",
    "keep_idea",
    "merge_ideas",
    "move_idea",
    "move_sign",
    "note_sign",
    "part_idea",
    "put_under_trend",
    "remove_teller",
    "request_weighing",
    "set_need",
    "weigh_ideas",
]

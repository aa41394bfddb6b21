"""Reads of the room: who is proposed and confirmed, what the search rests on, and how the early feel."""

from __future__ import annotations

from kuulo.adopters.queries.adopters import (
    LIST,
    AdopterView,
    Lookout,
    NewThing,
    adopter,
    adopters,
    lookout,
    segment_of_adopters,
)
from kuulo.adopters.queries.mood import Mood, mood_of
from kuulo.adopters.queries.uses import read_uses

__all__ = [
    "LIST",
    "AdopterView",
    "Lookout",
    "Mood",
    "NewThing",
    "adopter",
    "adopters",
    "lookout",
    "mood_of",
    "read_uses",
    "segment_of_adopters",
]

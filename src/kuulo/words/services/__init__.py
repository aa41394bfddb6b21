"""Writes of the room: reading what is new, learning from scores, and noting what other rooms find out."""

from __future__ import annotations

from kuulo.words.services.jobs import JOB_HANDLERS, SCHEDULE, request_learning, request_reading
from kuulo.words.services.keeping import keep_model, remove_model
from kuulo.words.services.learning import is_being_read
from kuulo.words.services.meaning import current_embedder
from kuulo.words.services.noting import name_values, note_codes, note_themes, remove_names
from kuulo.words.services.persons import WITHOUT_PERSONS, erase_learned, words_about
from kuulo.words.services.reading import Budget, read_words

__all__ = [
    "JOB_HANDLERS",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "Budget",
    "current_embedder",
    "erase_learned",
    "is_being_read",
    "keep_model",
    "name_values",
    "note_codes",
    "note_themes",
    "read_words",
    "remove_model",
    "remove_names",
    "request_learning",
    "request_reading",
    "words_about",
]

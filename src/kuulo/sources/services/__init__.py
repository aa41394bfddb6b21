"""Writes of the room."""

from __future__ import annotations

from kuulo.sources.services.adding import add_source
from kuulo.sources.services.erasing import erase_source
from kuulo.sources.services.jobs import JOB_HANDLERS, SCHEDULE
from kuulo.sources.services.noting import take_sent
from kuulo.sources.services.persons import PERSON_STORES, WITHOUT_PERSONS
from kuulo.sources.services.receiving import Belonging, Received, receive_file, receive_words
from kuulo.sources.services.speakers import set_speakers

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "Belonging",
    "Received",
    "add_source",
    "erase_source",
    "receive_file",
    "receive_words",
    "set_speakers",
    "take_sent",
]

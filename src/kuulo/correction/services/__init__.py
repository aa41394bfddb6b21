"""Writes of the room: the ledger of who was asked, and comparisons that took long."""

from kuulo.correction.services.askings import note_askings
from kuulo.correction.services.comparing import JOB_HANDLERS, SCHEDULE, ask_for_comparison
from kuulo.correction.services.persons import PERSON_STORES, WITHOUT_PERSONS

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "ask_for_comparison",
    "note_askings",
]

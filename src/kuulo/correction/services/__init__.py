"""Writes of the room: the ledger of who was asked, and comparisons that took long."""

from kuulo.correction.services.askings import forget_askings, note_askings
from kuulo.correction.services.persons import PERSON_STORES, WITHOUT_PERSONS

__all__ = ["PERSON_STORES", "WITHOUT_PERSONS", "forget_askings", "note_askings"]

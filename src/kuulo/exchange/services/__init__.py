"""Writes of the room: studies out, files in."""

from __future__ import annotations

from kuulo.exchange.services.jobs import JOB_HANDLERS, SCHEDULE, request_taking
from kuulo.exchange.services.persons import PERSON_STORES, WITHOUT_PERSONS
from kuulo.exchange.services.receiving import discard, forget_old, receive
from kuulo.exchange.services.sending import write_codes, write_study
from kuulo.exchange.services.taking import take_in

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "discard",
    "forget_old",
    "receive",
    "request_taking",
    "take_in",
    "write_codes",
    "write_study",
]

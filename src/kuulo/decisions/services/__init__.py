"""Writes of the room: a decision's life, its computed checks, and what follows when it did not hold."""

from __future__ import annotations

from kuulo.decisions.services.checks import JOB_HANDLERS, SCHEDULE, compute_check, request_check
from kuulo.decisions.services.loops import double_loop, single_loop
from kuulo.decisions.services.persons import WITHOUT_PERSONS
from kuulo.decisions.services.steps import (
    Deciding,
    Proposing,
    change,
    confirm_verdict,
    decide,
    postpone_check,
    propose,
    put_in_effect,
)

__all__ = [
    "JOB_HANDLERS",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "Deciding",
    "Proposing",
    "change",
    "compute_check",
    "confirm_verdict",
    "decide",
    "double_loop",
    "postpone_check",
    "propose",
    "put_in_effect",
    "request_check",
    "single_loop",
]

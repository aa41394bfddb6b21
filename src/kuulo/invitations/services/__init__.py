"""Asking: rounds, triggers, the contact budget, and what became of each invitation."""

from __future__ import annotations

from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.services.admitting import admit_drawn
from kuulo.invitations.services.budget import note_contact, set_budget
from kuulo.invitations.services.outcomes import record_outcomes
from kuulo.invitations.services.refusing import Scope, note_opened, refuse
from kuulo.invitations.services.rounds import (
    cancel_round,
    change_round,
    create_round,
    draw_round,
    finish_round,
    narrow_now,
    pause_round,
    resume_round,
    start_round,
)
from kuulo.invitations.services.sending import give_up_claims, send_again, send_due

__all__ = [
    "Outcome",
    "OutcomeEvent",
    "Scope",
    "admit_drawn",
    "cancel_round",
    "change_round",
    "create_round",
    "draw_round",
    "finish_round",
    "give_up_claims",
    "narrow_now",
    "note_contact",
    "note_opened",
    "pause_round",
    "record_outcomes",
    "refuse",
    "resume_round",
    "send_again",
    "send_due",
    "set_budget",
    "start_round",
]

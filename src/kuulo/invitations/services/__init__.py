"""Asking: rounds, triggers, the contact budget, and what became of each invitation."""

from __future__ import annotations

from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.services.admitting import admit_drawn
from kuulo.invitations.services.budget import note_contact, set_budget
from kuulo.invitations.services.events import Fired, ask_about, evaluate_triggers, fire_trigger, notice_encounter
from kuulo.invitations.services.expiring import expire_invitations, finish_rounds
from kuulo.invitations.services.jobs import JOB_HANDLERS, SCHEDULE
from kuulo.invitations.services.outcomes import record_outcomes
from kuulo.invitations.services.persons import PERSON_STORES, WITHOUT_PERSONS
from kuulo.invitations.services.quiet import QuietPlan, draw_second_phase
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
from kuulo.invitations.services.triggers import (
    MadeTrigger,
    change_trigger,
    create_trigger,
    pause_trigger,
    renew_token,
    resume_trigger,
)

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "Fired",
    "MadeTrigger",
    "Outcome",
    "OutcomeEvent",
    "QuietPlan",
    "Scope",
    "admit_drawn",
    "ask_about",
    "cancel_round",
    "change_round",
    "change_trigger",
    "create_round",
    "create_trigger",
    "draw_round",
    "draw_second_phase",
    "evaluate_triggers",
    "expire_invitations",
    "finish_round",
    "finish_rounds",
    "fire_trigger",
    "give_up_claims",
    "narrow_now",
    "note_contact",
    "note_opened",
    "notice_encounter",
    "pause_round",
    "pause_trigger",
    "record_outcomes",
    "refuse",
    "renew_token",
    "resume_round",
    "resume_trigger",
    "send_again",
    "send_due",
    "set_budget",
    "start_round",
]

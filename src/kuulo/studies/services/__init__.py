"""Writes of the room: plans, steps, teams, participants, payments, sessions."""

from __future__ import annotations

from kuulo.studies.services.jobs import JOB_HANDLERS, SCHEDULE
from kuulo.studies.services.payments import payments_due, settle_payment
from kuulo.studies.services.persons import PERSON_STORES, WITHOUT_PERSONS
from kuulo.studies.services.plans import change_plan, create_study, note_result
from kuulo.studies.services.recruiting import (
    LEFT_OUT_NAMES,
    Added,
    DrawWishes,
    HandWishes,
    LeftOut,
    add_by_hand,
    add_participants,
    close_link,
    open_link,
)
from kuulo.studies.services.sending import Sent, send_invitations
from kuulo.studies.services.sessions import (
    SessionWishes,
    add_to_ask,
    change_session,
    mark_asked,
    move_session,
    plan_session,
)
from kuulo.studies.services.steps import move_study
from kuulo.studies.services.taking_part import (
    Joining,
    choose_pseudonym,
    join,
    join_by_link,
    leave,
    note_consent,
    remove_participant,
    watch_consents,
    withdraw_told,
)
from kuulo.studies.services.team import add_member, remove_member
from kuulo.studies.services.wishes import StudyWishes, TextWishes, wishes_of

__all__ = [
    "JOB_HANDLERS",
    "LEFT_OUT_NAMES",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "Added",
    "DrawWishes",
    "HandWishes",
    "Joining",
    "LeftOut",
    "Sent",
    "SessionWishes",
    "StudyWishes",
    "TextWishes",
    "add_by_hand",
    "add_member",
    "add_participants",
    "add_to_ask",
    "change_plan",
    "change_session",
    "choose_pseudonym",
    "close_link",
    "create_study",
    "join",
    "join_by_link",
    "leave",
    "mark_asked",
    "move_session",
    "move_study",
    "note_consent",
    "note_result",
    "open_link",
    "payments_due",
    "plan_session",
    "remove_member",
    "remove_participant",
    "send_invitations",
    "settle_payment",
    "watch_consents",
    "wishes_of",
    "withdraw_told",
]

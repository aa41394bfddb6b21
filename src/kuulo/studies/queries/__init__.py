"""Reads of the room: studies, participants, sessions; what crosses to other rooms is frozen."""

from __future__ import annotations

from kuulo.studies.queries.participants import (
    in_force,
    participant,
    participant_by_token,
    participants_called,
    participants_of,
    participations_of,
    payments_of,
    to_go,
)
from kuulo.studies.queries.sessions import session, sessions_between, sessions_of, to_ask_by_ref
from kuulo.studies.queries.studies import (
    email_of,
    hidden_from,
    is_member,
    may_see,
    seen_studies,
    seen_study,
    studies_called,
    study,
    study_by_link,
)
from kuulo.studies.rules import ParticipantView, SessionView, StudyView, ToAsk

__all__ = [
    "ParticipantView",
    "SessionView",
    "StudyView",
    "ToAsk",
    "email_of",
    "hidden_from",
    "in_force",
    "is_member",
    "may_see",
    "participant",
    "participant_by_token",
    "participants_called",
    "participants_of",
    "participations_of",
    "payments_of",
    "seen_studies",
    "seen_study",
    "session",
    "sessions_between",
    "sessions_of",
    "studies_called",
    "study",
    "study_by_link",
    "to_ask_by_ref",
    "to_go",
]

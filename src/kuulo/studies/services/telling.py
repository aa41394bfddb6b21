"""What the room notes in the log: who did what to which study or participant; never words or names of customers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from kuulo.audit.rules import Detail, Subject
from kuulo.audit.services import note
from kuulo.base.texts import Text
from kuulo.studies.models import Participant, Session, Study
from kuulo.studies.rules import label_of

ITSELF: Final = "kuulo"
"""Who does what happens by itself."""
NOTHING: Final[Mapping[str, Detail]] = {}


def subject_of(slug: str) -> Subject:
    """Return what the log calls a study."""
    return Subject("study", slug)


def note_study(
    row: Study, *, by: str, verb: str, text: Text, now: datetime, details: Mapping[str, Detail] = NOTHING
) -> None:
    """Note what was done to a study."""
    note(actor=by, verb=verb, subject=subject_of(row.slug), text=text, details=details, now=now)


def note_participant(
    row: Participant, *, by: str, verb: str, text: Text, now: datetime, details: Mapping[str, Detail] = NOTHING
) -> None:
    """Note what was done to a participant, who stands there by number; nobody named did it: the participant."""
    label = label_of(row.number)
    subject = Subject("participant", f"{row.study.slug}/{label}")
    note(actor=by or label, verb=verb, subject=subject, text=text, details=details, now=now)


def note_session(row: Session, *, by: str, verb: str, text: Text, now: datetime) -> None:
    """Note what was done to a session."""
    subject = Subject("session", f"{row.study.slug}/{row.number}")
    note(actor=by, verb=verb, subject=subject, text=text, now=now)

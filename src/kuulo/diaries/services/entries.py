"""Writing and erasing entries; every sending may be repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.ids import derived_id
from kuulo.base.texts import mark as _
from kuulo.diaries.models import Entry
from kuulo.diaries.queries.plans import plan_of
from kuulo.diaries.queries.standing import Standing, standing
from kuulo.diaries.queries.zones import zone_now
from kuulo.diaries.rules import (
    Answers,
    DiaryPlan,
    Question,
    QuestionKind,
    Upload,
    check_answers,
    in_language,
    is_key,
)
from kuulo.diaries.rules.entries import moment_of
from kuulo.sources import services as sources
from kuulo.sources.rules import NAME_LENGTH, Media, Origin, SourceKind
from kuulo.studies import queries as studies
from kuulo.studies.rules import ParticipantView

BY: Final = "participant"
KINDS: Final = {
    QuestionKind.TEXT: SourceKind.DIARY_ENTRY,
    QuestionKind.PHOTO: SourceKind.PICTURE,
    QuestionKind.VOICE: SourceKind.RECORDING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a participant sent.

    Attributes:
        fields: Words, points and choices, by question key.
        files: Pictures and recordings, by question key.
        written_at: When it was written, as the phone tells: ISO 8601 with a zone; empty: now.
        language: The language the participant read; empty: the participant's own.
    """

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    written_at: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of it: the entry's key, and whether it was new here."""

    key: str
    is_new: bool


def write_entry(*, token: str, key: str, sent: Sent, now: datetime | None = None) -> Written:
    """Keep what a participant wrote, recorded or showed. The same key again changes nothing, also after it was erased.

    Args:
        token: The participant's.
        key: Of the entry: 32 digits of base 16, chosen by who sends it.
        sent: What was said, and when.
        now: The moment.

    Raises:
        NotFoundError: The token is nobody's.
        GuardError: The diary takes nothing (more); the message says why.
        InputError: An answer does not fit, something required is missing, or a file is not what it should be.
    """
    moment = now or timezone.now()
    participant = participant_of(token)
    if not is_key(key):
        raise InputError(_("“{key}” is no key of an entry."), _("Use 32 digits of base 16."), key=key[:40])
    if Entry.objects.filter(participant_id=participant.id, key=key).exists():
        return Written(key, is_new=False)
    study, plan = studies.study(participant.study), plan_of(participant.study)
    told = moment_of(sent.written_at, joined_at=participant.joined_at or moment, now=moment)
    _check_open(standing(study, plan, participant, told.astimezone(zone_now(participant.id))))
    answers = check_answers(plan, sent.fields, sent.files)
    spoken = sent.language or participant.language or study.languages[0]
    made = Entry(
        study=study.slug,
        participant_id=participant.id,
        key=key,
        values=dict(answers.values),
        language=spoken,
        written_at=told,
        received_at=moment,
    )
    try:
        _keep(made, answers, plan, participant)
    except IntegrityError:
        # The phone sent it twice at once: the other one was faster, and it is the same.
        if not Entry.objects.filter(participant_id=participant.id, key=key).exists():
            raise
        return Written(key, is_new=False)
    return Written(key, is_new=True)


@transaction.atomic
def erase_entry(*, token: str, key: str, now: datetime | None = None) -> bool:
    """Erase an entry of one's own with its words, pictures and recordings; return whether there was anything to erase.

    Raises:
        NotFoundError: The token is nobody's.
    """
    participant = participant_of(token)
    moment = now or timezone.now()
    found = Entry.objects.select_for_update().filter(participant_id=participant.id, key=key, erased_at=None)
    return erase_entries(list(found), now=moment) > 0


@transaction.atomic
def erase_entries(entries: Sequence[Entry], *, now: datetime) -> int:
    """Erase entries; of each only its key stays, so that a phone that sends it again does not bring it back."""
    for entry in entries:
        for key in entry.sources.values():
            sources.erase_source(key, by=BY, now=now)
        entry.values, entry.sources, entry.erased_at = {}, {}, now
        entry.save(update_fields=["values", "sources", "erased_at"])
    return len(entries)


def participant_of(token: str) -> ParticipantView:
    """Return whom a token belongs to.

    Raises:
        NotFoundError: Nobody.
    """
    known = token.replace("\0", "")
    found = studies.participant_by_token(known) if known else None
    if found is None:
        raise NotFoundError(_("There is no diary at this address."), _("Open the link of your message again."))
    return found


def _check_open(found: Standing) -> None:
    if found.closed is not None:
        raise GuardError(found.closed.template)


@transaction.atomic
def _keep(entry: Entry, answers: Answers, plan: DiaryPlan, participant: ParticipantView) -> None:
    """Write the entry and its sources together."""
    entry.save(force_insert=True)
    first = ""
    for question in plan.questions:
        source = _add_source(question, entry, answers, participant, beside=first)
        if source:
            entry.sources[question.key] = source
            first = first or source
    entry.save(update_fields=["sources"])


def _add_source(
    question: Question, entry: Entry, answers: Answers, participant: ParticipantView, *, beside: str
) -> str:
    """Keep one answer as a source; return its key, empty where there is nothing to keep."""
    upload = answers.files.get(question.key)
    words = answers.words.get(question.key, "")
    if not words and upload is None:
        return ""
    key = derived_id("diary", str(participant.id), entry.key, question.key)
    asked = in_language(question.text, entry.language)
    sources.add_source(
        study=entry.study,
        kind=KINDS[question.kind],
        name=f"{participant.label} · {entry.written_at:%Y-%m-%d} · {asked}"[:NAME_LENGTH],
        by=BY,
        text=words,
        media=Media(name=upload.name, content=upload.content) if upload else None,
        participant_id=participant.id,
        occurred_at=entry.written_at,
        origin=Origin.CUSTOMER,
        language=entry.language,
        beside=beside,
        key=key,
    )
    return key

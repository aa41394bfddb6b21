"""Joining, leaving, being taken out; what was told stays or goes as they choose, and the incentive stays due."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kuulo.audit.rules import Detail
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.queries import consents_of
from kuulo.customers.rules import Channel, ConsentState, Purpose, check_address
from kuulo.customers.services import give_consent, keep_consent_text, withdraw_consent
from kuulo.studies.models import Participant, Study, StudyText
from kuulo.studies.queries.participants import in_force, participant
from kuulo.studies.queries.studies import unnamed
from kuulo.studies.rules import (
    BY_CONSENT,
    LegalBasis,
    ParticipantState,
    ParticipantStep,
    ParticipantView,
    Payment,
    Recruited,
    Sending,
    StudyState,
    after_step,
    label_of,
)
from kuulo.studies.services.telling import note_participant

LONGEST_NAME: Final = 60
MOST_BY_LINK: Final = 2_000
"""Nobody joins by the open link when a study has so many participants: something else is at work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """What a participant says when joining.

    Attributes:
        agrees: They agree to the words they were shown.
        version: Of these words; None: those in force.
        pseudonym: What others shall call them.
        language: Which they read; empty: as they were invited.
        may_record: They agree to be recorded.
        address: Where they want to be written to; empty: as before.
    """

    agrees: bool = True
    version: int | None = None
    pseudonym: str = ""
    language: str = ""
    may_record: bool = False
    address: str = ""


PLAIN_YES: Final = Joining()


@transaction.atomic
def join(token: str, *, told: Joining = PLAIN_YES, now: datetime | None = None) -> ParticipantView:
    """Let a participant join, with the consent to the text's version; a known customer's own consents say it too.

    Raises:
        NotFoundError: The key is unknown.
        GuardError: They have joined or left already, do not agree, or the study does not run.
        InputError: The words changed since they were shown, or the address is none.
    """
    row = _locked(token)
    return _join(row, told, how="page", now=now or timezone.now())


@transaction.atomic
def join_by_link(link: str, *, told: Joining, now: datetime | None = None) -> ParticipantView:
    """Let somebody join by the open link of a study; they get a key of their own.

    Raises:
        NotFoundError: The link is closed or unknown.
        GuardError, InputError: As for `join`.
    """
    study = Study.objects.select_for_update().filter(link=link, link_open=True).exclude(link="").first()
    if study is None:
        raise NotFoundError(_("This link is not open any more."))
    if study.participants.count() >= MOST_BY_LINK:
        raise GuardError(_("The study takes no participants now."), _("It is full."))
    row = new_participant(study, how=Recruited.LINK, language=told.language, now=now or timezone.now())
    return _join(row, told, how="page", now=now or timezone.now())


@transaction.atomic
def note_consent(
    participant_id: int, *, how: str, by: str, may_record: bool = False, now: datetime | None = None
) -> ParticipantView:
    """Note that a participant agreed on paper or by word of mouth, to the text in force.

    Args:
        participant_id: Who.
        how: ``paper`` or ``spoken``.
        by: Who was there.
        may_record: They agreed to be recorded.
        now: The moment.

    Raises:
        GuardError: As for `join`.
    """
    row = _locked_by_number(participant_id)
    if how not in {"paper", "spoken"}:
        raise InputError(_("Consent is noted as given on paper or by word of mouth."))
    return _join(row, Joining(may_record=may_record), how=how, by=by, now=now or timezone.now())


@transaction.atomic
def leave(token: str, *, keep: bool, now: datetime | None = None) -> ParticipantView:
    """Let a participant leave: what they told stays or goes as they choose, and what they were promised stays due.

    Raises:
        NotFoundError: The key is unknown.
        GuardError: They have left already, or were taken out.
    """
    row, moment = _locked(token), now or timezone.now()
    before = ParticipantState(row.state)
    row.state = after_step(before, ParticipantStep.LEAVE)
    row.left_at, row.sending = moment, _unsent(row)
    if before is ParticipantState.JOINED:
        row.keeps_told = keep
        row.ended_at = None if keep else moment
    row.save()
    if before is ParticipantState.JOINED and not keep:
        _withdraw_research(row, moment)
    text = say(
        _("{participant} left.") if before is ParticipantState.JOINED else _("{participant} declined."),
        participant=label_of(row.number),
    )
    note_participant(row, by="", verb="leave", text=text, now=moment, details={"keeps_told": row.keeps_told})
    return participant(row.pk, now=moment)


@transaction.atomic
def withdraw_told(token: str, *, now: datetime | None = None) -> ParticipantView:
    """Let a participant who left have what they told go after all.

    Raises:
        NotFoundError: The key is unknown.
        GuardError: They have not left, or it has gone already.
    """
    row, moment = _locked(token), now or timezone.now()
    if row.left_at is None or not row.keeps_told:
        raise GuardError(_("There is nothing left that could go."))
    row.keeps_told, row.ended_at = False, row.ended_at or moment
    row.save()
    _withdraw_research(row, moment)
    text = say(_("{participant} had what they told erased."), participant=label_of(row.number))
    note_participant(row, by="", verb="withdraw", text=text, now=moment)
    return participant(row.pk, now=moment)


@transaction.atomic
def remove_participant(participant_id: int, *, why: str, by: str, now: datetime | None = None) -> ParticipantView:
    """Take a participant out; what they told stays in force, and what they were promised stays due.

    Raises:
        GuardError: They have left, or were taken out.
        InputError: No reason is given.
    """
    row, moment = _locked_by_number(participant_id), now or timezone.now()
    if not why.strip():
        raise InputError(_("Nobody is taken out without a reason."), _("Write why."))
    row.state = after_step(ParticipantState(row.state), ParticipantStep.REMOVE)
    row.left_at, row.removed_why, row.sending = moment, why.strip()[:250], _unsent(row)
    row.save()
    text = say(_("{participant} was taken out."), participant=label_of(row.number))
    note_participant(row, by=by, verb="remove", text=text, now=moment)
    return participant(row.pk, now=moment)


@transaction.atomic
def choose_pseudonym(token: str, *, pseudonym: str) -> ParticipantView:
    """Let a participant be called otherwise among the others.

    Raises:
        InputError: Somebody else of the study is called so.
    """
    row = _locked(token)
    row.pseudonym = _own_name(row, pseudonym)
    row.save(update_fields=["pseudonym"])
    return participant(row.pk)


def new_participant(  # noqa: PLR0913 -- who, how they came, how they are reached and in which language
    study: Study,
    *,
    how: Recruited,
    language: str = "",
    party_id: int | None = None,
    channel: str = "",
    address: str = "",
    pseudonym: str = "",
    sending: Sending = Sending.NONE,
    now: datetime,
) -> Participant:
    """Write down a new participant under the next number of the study, with a key of their own."""
    Study.objects.filter(pk=study.pk).update(next_number=F("next_number") + 1)
    study.refresh_from_db(fields=["next_number"])
    languages = study.languages or ["en"]
    return Participant.objects.create(
        study=study,
        number=study.next_number - 1,
        pseudonym=pseudonym.strip()[:LONGEST_NAME],
        party_id=party_id,
        channel=channel,
        address=address,
        language=language if language in languages else languages[0],
        token=secrets.token_urlsafe(18),
        how=how,
        sending=sending,
        invited_at=now,
    )


def watch_consents(*, now: datetime) -> int:
    """Let those leave whose customer's consent to research has ended since they joined; return how many."""
    rows = Participant.objects.select_related("study").filter(
        ended_at=None, joined_at__isnull=False, party__isnull=False
    )
    known = {row.pk: row for row in rows.exclude(erased_at__isnull=False)}
    holding = in_force(known.keys(), now=now)
    gone = [row for number, row in known.items() if number not in holding and not _ran_out(row, now)]
    for row in gone:
        _end(row, now)
    return len(gone)


def _ran_out(row: Participant, now: datetime) -> bool:
    return row.expires_at is not None and row.expires_at <= now


@transaction.atomic
def _end(row: Participant, now: datetime) -> None:
    if row.state == ParticipantState.JOINED:
        row.state, row.left_at = ParticipantState.LEFT, now
    row.ended_at, row.keeps_told = now, True if row.keeps_told is None else row.keeps_told
    row.save()
    text = say(_("The consent to research of {participant} has ended."), participant=label_of(row.number))
    note_participant(row, by="kuulo", verb="end_consent", text=text, now=now)


def _join(row: Participant, told: Joining, *, how: str, now: datetime, by: str = "") -> ParticipantView:
    study = row.study
    row.state = after_step(
        ParticipantState(row.state),
        ParticipantStep.JOIN,
        agrees=told.agrees,
        open_to_join=study.state == StudyState.RUNNING,
    )
    if told.version not in {None, study.text_version}:
        raise InputError(_("The words have changed since this page was opened."), _("Read them again, please."))
    row.language = told.language if told.language in study.languages else row.language
    row.pseudonym = _own_name(row, told.pseudonym) or row.pseudonym
    _put_address(row, told.address)
    row.joined_at, row.text_version, row.given_how, row.sending = now, study.text_version, how, _unsent(row)
    row.given_at = now if _by_consent(study) else None
    row.expires_at = now + timedelta(days=study.consent_days) if study.consent_days else None
    row.may_record = told.may_record
    row.incentive = study.incentive
    row.payment = Payment.DUE if study.incentive > 0 else Payment.NONE
    row.save()
    _tell_register(row, now)
    details: dict[str, Detail] = {"version": study.text_version, "how": how, "may_record": told.may_record}
    text = say(_("{participant} joined."), participant=label_of(row.number))
    note_participant(row, by=by, verb="join", text=text, now=now, details=details)
    return participant(row.pk, now=now)


def _tell_register(row: Participant, now: datetime) -> None:
    """Let a known customer's own consents say what they agreed to here, with the words of it."""
    if row.party_id is None or not _by_consent(row.study):
        return
    called = source_of(row.study).removeprefix("study:")
    version = f"{called} v{row.text_version}"
    words = StudyText.objects.filter(study=row.study, version=row.text_version, language=row.language).first()
    purposes = [Purpose.RESEARCH, *([Purpose.RECORDING] if row.may_record else [])]
    for purpose in purposes:
        if words is not None and (words.consent or words.notice):
            text = f"{words.consent}\n\n{words.notice}".strip()
            keep_consent_text(purpose=purpose, version=version, language=row.language, text=text, now=now)
        give_consent(
            party_id=row.party_id,
            at=now,
            purpose=purpose,
            text_version=version,
            source=source_of(row.study),
            proof={"study": called, "how": row.given_how},
        )


def _withdraw_research(row: Participant, now: datetime) -> None:
    """End the customer's consent to research where it was given for this study and no other one rests on it."""
    if row.party_id is None:
        return
    held = [
        each
        for each in consents_of(row.party_id, now=now)
        if each.purpose is Purpose.RESEARCH and each.state is ConsentState.GIVEN
    ]
    others = Participant.objects.filter(party_id=row.party_id, ended_at=None, joined_at__isnull=False)
    own = {f"study:{row.study.slug}", f"study:{unnamed(row.study.pk)}"}
    if held and held[0].source in own and not others.exclude(pk=row.pk).exists():
        withdraw_consent(party_id=row.party_id, at=now, purpose=Purpose.RESEARCH, source=source_of(row.study))


def source_of(study: Study) -> str:
    """Return what the customer register calls a study as the source of a consent or a contact."""
    return f"study:{unnamed(study.pk) if study.confidential else study.slug}"


def _by_consent(study: Study) -> bool:
    return bool(study.legal_basis) and LegalBasis(study.legal_basis) in BY_CONSENT


def _unsent(row: Participant) -> str:
    return Sending.NONE if row.sending == Sending.WAITING else row.sending


def _own_name(row: Participant, wanted: str) -> str:
    name = " ".join(wanted.split())[:LONGEST_NAME]
    others = Participant.objects.filter(study_id=row.study_id, pseudonym__iexact=name).exclude(pk=row.pk)
    if name and others.exists():
        raise InputError(_("Somebody else in the study is called “{name}” already."), _("Choose another."), name=name)
    return name


def _put_address(row: Participant, address: str) -> None:
    if address.strip():
        channel = Channel.EMAIL if "@" in address else Channel.SMS
        row.channel, row.address = channel, check_address(channel, address)


def _locked(token: str) -> Participant:
    row = Participant.objects.select_for_update(of=("self",)).select_related("study").filter(token=token).first()
    if row is None:
        raise NotFoundError(_("This link leads nowhere any more."), _("Ask who sent it to you for another."))
    return row


def _locked_by_number(participant_id: int) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",)).select_related("study")
    row = rows.filter(pk=participant_id).first()
    if row is None:
        raise NotFoundError(_("There is no participant {number}."), number=participant_id)
    return row

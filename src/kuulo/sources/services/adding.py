"""Taking a source in: checked, kept once, its words told to the lake where the study shares them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final, NotRequired, Required, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.qualitative.anchoring import normalise
from kuulo.qualitative.reading import find_mime
from kuulo.sources.models import ErasedSource, Source
from kuulo.sources.queries.reading import view_of
from kuulo.sources.rules import (
    KEY_LENGTH,
    LONGEST_TEXT,
    NAME_LENGTH,
    Flag,
    Media,
    Origin,
    Publication,
    SourceKind,
    SourceView,
    Turn,
    guess_speakers,
)
from kuulo.sources.services.signals import record_words
from kuulo.sources.services.storing import drop_media, store_media
from kuulo.studies.queries import participants_called, session, study
from kuulo.studies.rules import ParticipantView, StudyState, StudyView

KEY: Final = re.compile(r"[0-9a-f]{32}")
CLOSED: Final = frozenset({StudyState.ARCHIVED, StudyState.CANCELLED})
RECORDED: Final = ("audio/", "image/")
# Colleagues are named by their e-mail; what participants send of themselves they have agreed to by sending it.
STAFF: Final = "@"


class NewSource(TypedDict):
    """What a source comes with; see `rules.SourceView`. What is not given is not known, or there is none."""

    study: Required[str]
    kind: Required[SourceKind | str]
    name: Required[str]
    by: Required[str]
    occurred_at: Required[datetime]
    origin: Required[Origin | str]
    text: NotRequired[str]
    turns: NotRequired[Sequence[Turn]]
    speakers: NotRequired[Mapping[str, Origin]]
    media: NotRequired[Media | None]
    participant_id: NotRequired[int | None]
    session_id: NotRequired[int | None]
    language: NotRequired[str | None]
    flags: NotRequired[Iterable[Flag | str]]
    publication: NotRequired[Publication]
    beside: NotRequired[str]
    key: NotRequired[str | None]
    now: NotRequired[datetime | None]


@transaction.atomic
def add_source(**told: Unpack[NewSource]) -> SourceView:
    """Keep a source of a study and return it; what comes again under the same key changes nothing.

    The text is kept with line feeds alone at its lines' ends; turns are told in positions of that text.

    Raises:
        GuardError: The study is over or says no legal basis, the participant's consent is not in force, or a source of
            this key was erased.
        InputError: There is nothing in it, a turn lies outside its text, or the key is another study's.
        FileError: Its file cannot be used.
        NotFoundError: There is no such study or participant.
    """
    key = _key(told.get("key"))
    known = Source.objects.filter(key=key).first()
    if known is not None or ErasedSource.objects.filter(key=key).exists():
        return _known(known, told["study"], key)
    of, kind, moment = study(told["study"]), SourceKind(told["kind"]), told.get("now") or timezone.now()
    _check_study(of, kind)
    row = _row(told, key, kind, moment)
    media = told.get("media")
    row.media_mime = find_mime(media.content) or "" if media is not None else ""
    _name_people(row, of, moment)
    if media is not None:
        row.media_name, row.media_mime, row.media_bytes = store_media(media, study=of.slug, key=key)
    try:
        with transaction.atomic():
            return _keep(row, of, moment)
    except IntegrityError:
        # The same came twice at one moment: the other has kept it, file and all.
        return _known(Source.objects.filter(key=key).first(), of.slug, key)
    except Exception:
        drop_media(row.media_name)
        raise


def _keep(row: Source, of: StudyView, moment: datetime) -> SourceView:
    view = view_of(row)
    row.save(force_insert=True)
    if response := record_words(view, study=of, party_id=row.party_id, now=moment):
        Source.objects.filter(pk=row.pk).update(signals_as=response)
    note(
        actor=row.created_by,
        verb="add",
        subject=Subject("source", row.key),
        text=say(_("Material was added to the study {study}."), study=of.slug),
        details={"kind": row.kind, "study": of.slug, "characters": row.length, "bytes": row.media_bytes},
        now=moment,
    )
    return view


def _key(given: str | None) -> str:
    if given is None:
        return secrets.token_hex(KEY_LENGTH // 2)
    key = given.replace("-", "").strip("{}").lower()
    if not KEY.fullmatch(key):
        raise InputError(_("“{key}” is no key of a source."), _("A key is a UUID."), key=given[:60])
    return key


def _known(row: Source | None, study_slug: str, key: str) -> SourceView:
    """Return what came before under a key."""
    if row is None:
        raise GuardError(
            _("The source {key} was erased."), _("It is not taken in again; give it a key of its own."), key=key
        )
    if row.study != study_slug:
        raise InputError(_("The source {key} is of another study."), _("Give it a key of its own."), key=key)
    return view_of(row)


def _name_people(row: Source, of: StudyView, moment: datetime) -> None:
    """Write down on whose consent a source rests: the participant's, or that of all who are in its session.

    Raises:
        InputError: The participant or the session is of another study.
        GuardError: Consent is not in force.
    """
    people = [row.participant_id] if row.participant_id is not None else []
    if row.session_id is not None:
        met = session(row.session_id)
        if met.study != of.slug:
            raise InputError(_("The session is of another study."))
        people = people or list(met.participants)
    found = participants_called(people, now=moment)
    if missing := [number for number in people if number not in found]:
        raise NotFoundError(_("There is no participant {number}."), number=missing[0])
    for who in found.values():
        _check_participant(of, who, row.occurred_at)
    if row.media_mime.startswith(RECORDED) and STAFF in row.created_by:
        _check_recording(found.values())
    row.rests_on = sorted(found)
    # Notes of a visit to one person are about that person, whoever wrote them.
    row.participant_id = people[0] if len(people) == 1 else None
    row.party_id = found[people[0]].party_id if len(people) == 1 else None


def _check_study(of: StudyView, kind: SourceKind) -> None:
    """Refuse material of a study that is over, or of people where no legal basis is told."""
    if of.state in CLOSED:
        raise GuardError(
            _("The study {study} is over: nothing is added to it."), _("Take up a new study."), study=of.slug
        )
    if kind is not SourceKind.DESK and not of.legal_basis:
        raise GuardError(
            _("The study {study} says no legal basis: nothing of people is kept in it."),
            _("Write the legal basis into its plan."),
            study=of.slug,
        )


def _check_recording(people: Iterable[ParticipantView]) -> None:
    """Refuse sound and pictures that colleagues made of somebody who has not agreed to be recorded."""
    refusing = sorted(who.label for who in people if not who.may_record)
    if refusing:
        raise GuardError(
            _("{participants} did not agree to be recorded: no sound and no picture of them is kept."),
            _("Bring in notes or a transcript alone, or ask for their consent to recordings."),
            participants=", ".join(refusing),
        )


def _check_participant(of: StudyView, who: ParticipantView, occurred_at: datetime) -> None:
    if who.study != of.slug:
        raise InputError(_("The participant is of another study."))
    if not who.basis_in_force:
        raise GuardError(
            _("The consent of {participant} is not in force: nothing of theirs is kept."),
            _("Let the participant join first."),
            participant=who.label,
        )
    if who.left_at is not None and occurred_at > who.left_at:
        raise GuardError(
            _("{participant} left before this was said: nothing of theirs is kept after that."),
            participant=who.label,
        )


def _row(told: NewSource, key: str, kind: SourceKind, moment: datetime) -> Source:
    text = normalise(told.get("text", ""))
    turns = tuple(told.get("turns", ()))
    _check_content(text, turns, told.get("media"))
    origin, publication = Origin(told["origin"]), told.get("publication", Publication())
    return Source(
        key=key,
        study=told["study"],
        kind=kind,
        name=told["name"].strip()[:NAME_LENGTH] or kind.value,
        origin=origin,
        text=text,
        length=len(text),
        turns=[asdict(turn) for turn in turns],
        speakers=guess_speakers(turns, origin) | dict(told.get("speakers", {})),
        participant_id=told.get("participant_id"),
        session_id=told.get("session_id"),
        language=told.get("language") or "",
        flags=sorted(Flag(flag) for flag in told.get("flags", ())),
        publisher=publication.publisher,
        url=publication.url,
        published_on=publication.date,
        beside=told.get("beside", ""),
        occurred_at=told["occurred_at"],
        created_at=moment,
        created_by=told["by"],
    )


def _check_content(text: str, turns: Sequence[Turn], media: Media | None) -> None:
    if not text.strip() and media is None:
        raise InputError(_("There is nothing in it: neither words nor a file."))
    if len(text) > LONGEST_TEXT:
        raise InputError(
            _("The text has {length} characters; {most} are taken."),
            _("Split it into several."),
            length=len(text),
            most=LONGEST_TEXT,
        )
    before = 0
    for turn in turns:
        if not before <= turn.start <= turn.end <= len(text):
            raise InputError(
                _("A turn from {start} to {end} lies outside the text or over another."), start=turn.start, end=turn.end
            )
        before = turn.end

"""Sessions: planned, held, called off; and the clarifying questions to be asked in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.studies.models import Participant, Session
from kuulo.studies.models import ToAsk as ToAskRow
from kuulo.studies.queries.sessions import session, to_ask_view
from kuulo.studies.rules import OVER, SESSION_STATE_NAMES, SessionState, SessionView, StudyState, ToAsk, after_session
from kuulo.studies.services.plans import locked_study
from kuulo.studies.services.telling import note_session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWishes:
    """When, where and with whom a session is held; an empty guide is the study's own.

    Attributes:
        participants: Their numbers.
        observers: E-mail of colleagues who come along.
    """

    starts_at: datetime
    minutes: int = 60
    place: str = ""
    title: str = ""
    participants: Sequence[int] = ()
    observers: Sequence[str] = ()
    guide: str = ""


@transaction.atomic
def plan_session(*, slug: str, wishes: SessionWishes, by: str, now: datetime | None = None) -> SessionView:
    """Agree on a session.

    Raises:
        GuardError: The study is over.
        InputError: Somebody of another study is asked to it, or it takes no time.
    """
    study, moment = locked_study(slug), now or timezone.now()
    if StudyState(study.state) in OVER:
        raise GuardError(_("The study is over: there are no more meetings."))
    last = study.sessions.aggregate(last=Max("number"))["last"] or 0
    row = Session(study=study, number=last + 1, made_by=by, made_at=moment)
    _put(row, wishes)
    text = say(_("Meeting {number} of study {study} was agreed."), number=row.number, study=slug)
    note_session(row, by=by, verb="plan", text=text, now=moment)
    return session(row.pk)


@transaction.atomic
def change_session(session_id: int, *, wishes: SessionWishes, by: str, now: datetime | None = None) -> SessionView:
    """Change a session that has not been held.

    Raises:
        GuardError: It was held or called off.
        InputError: As for `plan_session`.
    """
    row = _locked(session_id)
    if row.state != SessionState.PLANNED:
        raise GuardError(_("The meeting is over: it is not changed any more."))
    _put(row, wishes)
    text = say(_("Meeting {number} of study {study} was changed."), number=row.number, study=row.study.slug)
    note_session(row, by=by, verb="change", text=text, now=now or timezone.now())
    return session(row.pk)


@transaction.atomic
def move_session(session_id: int, *, to: SessionState, by: str, now: datetime | None = None) -> SessionView:
    """Note that a session was held, or call it off.

    Raises:
        GuardError: It is over already.
    """
    row = _locked(session_id)
    row.state = after_session(SessionState(row.state), SessionState(to))
    row.save(update_fields=["state"])
    text = say(
        _("Meeting {number} of study {study}: {state}."),
        number=row.number,
        study=row.study.slug,
        state=say(SESSION_STATE_NAMES[to]),
    )
    note_session(row, by=by, verb=to, text=text, now=now or timezone.now())
    return session(row.pk)


@transaction.atomic
def add_to_ask(session_id: int, text: str, ref: str = "", *, by: str = "", now: datetime | None = None) -> ToAsk:
    """Write a clarifying question into a session; `ref` belongs to whoever asks and is given back.

    Raises:
        InputError: There is no question.
        GuardError: The session is over.
    """
    row, moment = _locked(session_id), now or timezone.now()
    if not text.strip():
        raise InputError(_("There is no question."), _("Write it."))
    if row.state != SessionState.PLANNED:
        raise GuardError(_("The meeting is over: nothing more is asked in it."), _("Choose a meeting to come."))
    made = ToAskRow.objects.create(session=row, text=text.strip(), ref=ref, by=by or "kuulo", at=moment)
    said = say(_("A question was added to meeting {number} of study {study}."), number=row.number, study=row.study.slug)
    note_session(row, by=by or "kuulo", verb="to_ask", text=said, now=moment)
    return to_ask_view(made)


@transaction.atomic
def mark_asked(to_ask_id: int, *, by: str, now: datetime | None = None) -> ToAsk:
    """Note that a question was asked; the same again changes nothing.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = ToAskRow.objects.select_for_update().filter(pk=to_ask_id).first()
    if row is None:
        raise NotFoundError(_("There is no such question."))
    if row.asked_at is None:
        row.asked_at, row.asked_by = now or timezone.now(), by
        row.save(update_fields=["asked_at", "asked_by"])
    return to_ask_view(row)


def _put(row: Session, wishes: SessionWishes) -> None:
    if not 1 <= wishes.minutes <= 24 * 60:
        raise InputError(_("A meeting takes between a minute and a day."), _("Correct its length."))
    people = list(Participant.objects.filter(study_id=row.study_id, pk__in=wishes.participants))
    if len(people) != len(set(wishes.participants)):
        raise InputError(_("Somebody who is not in this study was asked to the meeting."), _("Choose among its own."))
    row.starts_at, row.minutes, row.place = wishes.starts_at, wishes.minutes, wishes.place.strip()[:200]
    row.title, row.guide = wishes.title.strip()[:200], wishes.guide.strip()
    row.observers = sorted({each.strip().lower() for each in wishes.observers if each.strip()})
    row.save()
    row.participants.set(people)


def _locked(session_id: int) -> Session:
    row = Session.objects.select_for_update(of=("self",)).select_related("study").filter(pk=session_id).first()
    if row is None:
        raise NotFoundError(_("There is no meeting {number}."), number=session_id)
    return row

"""Reads of sessions and of the questions that are to be asked in them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.studies.models import Participant, Session
from kuulo.studies.models import ToAsk as ToAskRow
from kuulo.studies.rules import SessionState, SessionView, ToAsk, label_of


def sessions_of(slug: str) -> tuple[SessionView, ...]:
    """Return the sessions of a study in the order of their times, those called off too."""
    return tuple(session_view(row) for row in _whole(Session.objects.filter(study__slug=slug)))


def session(session_id: int) -> SessionView:
    """Return one session.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = _whole(Session.objects.filter(pk=session_id)).first()
    if row is None:
        raise NotFoundError(_("There is no meeting {number}."), number=session_id)
    return session_view(row)


def sessions_between(first: datetime, last: datetime) -> tuple[SessionView, ...]:
    """Return the sessions of all studies that begin in a time and were not called off."""
    rows = Session.objects.filter(starts_at__gte=first, starts_at__lte=last).exclude(state=SessionState.CANCELLED)
    return tuple(session_view(row) for row in _whole(rows))


def to_ask_by_ref(ref: str) -> tuple[tuple[SessionView, ToAsk], ...]:
    """Return the clarifying questions of another room's reference, each with its session."""
    rows = _whole(Session.objects.filter(questions__ref=ref).distinct())
    return tuple((view, each) for view in map(session_view, rows) for each in view.to_ask if each.ref == ref)


def session_view(row: Session) -> SessionView:
    """Return a row as other rooms see it."""
    people = list(row.participants.all())
    return SessionView(
        id=row.pk,
        study=row.study.slug,
        number=row.number,
        title=row.title,
        state=row.state,
        participants=tuple(each.pk for each in people),
        starts_at=row.starts_at,
        minutes=row.minutes,
        place=row.place,
        observers=tuple(row.observers),
        guide=row.guide or row.study.guide,
        to_ask=tuple(to_ask_view(each) for each in row.questions.all()),
        labels={each.pk: label_of(each.number) for each in people},
    )


def to_ask_view(row: ToAskRow) -> ToAsk:
    """Return a question as other rooms see it."""
    return ToAsk(id=row.pk, text=row.text, ref=row.ref, by=row.by, at=row.at, asked_at=row.asked_at)


def _whole(rows: QuerySet[Session]) -> QuerySet[Session]:
    people = Participant.objects.only("pk", "number").order_by("number")
    return rows.select_related("study").prefetch_related(Prefetch("participants", queryset=people), "questions")

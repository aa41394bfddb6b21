"""How studies stand beside their plans: how many were asked, joined, left; sessions held; what was paid."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count, Max, Min, Q, Sum

from kuulo.studies.models import Participant, Session, StudyText
from kuulo.studies.rules import ParticipantState, Payment, SessionState

NO_MONEY: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What became of a plan so far.

    Attributes:
        asked: Everybody who was asked, whatever became of it.
        joined: Who joined, those who left again included.
        here: Who takes part now.
        left: Who joined and left.
        first, last: Days of the first and the last joining.
        paid, owed: In euro.
    """

    asked: int = 0
    joined: int = 0
    here: int = 0
    left: int = 0
    sessions: int = 0
    held: int = 0
    first: date | None = None
    last: date | None = None
    paid: Decimal = NO_MONEY
    owed: Decimal = NO_MONEY


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """One language of one version of what participants were told."""

    version: int
    language: str
    title: str
    about: str
    notice: str
    consent: str
    made_by: str
    made_at: datetime
    agreed: int


NOTHING: Final = Standing()


def standings(study_ids: Collection[int]) -> Mapping[int, Standing]:
    """Return how studies stand, by their numbers; two queries, however many they are."""
    joined, owed = Q(joined_at__isnull=False), Q(payment=Payment.DUE)
    people = Participant.objects.filter(study__in=study_ids).order_by().values("study_id")
    counted = people.annotate(
        asked=Count("pk"),
        joined=Count("pk", filter=joined),
        here=Count("pk", filter=Q(state=ParticipantState.JOINED)),
        left=Count("pk", filter=joined & ~Q(state=ParticipantState.JOINED)),
        first=Min("joined_at"),
        last=Max("joined_at"),
        paid=Sum("incentive", filter=Q(payment=Payment.PAID)),
        owed=Sum("incentive", filter=owed),
    )
    meetings = Session.objects.filter(study__in=study_ids).exclude(state=SessionState.CANCELLED).order_by()
    held = meetings.values("study_id").annotate(
        sessions=Count("pk"), held=Count("pk", filter=Q(state=SessionState.HELD))
    )
    sessions = {row["study_id"]: row for row in held}
    found = {row["study_id"]: row for row in counted}
    return {number: _standing(found.get(number), sessions.get(number)) for number in study_ids}


def text_versions(slug: str) -> tuple[TextView, ...]:
    """Return every version of what participants were told, the newest first, with how many agreed to it."""
    agreed = dict(
        Participant.objects.filter(study__slug=slug, text_version__gt=0)
        .order_by()
        .values_list("text_version")
        .annotate(Count("pk"))
    )
    rows = StudyText.objects.filter(study__slug=slug).order_by("-version", "language")
    return tuple(
        TextView(
            version=row.version,
            language=row.language,
            title=row.title,
            about=row.about,
            notice=row.notice,
            consent=row.consent,
            made_by=row.made_by,
            made_at=row.made_at,
            agreed=agreed.get(row.version, 0),
        )
        for row in rows
    )


def _standing(people: Mapping[str, object] | None, sessions: Mapping[str, object] | None) -> Standing:
    told = {**(people or {}), **(sessions or {})}
    told.pop("study_id", None)
    for name in ("first", "last"):
        moment = told.get(name)
        told[name] = moment.date() if isinstance(moment, datetime) else None
    for name in ("paid", "owed"):
        told[name] = told.get(name) or NO_MONEY
    return Standing(**told)  # type: ignore[arg-type] # counts and sums of the query, by name

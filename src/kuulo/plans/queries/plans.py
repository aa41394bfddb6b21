"""The plan of a year, read: decisions, needs with what is known of them, studies, budget and calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.claims.queries import claims_numbered
from kuulo.claims.rules import ClaimView
from kuulo.decisions.queries import decisions_between, decisions_numbered
from kuulo.decisions.rules.views import DecisionView
from kuulo.plans.models import Budget, Need
from kuulo.plans.rules import (
    Answering,
    BudgetView,
    CostLine,
    Event,
    EventKind,
    NeedView,
    PlannedDecision,
    PlanView,
    comes_too_late,
    known_by,
)
from kuulo.studies.queries import may_see, seen_studies, sessions_between, studies_called
from kuulo.studies.rules import StudyState, StudyView

YEARS: Final = range(1990, 2200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What needs are read against: claims, studies and decisions by their names, and who reads."""

    claims: Mapping[str, ClaimView]
    studies: Mapping[str, StudyView]
    decisions: Mapping[str, DecisionView]
    user: object


def check_year(year: int) -> int:
    """Return the year.

    Raises:
        NotFoundError: There is no plan of such a year.
    """
    if year not in YEARS:
        raise NotFoundError(_("There is no plan of the year {year}."), year=year)
    return year


def plan_of(year: int, user: object) -> PlanView:
    """Return the plan of a year as somebody who has signed in sees it.

    Raises:
        NotFoundError: There is no plan of such a year.
    """
    check_year(year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = list(Need.objects.filter(year=year))
    decisions = {one.number: one for one in decisions_between(first, last)}
    decisions |= decisions_numbered({row.decision for row in rows if row.decision} - set(decisions))
    needs = _needs(rows, decisions, user)
    seen = [one for one in seen_studies(user) if _of_year(one, first, last) or _answers(one, needs)]
    by_decision: dict[str, list[NeedView]] = defaultdict(list)
    for need in needs:
        by_decision[need.decision if need.decision in decisions else ""].append(need)
    ordered = sorted(decisions.values(), key=lambda one: (day_of(one) or last, one.id))
    return PlanView(
        year=year,
        decisions=tuple(PlannedDecision(decision=one, needs=tuple(by_decision[one.number])) for one in ordered),
        loose=tuple(by_decision[""]),
        studies=tuple(seen),
        budget=budget_of(year, seen),
        events=events_of(ordered, seen, first, last),
    )


def day_of(found: DecisionView) -> date | None:
    """Return when a decision is or was to be made; of one without such a day, when it is checked."""
    return found.decided_on or found.decide_by or found.check_on


def need(number: int, user: object) -> NeedView:
    """Return one need.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Need.objects.filter(pk=number).first()
    if row is None:
        raise NotFoundError(_("What was to be known is not there any more."), _("Open the plan again."))
    decisions = decisions_numbered({row.decision}) if row.decision else {}
    return _needs([row], decisions, user)[0]


def needs_of_decision(number: str, user: object) -> tuple[NeedView, ...]:
    """Return what must be known for a decision."""
    rows = list(Need.objects.filter(decision=number))
    return _needs(rows, decisions_numbered({number}), user) if rows else ()


def _needs(rows: Sequence[Need], decisions: Mapping[str, DecisionView], user: object) -> tuple[NeedView, ...]:
    looked = Looked(
        claims=claims_numbered({number for row in rows for number in row.claims}) if rows else {},
        studies=studies_called({slug for row in rows for slug in row.studies}) if rows else {},
        decisions=decisions,
        user=user,
    )
    return tuple(_need(row, looked) for row in rows)


def _need(row: Need, looked: Looked) -> NeedView:
    claims = tuple(looked.claims[number] for number in row.claims if number in looked.claims)
    studies = [looked.studies[slug] for slug in row.studies if slug in looked.studies]
    # A confidential study is not there for those outside its team: it answers nothing for them either.
    seen = tuple(one for one in studies if may_see(one, looked.user))
    answering = [Answering(StudyState(one.state), one.report_on or one.ends_on) for one in seen]
    known = known_by([one.state for one in claims], answering)
    found = looked.decisions.get(row.decision)
    return NeedView(
        id=row.pk,
        year=row.year,
        decision=row.decision,
        text=row.text,
        claims=claims,
        studies=seen,
        known=known,
        late=comes_too_late(known, answering, None if found is None else found.decide_by),
    )


def _of_year(one: StudyView, first: date, last: date) -> bool:
    days = [day for day in (one.recruit_from, one.starts_on, one.ends_on, one.report_on) if day is not None]
    return bool(days) and min(days) <= last and max(days) >= first and one.state is not StudyState.CANCELLED


def _answers(one: StudyView, needs: Iterable[NeedView]) -> bool:
    return any(one.slug == study.slug for need in needs for study in need.studies)


def budget_of(year: int, studies: Iterable[StudyView]) -> BudgetView:
    """Return what a year costs: its studies with what participants are given, and what was written down beside."""
    row = Budget.objects.filter(year=year).first()
    lines = [
        CostLine(what=one.title, amount=one.budget + one.incentive * one.planned, study=one.slug)
        for one in studies
        if one.state is not StudyState.CANCELLED
    ]
    own = [CostLine(what=str(one["what"]), amount=Decimal(str(one["amount"]))) for one in (row.lines if row else [])]
    costly = [one for one in lines if one.amount]
    return BudgetView(amount=None if row is None else row.amount, lines=(*costly, *own))


def events_of(
    decisions: Iterable[DecisionView], studies: Iterable[StudyView], first: date, last: date
) -> tuple[Event, ...]:
    """Return what happens between two days, in the order of days."""
    seen = {one.slug: one for one in studies}
    found = [event for one in decisions for event in _of_decision(one)]
    found += [event for one in seen.values() for event in _of_study(one)]
    found += _sessions(seen, first, last)
    inside = [one for one in found if one.first <= last and one.last >= first]
    return tuple(sorted(inside, key=lambda one: (one.first, one.at is not None, one.key)))


def _of_decision(found: DecisionView) -> list[Event]:
    told = [
        (EventKind.DECIDE, found.decide_by if found.decided_on is None else None),
        (EventKind.EFFECT, None if found.effect is None else found.effect.due),
        (EventKind.CHECK, found.check_on),
    ]
    return [
        Event(
            key=f"{kind}-{found.number}",
            kind=kind,
            about=found.number,
            title=found.question,
            first=day,
            last=day,
        )
        for kind, day in told
        if day is not None
    ]


def _of_study(one: StudyView) -> list[Event]:
    if one.state is StudyState.CANCELLED:
        return []
    spans = [
        (EventKind.FIELDWORK, one.starts_on or one.recruit_from, one.ends_on),
        (EventKind.REPORT, one.report_on, one.report_on),
    ]
    return [
        Event(
            key=f"{kind}-{one.slug}",
            kind=kind,
            about=one.slug,
            title=one.title,
            first=begins,
            last=max(ends or begins, begins),
        )
        for kind, begins, ends in spans
        if begins is not None
    ]


def _sessions(seen: Mapping[str, StudyView], first: date, last: date) -> list[Event]:
    zone = timezone.get_current_timezone()
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    return [
        Event(
            key=f"session-{one.id}",
            kind=EventKind.SESSION,
            about=one.study,
            title=f"{seen[one.study].title} {one.number}",
            first=timezone.localdate(one.starts_at),
            last=timezone.localdate(one.starts_at),
            at=one.starts_at,
            minutes=one.minutes,
            place=one.place,
        )
        for one in sessions_between(begins, ends)
        if one.study in seen
    ]


def years_with_plans() -> tuple[int, ...]:
    """Return the years for which something was written down, the newest first."""
    years = set(Need.objects.values_list("year", flat=True)) | set(Budget.objects.values_list("year", flat=True))
    return tuple(sorted(years, reverse=True))


def check_number(text: str) -> Decimal:
    """Return an amount of euro from what a person wrote.

    Raises:
        InputError: It is none.
    """
    plain = text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace("€", "").replace(",", ".")
    if not plain.replace(".", "", 1).isdecimal() or len(plain) > 12:
        raise InputError(
            _("“{text}” is no amount of euro."), _("Write a number such as 1200 or 99,50."), text=text[:40]
        )
    return Decimal(plain).quantize(Decimal("0.01"))

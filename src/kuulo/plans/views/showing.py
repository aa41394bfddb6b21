"""What the pages of a plan show, and the same as plain values."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuulo.base.texts import say as text
from kuulo.claims.rules import STATE_NAMES as CLAIM_STATES
from kuulo.decisions.rules import STATE_WORDS, VERDICT_WORDS
from kuulo.decisions.rules.views import DecisionView
from kuulo.decisions.rules.words import effect_words
from kuulo.plans.queries import day_of
from kuulo.plans.rules import EVENT_WORDS, Event, NeedView, PlannedDecision, PlanView
from kuulo.plans.rules.pictures import draw_calendar, draw_gaps, late_words
from kuulo.plans.rules.views import EventKind
from kuulo.studies.rules import STATE_NAMES as STUDY_STATES


def shown_need(need: NeedView, language: str) -> dict[str, Any]:
    """Return a need as pages show it."""
    return {
        "need": need,
        "known": late_words(need),
        "claims": [(one, one.words(language), text(CLAIM_STATES[one.state])) for one in need.claims],
        "studies": [(one, text(STUDY_STATES[one.state])) for one in need.studies],
    }


def shown_decision(planned: PlannedDecision, language: str) -> dict[str, Any]:
    """Return a decision with its needs as pages show it."""
    found = planned.decision
    return {
        "found": found,
        "state": where_words(found),
        "day": day_of(found),
        "effect": None if found.effect is None else effect_words(found.effect),
        "needs": [shown_need(one, language) for one in planned.needs],
    }


def where_words(found: DecisionView) -> object:
    """Return where a decision stands, its verdict where it has one."""
    return STATE_WORDS[found.state] if found.verdict is None else VERDICT_WORDS[found.verdict]


def plan_context(request: HttpRequest, plan: PlanView) -> dict[str, Any]:
    """Return what the page of a plan shows."""
    del request
    language = get_language() or "en"
    return {
        "plan": plan,
        "gaps": draw_gaps(plan),
        "calendar": draw_calendar(plan, timezone.localdate()),
        "decisions": [shown_decision(one, language) for one in plan.decisions],
        "loose": [shown_need(one, language) for one in plan.loose],
        "studies": [(one, text(STUDY_STATES[one.state])) for one in plan.studies],
        "events": [(one, EVENT_WORDS[one.kind]) for one in plan.events],
        "before": plan.year - 1,
        "after": plan.year + 1,
    }


def page_of(event: Event) -> str:
    """Return the address of the page of an event, within this house."""
    if event.kind in {EventKind.DECIDE, EventKind.CHECK, EventKind.EFFECT}:
        return reverse("decisions:decision", args=[event.about])
    name = "studies:sessions" if event.kind is EventKind.SESSION else "studies:study"
    return reverse(name, args=[event.about])


def trail_of(year: int | None = None) -> list[tuple[str, str]]:
    """Return the way to a page of a plan."""
    trail = [(reverse("plans:plan"), _("Plan"))]
    return trail if year is None else [*trail, (reverse("plans:year", args=[year]), str(year))]


def plain_of(plan: PlanView) -> dict[str, object]:
    """Return a plan as plain values."""
    return {
        "year": plan.year,
        "decisions": [
            {
                "number": one.decision.number,
                "question": one.decision.question,
                "state": str(one.decision.state),
                "decide_by": _day(one.decision.decide_by),
                "check_on": _day(one.decision.check_on),
                "needs": [plain_need(need) for need in one.needs],
            }
            for one in plan.decisions
        ],
        "loose": [plain_need(need) for need in plan.loose],
        "known": {str(known): count for known, count in plan.counts().items()},
        "studies": [{"slug": one.slug, "title": one.title, "state": str(one.state)} for one in plan.studies],
        "budget": {
            "amount": None if plan.budget.amount is None else str(plan.budget.amount),
            "planned": str(plan.budget.spent),
            "lines": [{"what": one.what, "amount": str(one.amount), "study": one.study} for one in plan.budget.lines],
        },
        "events": [
            {
                "kind": str(one.kind),
                "about": one.about,
                "title": one.title,
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "at": None if one.at is None else one.at.isoformat(),
            }
            for one in plan.events
        ],
    }


def plain_need(need: NeedView) -> dict[str, object]:
    """Return a need as plain values."""
    return {
        "id": need.id,
        "text": need.text,
        "known": str(need.known),
        "late": need.late,
        "claims": {one.number: str(one.state) for one in need.claims},
        "studies": {one.slug: str(one.state) for one in need.studies},
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)

"""What pages show of a study: the plan as lines, planned beside got, the steps that can follow and what bars them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.studies.models import Study
from kuulo.studies.queries.standing import Standing
from kuulo.studies.rules import (
    BASIS_NAMES,
    METHOD_NAMES,
    PLAN_PARTS,
    ROLE_NAMES,
    STATE_NAMES,
    TRIGGER_ASKS,
    TRIGGER_NAMES,
    LegalBasis,
    Method,
    PlanView,
    StudyState,
    StudyStep,
    StudyView,
    TeamRole,
    differences,
    refusal,
    steps_from,
    written,
)
from kuulo.studies.rules.ethics import SHORT_NAMES
from kuulo.studies.services.steps import facts_of

BADGES: Final[Mapping[StudyState, str]] = {
    StudyState.RUNNING: "badge-good",
    StudyState.PAUSED: "badge-warn",
    StudyState.READY: "badge-accent",
    StudyState.ANALYSING: "badge-accent",
    StudyState.REPORTED: "badge-good",
    StudyState.CANCELLED: "badge-bad",
}
DEEDS: Final[Mapping[StudyStep, str]] = {
    StudyStep.READY: _("Declare it ready"),
    StudyStep.REDRAFT: _("Back to the draft"),
    StudyStep.START: _("Start fieldwork"),
    StudyStep.PAUSE: _("Pause"),
    StudyStep.RESUME: _("Go on"),
    StudyStep.ANALYSE: _("End fieldwork and analyse"),
    StudyStep.REPORT: _("Declare it reported"),
    StudyStep.ARCHIVE: _("Archive"),
    StudyStep.CANCEL: _("Call it off"),
}
MONEY: Final = frozenset({"budget", "incentive"})
LONG_PARTS: Final = frozenset({"question", "changes", "guide", "ethics", "team"})
"""Parts of a plan that stand in places of their own on the page."""


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step that can follow, with what its guards still want."""

    step: StudyStep
    deed: Text
    barred: tuple[Text, Text] | None
    main: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plan: what, and the value as it stands in it."""

    name: Text
    value: object


def line_of(found: StudyView, standing: Standing) -> dict[str, Any]:
    """Return one study of the list."""
    return {
        "study": found,
        "state": say(STATE_NAMES[found.state]),
        "badge": BADGES.get(found.state, ""),
        "method": say(METHOD_NAMES[found.method]),
        "standing": standing,
    }


def steps_of_study(row: Study) -> tuple[StepShown, ...]:
    """Return the steps that can follow where a study stands; what a guard bars is said beforehand."""
    facts = facts_of(row)
    shown = []
    for step in steps_from(StudyState(row.state)):
        barred = refusal(step, facts)
        values = {"triggers": _named(facts.open_triggers), "count": facts.owed}
        texts = (Text(barred[0], values), Text(barred[1], values)) if barred else None
        main = step not in {StudyStep.CANCEL, StudyStep.REDRAFT, StudyStep.PAUSE}
        shown.append(StepShown(step, say(DEEDS[step]), texts, main))
    return tuple(shown)


def plan_lines(told: Mapping[str, object]) -> tuple[Line, ...]:
    """Return a plan as lines, those with nothing in them left out."""
    lines = (
        Line(say(name), value_of(part, told.get(part))) for part, name in PLAN_PARTS.items() if part not in LONG_PARTS
    )
    return tuple(line for line in lines if line.value not in ("", None, "0", "0.00"))


def value_of(part: str, value: object) -> object:
    """Return a value of a plan as people read it."""
    if part == "method" and value in set(Method):
        return say(METHOD_NAMES[Method(str(value))])
    if part == "legal_basis" and value in set(LegalBasis):
        return say(BASIS_NAMES[LegalBasis(str(value))])
    if part in MONEY and isinstance(value, str) and value:
        return _money(float(value))
    if part.endswith(("_on", "_from")) and isinstance(value, str) and value:
        return date.fromisoformat(value)
    return written(value)


def amendments_of(found: StudyView) -> list[dict[str, Any]]:
    """Return what was changed after fieldwork began, each with what was planned before."""
    if found.plan is None:
        return []
    before: PlanView = found.plan
    shown = []
    for after in found.amendments:
        changed = [
            {
                "name": say(each.name),
                "before": value_of(each.part, before.told.get(each.part)),
                "after": value_of(each.part, after.told.get(each.part)),
            }
            for each in differences(before.told, after.told)
        ]
        shown.append({"plan": after, "changed": changed})
        before = after
    return shown


def beside(found: StudyView, standing: Standing) -> list[dict[str, Any]]:
    """Return what was planned beside what came of it; planned is what the frozen plan says."""
    told = found.plan.told if found.plan is not None else {}
    planned = told.get("planned", found.planned)
    starts, ends = (value_of(part, told.get(part, "")) for part in ("starts_on", "ends_on"))
    rows: list[dict[str, Any]] = [
        {"name": say(_("Participants")), "planned": planned, "got": standing.joined},
        {"name": say(_("Of them left early")), "planned": None, "got": standing.left},
        {"name": say(_("Meetings")), "planned": standing.sessions or None, "got": standing.held},
        {"name": say(_("First joined")), "planned": starts or None, "got": standing.first},
        {"name": say(_("Last joined")), "planned": ends or None, "got": standing.last},
        {"name": say(_("Incentives, €")), "planned": _incentives(told, planned), "got": _money(float(standing.paid))},
    ]
    return [row for row in rows if row["planned"] or row["got"]]


def ethics_lines(found: StudyView) -> list[dict[str, Any]]:
    """Return the checklist: what was asked, whether it applies, and what is done about it."""
    return [
        {"name": say(TRIGGER_NAMES[each]), "asks": say(TRIGGER_ASKS[each]), "told": told}
        for each, told in found.ethics.items()
    ]


def team_lines(found: StudyView, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the team by name, part and address."""
    return [
        {"email": email, "name": names.get(email, email), "role": say(ROLE_NAMES[TeamRole(role)])}
        for email, role in found.team
    ]


def plain_of(found: StudyView, standing: Standing) -> dict[str, Any]:
    """Return a study as plain values for programs; keys in addresses of participants are not among them."""
    return {
        "slug": found.slug,
        "title": found.title,
        "state": found.state.value,
        "method": found.method.value,
        "question": found.question,
        "changes": found.changes,
        "confidential": found.confidential,
        "legal_basis": found.legal_basis.value if found.legal_basis else None,
        "notice_version": found.notice_version,
        "notice": dict(found.notice),
        "consents": dict(found.consents),
        "languages": list(found.languages),
        "team": [{"email": email, "role": role} for email, role in found.team],
        "plan": dict(found.plan.told) if found.plan else None,
        "amendments": [
            {"number": each.number, "at": each.at.isoformat(), "by": each.by, "why": each.why, "plan": dict(each.told)}
            for each in found.amendments
        ],
        "ethics": {each.value: {"applies": told.applies, "answer": told.answer} for each, told in found.ethics.items()},
        "result": _plain_result(found),
        "standing": {
            "asked": standing.asked,
            "joined": standing.joined,
            "here": standing.here,
            "left": standing.left,
            "sessions": standing.sessions,
            "held": standing.held,
            "paid": str(standing.paid),
            "owed": str(standing.owed),
        },
    }


def _plain_result(found: StudyView) -> dict[str, str] | None:
    result = found.result
    if result is None:
        return None
    return {
        "found": result.found,
        "answer": result.answer,
        "limits": result.limits,
        "by": result.by,
        "at": result.at.isoformat(),
    }


def _incentives(told: Mapping[str, object], planned: object) -> float | None:
    each = told.get("incentive")
    if not isinstance(each, str) or not isinstance(planned, int):
        return None
    return _money(float(each) * planned) or None


def _money(amount: float) -> float:
    """Return whole euros as a whole number, so that they are shown without cents."""
    return int(amount) if amount == int(amount) else amount


def _named(triggers: tuple[Any, ...]) -> Text:
    return Text(
        ", ".join(f"{{{each}}}" for each in triggers), {each.value: say(SHORT_NAMES[each]) for each in triggers}
    )

"""The plan as it is frozen, and what an amendment changed of it; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import mark as _

PLAN_PARTS: Final[Mapping[str, str]] = {
    "question": _("Decision question"),
    "changes": _("What would change depending on the answer"),
    "method": _("Method"),
    "planned": _("Participants planned"),
    "segment": _("Segment"),
    "sampling": _("How participants are chosen"),
    "instrument": _("Questionnaire"),
    "guide": _("Guide"),
    "recruit_from": _("Recruiting from"),
    "starts_on": _("Fieldwork from"),
    "ends_on": _("Fieldwork until"),
    "report_on": _("Report due"),
    "minutes": _("Minutes of a participant’s time"),
    "budget": _("Budget, €"),
    "incentive": _("Incentive for each participant, €"),
    "legal_basis": _("Legal basis"),
    "notice_version": _("Version of the notice"),
    "consent_days": _("Days for which what is told may be used"),
    "languages": _("Languages"),
    "team": _("Team"),
    "ethics": _("Ethics"),
    "codebook": _("Codebook"),
    "shares_words": _("Words are shared with other staff"),
}
SCALARS: Final = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing an amendment changed."""

    part: str
    name: str
    before: str
    after: str


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Difference, ...]:
    """Return what is not the same in two plans, in the order of the plan."""
    return tuple(
        Difference(part, name, written(before.get(part)), written(after.get(part)))
        for part, name in PLAN_PARTS.items()
        if written(before.get(part)) != written(after.get(part))
    )


def written(value: object) -> str:
    """Return a value of a plan as one text; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {written(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(written(each) for each in value)
    return str(value)

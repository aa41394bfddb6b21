"""The plan of a study's diary."""

from __future__ import annotations

import msgspec

from kuulo.diaries.models import Diary
from kuulo.diaries.rules import DiaryPlan

NOTHING = DiaryPlan()


def plan_of(study: str) -> DiaryPlan:
    """Return the plan of a study's diary; an empty one where none was made."""
    row = Diary.objects.filter(study=study).values_list("plan", flat=True).first()
    return NOTHING if row is None else msgspec.convert(row, DiaryPlan)


def has_diary(study: str) -> bool:
    """Return whether a study has a diary that asks anything."""
    return bool(plan_of(study).asked)


def diary_of(study: str) -> DiaryPlan:
    """Return the plan of a study's diary, by the name other rooms know it by."""
    return plan_of(study)

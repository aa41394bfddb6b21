"""What a journey is made of, and what it must hold; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

FEWEST_STEPS: Final = 2
MOST_STEPS: Final = 12
LONGEST_DAYS: Final = 730
LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a journey by the slug of its touchpoint."""

    touchpoint: str
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyPlan:
    """A journey as it is to be: its name, its steps in order, and the days it may take from the first of them."""

    name: str
    steps: tuple[Step, ...]
    within_days: int
    description: str = ""


def check_plan(plan: JourneyPlan) -> JourneyPlan:
    """Return the plan.

    Raises:
        InputError: It has no name, too few or too many steps, an optional first or last one, the same one twice in a
            row, or days that cannot be.
    """
    if not plan.name.strip():
        raise InputError(_("The journey has no name."), _("Give it one."))
    _check_steps(plan.steps)
    if not 1 <= plan.within_days <= LONGEST_DAYS:
        raise InputError(
            _("A journey of {days} days cannot be followed."),
            _("Use 1–{most} days."),
            days=plan.within_days,
            most=LONGEST_DAYS,
        )
    return plan


def _check_steps(steps: Sequence[Step]) -> None:
    if not FEWEST_STEPS <= len(steps) <= MOST_STEPS:
        raise InputError(
            _("The journey has {count} steps."),
            _("Use {fewest}–{most}."),
            count=len(steps),
            fewest=FEWEST_STEPS,
            most=MOST_STEPS,
        )
    if steps[0].optional or steps[-1].optional:
        raise InputError(
            _("The first or the last step is optional."),
            _("Say where the journey begins and ends; those between may be optional."),
        )
    for before, after in pairwise(steps):
        if before.touchpoint == after.touchpoint:
            raise InputError(
                _("The step “{touchpoint}” stands twice in a row."),
                _("Take one of them away."),
                touchpoint=before.touchpoint,
            )

"""Where a party stands with the company, and the steps between; pure, no clock.

::

    prospect ──▶ active ──▶ former
                   ▲           │
                   └───────────┘
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules.parties import Stage

STAGE_NAMES: Final[Mapping[Stage, str]] = {
    Stage.PROSPECT: _("prospect"),
    Stage.ACTIVE: _("active customer"),
    Stage.FORMER: _("former customer"),
}
FOLLOWING: Final[Mapping[Stage, Stage]] = {
    Stage.PROSPECT: Stage.ACTIVE,
    Stage.ACTIVE: Stage.FORMER,
    Stage.FORMER: Stage.ACTIVE,
}
# Of several parties that are one, the whole stands where the furthest does: who buys anywhere is a customer.
STRONGEST: Final = (Stage.ACTIVE, Stage.FORMER, Stage.PROSPECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStep:
    """The begin of a stage.

    Attributes:
        stage: Which.
        on: The first day of it; of a former customer, the day it was no longer one.
        reason: Why; a former customer needs one where a person notes it.
    """

    stage: Stage
    on: date
    reason: str = ""


def check_step(held: Stage, began: date | None, step: StageStep) -> None:
    """Let a step pass that may follow.

    Args:
        held: Where the party stands.
        began: Since when; None where that is not known.
        step: What shall begin.

    Raises:
        GuardError: The order, the day or the missing reason forbids it; the message names which.
    """
    if FOLLOWING[held] is not step.stage:
        raise GuardError(
            _("Order of stages: what is {held} cannot become {wanted}."),
            _("From here it can become {following}."),
            held=say(STAGE_NAMES[held]),
            wanted=say(STAGE_NAMES[step.stage]),
            following=say(STAGE_NAMES[FOLLOWING[held]]),
        )
    if began is not None and step.on < began:
        raise GuardError(
            _("Order of days: {wanted} on {day} would begin before {held}, which began on {began}."),
            _("Give that day or a later one."),
            wanted=say(STAGE_NAMES[step.stage]),
            day=step.on.isoformat(),
            held=say(STAGE_NAMES[held]),
            began=began.isoformat(),
        )
    if step.stage is Stage.FORMER and not step.reason.strip():
        raise GuardError(
            _("Reason: a customer is noted as former only with the reason."),
            _("Write why the customer left, or that it is not known."),
        )


def strongest(stages: Iterable[Stage]) -> Stage:
    """Return where a whole stands whose parts stand so."""
    held = set(stages)
    return next(stage for stage in STRONGEST if stage in held)


def steps_of_list(held: Stage, began: date | None, told: StageStep) -> tuple[StageStep, ...]:
    """Return the steps that a list's word leads to; none where it says nothing new.

    A list can be older than what a person noted. So it moves a party forward only: a prospect whatever the day, and
    who is or was a customer only by a later day than the noted begin (``began``) of the present stage. What it says of
    an earlier time is old news, not an error. A prospect that a list calls a former customer was one in between.
    """
    if told.stage in {held, Stage.PROSPECT}:
        return ()
    if held is not Stage.PROSPECT:
        return (told,) if began is None or told.on > began else ()
    step = told if began is None or told.on >= began else replace(told, on=began)
    return (step,) if told.stage is Stage.ACTIVE else (StageStep(stage=Stage.ACTIVE, on=step.on), step)

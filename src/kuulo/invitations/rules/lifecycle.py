"""The life of a round: which step may follow which, and what guards it; pure.

::

    draft ──draw──▶ drawn ──start──▶ running ──pause──▶ paused
      ▲ ▲ │           │                │ ▲────resume──────┘ │
      │ └─┘draw       └─redraft─▶ draft├──finish─▶ finished ◀──finish
      └─ draft | drawn | running | paused ──cancel──▶ cancelled
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say


class RoundState(StrEnum):
    """Where a round stands."""

    DRAFT = "draft"
    DRAWN = "drawn"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class RoundStep(StrEnum):
    """What can be done with a round."""

    DRAW = "draw"
    REDRAFT = "redraft"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFacts:
    """What the guards look at.

    Attributes:
        live: The questionnaire has a published version that takes answers.
        drawn: Parties in the sample.
        other_channel: The channel differs from the parent's (second phase only).
    """

    live: bool = True
    drawn: int = 1
    other_channel: bool = True


NO_FACTS: Final = RoundFacts()
STATE_NAMES: Final[Mapping[RoundState, str]] = {
    RoundState.DRAFT: _("a draft"),
    RoundState.DRAWN: _("drawn"),
    RoundState.RUNNING: _("under way"),
    RoundState.PAUSED: _("paused"),
    RoundState.FINISHED: _("finished"),
    RoundState.CANCELLED: _("called off"),
}
STEP_NAMES: Final[Mapping[RoundStep, str]] = {
    RoundStep.DRAW: _("drawn"),
    RoundStep.REDRAFT: _("changed"),
    RoundStep.START: _("started"),
    RoundStep.PAUSE: _("paused"),
    RoundStep.RESUME: _("resumed"),
    RoundStep.FINISH: _("finished"),
    RoundStep.CANCEL: _("called off"),
}
BEGUN: Final = frozenset({RoundState.RUNNING, RoundState.PAUSED})
STEPS: Final[Mapping[RoundStep, tuple[frozenset[RoundState], RoundState]]] = {
    RoundStep.DRAW: (frozenset({RoundState.DRAFT, RoundState.DRAWN}), RoundState.DRAWN),
    RoundStep.REDRAFT: (frozenset({RoundState.DRAFT, RoundState.DRAWN}), RoundState.DRAFT),
    RoundStep.START: (frozenset({RoundState.DRAWN}), RoundState.RUNNING),
    RoundStep.PAUSE: (frozenset({RoundState.RUNNING}), RoundState.PAUSED),
    RoundStep.RESUME: (frozenset({RoundState.PAUSED}), RoundState.RUNNING),
    RoundStep.FINISH: (BEGUN, RoundState.FINISHED),
    RoundStep.CANCEL: (frozenset({RoundState.DRAFT, RoundState.DRAWN}) | BEGUN, RoundState.CANCELLED),
}


def after(state: RoundState, step: RoundStep, facts: RoundFacts = NO_FACTS) -> RoundState:
    """Return the state that a step leads to.

    Raises:
        GuardError: The step may not follow the state, or its guard refuses; the message names the guard.
    """
    sources, target = STEPS[step]
    if state not in sources:
        raise GuardError(
            _("A round that is {state} cannot be {step}."),
            _("Load the page again to see where the round stands."),
            state=say(STATE_NAMES[state]),
            step=say(STEP_NAMES[step]),
        )
    if step is RoundStep.START:
        _guard_start(facts)
    return target


def _guard_start(facts: RoundFacts) -> None:
    if not facts.drawn:
        raise GuardError(
            _("Nobody is in the sample."), _("Loosen the filter, or add customers with an address on this channel.")
        )
    if not facts.live:
        raise GuardError(
            _("The questionnaire has no published version that takes answers."), _("Publish it, then start the round.")
        )
    if not facts.other_channel:
        raise GuardError(
            _("The quiet ones are asked on another channel than before."), _("Choose another channel for the round.")
        )

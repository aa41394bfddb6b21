"""The life of a claim: which step may follow which, and what guards it; pure.

::

    assumed ──test──▶ testing ──support──▶ supported ───confirm──▶ confirmed
                        ▲    └──contradict─▶ contradicted ─confirm──▲
                        └──take up── stale ◀──doubt── any
                                              any ──retire──▶ retired
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say


class ClaimState(StrEnum):
    """Where a claim stands."""

    ASSUMED = "assumed"
    TESTING = "testing"
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    CONFIRMED = "confirmed"
    STALE = "stale"
    RETIRED = "retired"


class ClaimStep(StrEnum):
    """What can be done with a claim."""

    TEST = "test"
    SUPPORT = "support"
    CONTRADICT = "contradict"
    CONFIRM = "confirm"
    DOUBT = "doubt"
    TAKE_UP = "take_up"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """What the guards look at: evidence in force alone.

    Attributes:
        supporting: Pieces of evidence that speak for the claim.
        opposing: Pieces that speak against it.
        affirming: Pieces that are a customer's own words and affirm the claim; of a contradicted claim only those that
            came since it was contradicted.
        reason: Why the step is taken.
    """

    supporting: int = 0
    opposing: int = 0
    affirming: int = 0
    reason: str = ""


ANY: Final = frozenset(ClaimState)
NO_FACTS: Final = ClaimFacts()
STATE_NAMES: Final[Mapping[ClaimState, str]] = {
    ClaimState.ASSUMED: _("assumed"),
    ClaimState.TESTING: _("being tested"),
    ClaimState.SUPPORTED: _("supported"),
    ClaimState.CONTRADICTED: _("contradicted"),
    ClaimState.CONFIRMED: _("confirmed"),
    ClaimState.STALE: _("stale"),
    ClaimState.RETIRED: _("retired"),
}
STEP_NAMES: Final[Mapping[ClaimStep, str]] = {
    ClaimStep.TEST: _("put to the test"),
    ClaimStep.SUPPORT: _("called supported"),
    ClaimStep.CONTRADICT: _("called contradicted"),
    ClaimStep.CONFIRM: _("called confirmed"),
    ClaimStep.DOUBT: _("called stale"),
    ClaimStep.TAKE_UP: _("taken up again"),
    ClaimStep.RETIRE: _("retired"),
}
STEPS: Final[Mapping[ClaimStep, tuple[frozenset[ClaimState], ClaimState]]] = {
    ClaimStep.TEST: (frozenset({ClaimState.ASSUMED}), ClaimState.TESTING),
    ClaimStep.SUPPORT: (frozenset({ClaimState.TESTING}), ClaimState.SUPPORTED),
    ClaimStep.CONTRADICT: (frozenset({ClaimState.TESTING}), ClaimState.CONTRADICTED),
    ClaimStep.CONFIRM: (frozenset({ClaimState.SUPPORTED, ClaimState.CONTRADICTED}), ClaimState.CONFIRMED),
    ClaimStep.DOUBT: (ANY - {ClaimState.STALE}, ClaimState.STALE),
    ClaimStep.TAKE_UP: (frozenset({ClaimState.STALE}), ClaimState.TESTING),
    ClaimStep.RETIRE: (ANY - {ClaimState.RETIRED}, ClaimState.RETIRED),
}


def after(state: ClaimState, step: ClaimStep, facts: ClaimFacts = NO_FACTS) -> ClaimState:
    """Return the state that a step leads to.

    Raises:
        GuardError: The step may not follow the state, or its guard refuses; the message names the guard.
    """
    sources, target = STEPS[step]
    if state not in sources:
        raise GuardError(
            _("A claim that is {state} cannot be {step}."),
            _("Load the page again to see where the claim stands."),
            state=say(STATE_NAMES[state]),
            step=say(STEP_NAMES[step]),
        )
    _guard(step, facts)
    return target


def steps_from(state: ClaimState) -> tuple[ClaimStep, ...]:
    """Return the steps that may follow a state, whatever their guards say."""
    return tuple(step for step, (sources, _target) in STEPS.items() if state in sources)


def stands(state: ClaimState, facts: ClaimFacts) -> bool:
    """Return whether the evidence in force still carries the state; a claim whose state it does not carry is stale."""
    return {
        ClaimState.SUPPORTED: facts.supporting > 0,
        ClaimState.CONTRADICTED: facts.opposing > 0,
        ClaimState.CONFIRMED: facts.affirming > 0,
    }.get(state, True)


def _guard(step: ClaimStep, facts: ClaimFacts) -> None:
    if step is ClaimStep.SUPPORT and not facts.supporting:
        raise GuardError(
            _("Guard “evidence for it”: nothing in force speaks for the claim."),
            _("Attach a fragment that supports it first."),
        )
    if step is ClaimStep.CONTRADICT and not facts.opposing:
        raise GuardError(
            _("Guard “evidence against it”: nothing in force speaks against the claim."),
            _("Attach a fragment that opposes it first."),
        )
    if step is ClaimStep.CONFIRM and not facts.affirming:
        raise GuardError(
            _("Guard “a customer’s own words”: no customer has affirmed the claim."),
            _("Ask a customer, and attach the answer as words that affirm it."),
        )
    if step in {ClaimStep.DOUBT, ClaimStep.RETIRE} and not facts.reason.strip():
        raise GuardError(_("Guard “a reason”: it is not said why."), _("Say why."))

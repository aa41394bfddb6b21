"""The life of a decision: proposed → decided → in effect → checked (held, partly, failed); pure.

Each step has guards; a step that is refused names the first guard that does not hold. After a check that did not hold,
one loop follows: single (another action on the same claims) or double (claims are reopened).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.decisions.rules.checking import Proposal
from kuulo.decisions.rules.effects import Effect

LEAST_SURE: Final = 50
MOST_SURE: Final = 99


class DecisionState(StrEnum):
    """Where a decision stands."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    IN_EFFECT = "in_effect"
    CHECKED = "checked"


class Verdict(StrEnum):
    """What a check found, as a person confirmed it."""

    HELD = "held"
    PARTLY = "partly"
    FAILED = "failed"


class Step(StrEnum):
    """What can be done with a decision."""

    CHANGE = "change"
    DECIDE = "decide"
    PUT_IN_EFFECT = "put_in_effect"
    POSTPONE = "postpone"
    COMPUTE = "compute"
    CONFIRM = "confirm"
    SINGLE_LOOP = "single_loop"
    DOUBLE_LOOP = "double_loop"


class LoopKind(StrEnum):
    """What followed a check that did not hold."""

    SINGLE = "single"
    DOUBLE = "double"


STATE_WORDS: Final[Mapping[DecisionState, Text]] = MappingProxyType(
    {
        DecisionState.PROPOSED: say(_("Proposed")),
        DecisionState.DECIDED: say(_("Decided")),
        DecisionState.IN_EFFECT: say(_("In effect")),
        DecisionState.CHECKED: say(_("Checked")),
    }
)
VERDICT_WORDS: Final[Mapping[Verdict, Text]] = MappingProxyType(
    {
        Verdict.HELD: say(_("Held")),
        Verdict.PARTLY: say(_("Held in part")),
        Verdict.FAILED: say(_("Failed")),
    }
)
STEP_WORDS: Final[Mapping[Step, Text]] = MappingProxyType(
    {
        Step.CHANGE: say(_("change the proposal")),
        Step.DECIDE: say(_("decide")),
        Step.PUT_IN_EFFECT: say(_("put in effect")),
        Step.POSTPONE: say(_("move the check")),
        Step.COMPUTE: say(_("compute the check")),
        Step.CONFIRM: say(_("confirm the verdict")),
        Step.SINGLE_LOOP: say(_("another action on the same claims")),
        Step.DOUBLE_LOOP: say(_("reopen the claims")),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What guards look at.

    Attributes:
        state: Where the decision stands.
        claims: Claims it rests on.
        chosen: Option chosen; empty while none is.
        options: Options there are.
        effect: Expected effect.
        check_on: Day of the check.
        owner: Who answers for it.
        certainty: How sure those who decided were, per cent.
        decided_on: When it was decided.
        in_effect_on: First day in effect.
        proposal: What the newest check proposes; ``None`` before one is computed after the effect was due.
        verdict: What was confirmed.
        looped: Whether a loop followed already.
        today: The day it is.
    """

    today: date
    state: DecisionState = DecisionState.PROPOSED
    claims: frozenset[str] = frozenset()
    chosen: str = ""
    options: frozenset[str] = frozenset()
    effect: Effect | None = None
    check_on: date | None = None
    owner: str = ""
    certainty: int | None = None
    decided_on: date | None = None
    in_effect_on: date | None = None
    proposal: Proposal | None = None
    verdict: Verdict | None = None
    looped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What comes with a step.

    Attributes:
        day: First day in effect, or the new day of the check.
        verdict: The verdict to confirm.
        reason: Why.
        claims: Claims to reopen.
    """

    day: date | None = None
    verdict: Verdict | None = None
    reason: str = ""
    claims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Guard:
    """What must hold before a step: its name, whether it does, and what to do."""

    name: Text
    holds: Callable[[Facts, Given], bool]
    mend: Text


def _effect_measured(facts: Facts, given: Given) -> bool:
    return facts.effect is not None and given.day is not None and given.day <= facts.effect.due


def _begins_after_decision(facts: Facts, given: Given) -> bool:
    return facts.decided_on is None or (given.day is not None and given.day >= facts.decided_on)


def _agrees(facts: Facts, given: Given) -> bool:
    same = facts.proposal is not None and given.verdict is not None and given.verdict.value == facts.proposal.value
    return same or bool(given.reason.strip())


RESTS_ON_CLAIM: Final = Guard(
    say(_("rests on at least one claim")),
    lambda facts, _given: bool(facts.claims),
    say(_("Add the claims it rests on.")),
)
HAS_OPTION: Final = Guard(
    say(_("an option is chosen")),
    lambda facts, _given: bool(facts.chosen) and facts.chosen in facts.options,
    say(_("Choose one of the options.")),
)
EXPECTS_EFFECT: Final = Guard(
    say(_("expected effect on a named measure")),
    lambda facts, _given: facts.effect is not None,
    say(_("Say how much of which measure is expected, among whom, by when.")),
)
DUE_LATER: Final = Guard(
    say(_("the effect is due after today")),
    lambda facts, _given: facts.effect is not None and facts.effect.due > facts.today,
    say(_("Choose a later day by when the effect is expected.")),
)
HAS_CHECK_DATE: Final = Guard(
    say(_("check date after the effect is due")),
    lambda facts, _given: (
        facts.check_on is not None and facts.effect is not None and facts.check_on > max(facts.effect.due, facts.today)
    ),
    say(_("Choose a day of the check that comes after the effect is due.")),
)
HAS_OWNER: Final = Guard(
    say(_("has an owner")), lambda facts, _given: bool(facts.owner), say(_("Say who answers for it."))
)
IS_SURE: Final = Guard(
    say(_("certainty of 50–99 per cent")),
    lambda facts, _given: facts.certainty is not None and LEAST_SURE <= facts.certainty <= MOST_SURE,
    say(_("Say how sure you are that the expected effect comes.")),
)
HAS_BEGUN: Final = Guard(
    say(_("has begun")),
    lambda facts, given: given.day is not None and given.day <= facts.today,
    say(_("Name the first day in effect, today or before.")),
)
BEGINS_BEFORE_DUE: Final = Guard(
    say(_("begins before the effect is due")), _effect_measured, say(_("Name a day before the effect is due."))
)
BEGINS_AFTER_DECISION: Final = Guard(
    say(_("begins on the day of the decision or later")),
    _begins_after_decision,
    say(_("Name the day of the decision or a later one.")),
)
HAS_REASON: Final = Guard(say(_("a reason")), lambda _facts, given: bool(given.reason.strip()), say(_("Say why.")))
LATER: Final = Guard(
    say(_("a later day")),
    lambda facts, given: given.day is not None and given.day > max(facts.today, facts.check_on or facts.today),
    say(_("Choose a day after today and after the day of the check so far.")),
)
IS_COMPUTED: Final = Guard(
    say(_("the check is computed after the effect is due")),
    lambda facts, _given: facts.proposal is not None,
    say(_("Have the check computed first.")),
)
IS_DUE: Final = Guard(
    say(_("the day of the check has come")),
    lambda facts, _given: facts.check_on is not None and facts.today >= facts.check_on,
    say(_("Wait for the day of the check.")),
)
HAS_VERDICT: Final = Guard(
    say(_("a verdict")), lambda _facts, given: given.verdict is not None, say(_("Choose held, held in part or failed."))
)
AGREES_OR_REASON: Final = Guard(
    say(_("the proposed verdict, or a reason for another")),
    _agrees,
    say(_("Say why the verdict is another one than the check proposes.")),
)
DID_NOT_HOLD: Final = Guard(
    say(_("the decision did not hold")),
    lambda facts, _given: facts.verdict in {Verdict.PARTLY, Verdict.FAILED},
    say(_("Only a decision that failed, or held in part, has something to learn anew.")),
)
FIRST_LOOP: Final = Guard(
    say(_("nothing followed yet")),
    lambda facts, _given: not facts.looped,
    say(_("Go on with the decision that followed.")),
)
REOPENS_OWN_CLAIMS: Final = Guard(
    say(_("reopens claims it rested on")),
    lambda facts, given: bool(given.claims) and given.claims <= facts.claims,
    say(_("Choose at least one of the claims it rested on.")),
)


@dataclass(frozen=True, slots=True)
class Move:
    """A step: from which states, into which one, and what must hold; in the order in which a person is told."""

    begins: frozenset[DecisionState]
    ends: DecisionState | None
    guards: tuple[Guard, ...] = ()


P, D, E, C = DecisionState
MOVES: Final[Mapping[Step, Move]] = MappingProxyType(
    {
        Step.CHANGE: Move(frozenset({P}), None),
        Step.DECIDE: Move(
            frozenset({P}),
            D,
            (RESTS_ON_CLAIM, HAS_OPTION, EXPECTS_EFFECT, DUE_LATER, HAS_CHECK_DATE, HAS_OWNER, IS_SURE),
        ),
        Step.PUT_IN_EFFECT: Move(frozenset({D}), E, (HAS_BEGUN, BEGINS_AFTER_DECISION, BEGINS_BEFORE_DUE)),
        Step.POSTPONE: Move(frozenset({D, E}), None, (LATER, HAS_REASON)),
        Step.COMPUTE: Move(frozenset({E}), None),
        Step.CONFIRM: Move(frozenset({E}), C, (IS_DUE, IS_COMPUTED, HAS_VERDICT, AGREES_OR_REASON)),
        Step.SINGLE_LOOP: Move(frozenset({C}), None, (DID_NOT_HOLD, FIRST_LOOP, HAS_REASON)),
        Step.DOUBLE_LOOP: Move(frozenset({C}), None, (DID_NOT_HOLD, FIRST_LOOP, REOPENS_OWN_CLAIMS, HAS_REASON)),
    }
)
NOTHING_GIVEN: Final = Given()


def missing(facts: Facts, step: Step, given: Given = NOTHING_GIVEN) -> tuple[Guard, ...]:
    """Return the guards of a step that do not hold, whatever the state."""
    return tuple(guard for guard in MOVES[step].guards if not guard.holds(facts, given))


def check_step(facts: Facts, step: Step, given: Given = NOTHING_GIVEN) -> DecisionState:
    """Return the state after a step.

    Raises:
        GuardError: The state does not allow it, or a guard does not hold; the message names which.
    """
    move = MOVES[step]
    if facts.state not in move.begins:
        raise GuardError(
            _("“{step}” is refused by the guard “{guard}”: the decision is “{state}”."),
            _("First it must be: {states}."),
            step=STEP_WORDS[step],
            guard=say(_("the state allows it")),
            state=STATE_WORDS[facts.state],
            states=_listed([STATE_WORDS[one] for one in DecisionState if one in move.begins]),
        )
    for guard in missing(facts, step, given):
        raise GuardError(
            _("“{step}” is refused by the guard “{guard}”."),
            guard.mend.template,
            step=STEP_WORDS[step],
            guard=guard.name,
        )
    return move.ends or facts.state


def _listed(words: list[Text]) -> Text:
    """Return texts one after the other."""
    places = [f"w{place}" for place in range(len(words))]
    return Text(", ".join(f"{{{name}}}" for name in places), dict(zip(places, words, strict=True)))

"""Lives of ideas and of weak signals: which step may follow which, and what guards it; pure.

::

    new ──weigh──▶ weighed ──take_up──▶ taken_up          noticed ──test──▶ tested ──follow──▶ followed
     ▲ └──────────────┴──put_aside──┴─▶ put_aside            ▲ └────────────┴──drop──┴──▶ dropped
     └───────────────take_back───────────┘                   └──────────────take_back──────┘
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say


class IdeaState(StrEnum):
    """How far the company has come with an idea."""

    NEW = "new"
    WEIGHED = "weighed"
    TAKEN_UP = "taken_up"
    PUT_ASIDE = "put_aside"


class IdeaStep(StrEnum):
    """What is done with an idea."""

    WEIGH = "weigh"
    TAKE_UP = "take_up"
    PUT_ASIDE = "put_aside"
    TAKE_BACK = "take_back"


class SignState(StrEnum):
    """How far the company has come with a weak signal or a trend."""

    NOTICED = "noticed"
    TESTED = "tested"
    FOLLOWED = "followed"
    DROPPED = "dropped"


class SignStep(StrEnum):
    """What is done with a weak signal or a trend."""

    TEST = "test"
    FOLLOW = "follow"
    DROP = "drop"
    TAKE_BACK = "take_back"


class Criterion(StrEnum):
    """What a weak signal is tested for."""

    SIGNIFICANCE = "significance"
    PLAUSIBILITY = "plausibility"
    NOVELTY = "novelty"
    TIMELINESS = "timeliness"


class Verdict(StrEnum):
    """What a test came to."""

    PASSES = "passes"
    UNCLEAR = "unclear"
    FAILS = "fails"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaFacts:
    """What the guards of an idea look at.

    Attributes:
        people: How many customers and colleagues stand behind it.
        sized: Whether size was computed.
        merged: Whether it is part of another idea.
        reason: Why the step is taken.
    """

    people: int = 0
    sized: bool = False
    merged: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignFacts:
    """What the guards of a weak signal look at: its latest verdicts, and why the step is taken."""

    verdicts: Mapping[Criterion, Verdict]
    reason: str = ""


IDEA_STATE_NAMES: Final[Mapping[IdeaState, str]] = MappingProxyType(
    {
        IdeaState.NEW: _("new"),
        IdeaState.WEIGHED: _("weighed"),
        IdeaState.TAKEN_UP: _("taken up"),
        IdeaState.PUT_ASIDE: _("put aside"),
    }
)
IDEA_STEP_NAMES: Final[Mapping[IdeaStep, str]] = MappingProxyType(
    {
        IdeaStep.WEIGH: _("called weighed"),
        IdeaStep.TAKE_UP: _("taken up"),
        IdeaStep.PUT_ASIDE: _("put aside"),
        IdeaStep.TAKE_BACK: _("taken back"),
    }
)
SIGN_STATE_NAMES: Final[Mapping[SignState, str]] = MappingProxyType(
    {
        SignState.NOTICED: _("noticed"),
        SignState.TESTED: _("tested"),
        SignState.FOLLOWED: _("followed"),
        SignState.DROPPED: _("given up"),
    }
)
SIGN_STEP_NAMES: Final[Mapping[SignStep, str]] = MappingProxyType(
    {
        SignStep.TEST: _("called tested"),
        SignStep.FOLLOW: _("followed"),
        SignStep.DROP: _("given up"),
        SignStep.TAKE_BACK: _("taken back"),
    }
)
CRITERION_NAMES: Final[Mapping[Criterion, str]] = MappingProxyType(
    {
        Criterion.SIGNIFICANCE: _("Significance"),
        Criterion.PLAUSIBILITY: _("Plausibility"),
        Criterion.NOVELTY: _("Novelty"),
        Criterion.TIMELINESS: _("Timeliness"),
    }
)
CRITERION_QUESTIONS: Final[Mapping[Criterion, str]] = MappingProxyType(
    {
        Criterion.SIGNIFICANCE: _("If it goes on, does it change what our customers need, or what we are paid for?"),
        Criterion.PLAUSIBILITY: _("Is the source to be trusted, and is there a way for it to come about?"),
        Criterion.NOVELTY: _("Does it tell us something we have not known or reckoned with?"),
        Criterion.TIMELINESS: _("Is it now that we can still act on it: neither long past nor far off?"),
    }
)
VERDICT_NAMES: Final[Mapping[Verdict, str]] = MappingProxyType(
    {Verdict.PASSES: _("yes"), Verdict.UNCLEAR: _("unclear"), Verdict.FAILS: _("no")}
)
OPEN_IDEAS: Final = frozenset({IdeaState.NEW, IdeaState.WEIGHED, IdeaState.TAKEN_UP})
OPEN_SIGNS: Final = frozenset({SignState.NOTICED, SignState.TESTED, SignState.FOLLOWED})
IDEA_STEPS: Final[Mapping[IdeaStep, tuple[frozenset[IdeaState], IdeaState]]] = MappingProxyType(
    {
        IdeaStep.WEIGH: (frozenset({IdeaState.NEW}), IdeaState.WEIGHED),
        IdeaStep.TAKE_UP: (frozenset({IdeaState.WEIGHED}), IdeaState.TAKEN_UP),
        IdeaStep.PUT_ASIDE: (OPEN_IDEAS, IdeaState.PUT_ASIDE),
        IdeaStep.TAKE_BACK: (frozenset({IdeaState.PUT_ASIDE}), IdeaState.NEW),
    }
)
SIGN_STEPS: Final[Mapping[SignStep, tuple[frozenset[SignState], SignState]]] = MappingProxyType(
    {
        SignStep.TEST: (frozenset({SignState.NOTICED}), SignState.TESTED),
        SignStep.FOLLOW: (frozenset({SignState.TESTED}), SignState.FOLLOWED),
        SignStep.DROP: (OPEN_SIGNS, SignState.DROPPED),
        SignStep.TAKE_BACK: (frozenset({SignState.DROPPED}), SignState.NOTICED),
    }
)


def idea_after(state: IdeaState, step: IdeaStep, facts: IdeaFacts) -> IdeaState:
    """Return the state of an idea after a step.

    Raises:
        GuardError: The step may not follow the state, or its guard refuses; the message names the guard.
    """
    sources, target = IDEA_STEPS[step]
    if state not in sources:
        raise GuardError(
            _("An idea that is {state} cannot be {step}."),
            _("Load the page again to see where the idea stands."),
            state=say(IDEA_STATE_NAMES[state]),
            step=say(IDEA_STEP_NAMES[step]),
        )
    if facts.merged:
        raise GuardError(
            _("Guard “on its own”: the idea is part of another one."), _("Take the step with that one, or part them.")
        )
    if step is IdeaStep.WEIGH and not facts.people:
        raise GuardError(
            _("Guard “people behind it”: nobody is named who has the idea or needs it."),
            _("Add a customer’s words, or who told it."),
        )
    if step is IdeaStep.WEIGH and not facts.sized:
        raise GuardError(
            _("Guard “size”: it is not computed how many need it."), _("Say who needs it, and have it computed.")
        )
    _check_reason(facts.reason, needed=step in {IdeaStep.TAKE_UP, IdeaStep.PUT_ASIDE})
    return target


def sign_after(state: SignState, step: SignStep, facts: SignFacts) -> SignState:
    """Return the state of a weak signal after a step.

    Raises:
        GuardError: The step may not follow the state, or its guard refuses; the message names the guard.
    """
    sources, target = SIGN_STEPS[step]
    if state not in sources:
        raise GuardError(
            _("A weak signal that is {state} cannot be {step}."),
            _("Load the page again to see where it stands."),
            state=say(SIGN_STATE_NAMES[state]),
            step=say(SIGN_STEP_NAMES[step]),
        )
    missing = [say(CRITERION_NAMES[each]) for each in Criterion if each not in facts.verdicts]
    if step in {SignStep.TEST, SignStep.FOLLOW} and missing:
        raise GuardError(
            _("Guard “four tests”: not all are judged yet; the next is {criterion}."),
            _("Judge it, with a reason."),
            criterion=missing[0],
        )
    fails = [say(CRITERION_NAMES[each]) for each in Criterion if facts.verdicts.get(each) is Verdict.FAILS]
    if step is SignStep.FOLLOW and fails:
        raise GuardError(
            _("Guard “no test failed”: {criterion} did."),
            _("Drop it, or judge the test anew if something has changed."),
            criterion=fails[0],
        )
    _check_reason(facts.reason, needed=step is SignStep.DROP)
    return target


def idea_steps_from(state: IdeaState) -> tuple[IdeaStep, ...]:
    """Return the steps that may follow a state of an idea, whatever their guards say."""
    return tuple(step for step, (sources, _target) in IDEA_STEPS.items() if state in sources)


def sign_steps_from(state: SignState) -> tuple[SignStep, ...]:
    """Return the steps that may follow a state of a weak signal, whatever their guards say."""
    return tuple(step for step, (sources, _target) in SIGN_STEPS.items() if state in sources)


def check_merge(idea: str, into: str, heads: Mapping[str, str]) -> None:
    """Refuse to merge ideas in a way that could not be taken back one by one.

    Args:
        idea: Number of the idea that becomes part of another.
        into: Number of the other.
        heads: Merged idea → the one it is part of.

    Raises:
        GuardError: Both are the same, one is merged already, or the first has others merged into it.
    """
    if idea == into:
        raise GuardError(_("An idea cannot be merged into itself."), _("Choose another idea."))
    if idea in heads:
        raise GuardError(_("The idea is part of {other} already."), _("Part them first."), other=heads[idea])
    if into in heads:
        raise GuardError(_("The other idea is part of {other}."), _("Merge into that one instead."), other=heads[into])


def _check_reason(reason: str, *, needed: bool) -> None:
    if needed and not reason.strip():
        raise GuardError(_("Guard “a reason”: it is not said why."), _("Say why."))

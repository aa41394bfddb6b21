"""The life of a study: which step may follow which, and what guards it; pure.

::

    draft ⇄ ready ──start──▶ running ⇄ paused ──analyse──▶ analysing ──report──▶ reported ──archive──▶ archived
      └────────┴────────────────┴────────┴────────────────────┴──cancel──▶ cancelled
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.studies.rules.ethics import SHORT_NAMES, Trigger


class StudyState(StrEnum):
    """Where a study stands."""

    DRAFT = "draft"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    ANALYSING = "analysing"
    REPORTED = "reported"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class StudyStep(StrEnum):
    """What can be done with a study."""

    READY = "ready"
    REDRAFT = "redraft"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    ANALYSE = "analyse"
    REPORT = "report"
    ARCHIVE = "archive"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFacts:
    """What the guards look at.

    Attributes:
        question: A decision question is written.
        changes: What would change depending on the answer is written.
        basis: A legal basis is chosen that fits the method.
        notice: The notice to participants is written in every language of the study.
        open_triggers: Ethics triggers nobody has looked at, or that apply and have no answer.
        result: The result is written.
        owed: Participants who are still to get their incentive.
    """

    question: bool = True
    changes: bool = True
    basis: bool = True
    notice: bool = True
    open_triggers: tuple[Trigger, ...] = ()
    result: bool = True
    owed: int = 0


STATE_NAMES: Final[Mapping[StudyState, str]] = {
    StudyState.DRAFT: _("a draft"),
    StudyState.READY: _("ready"),
    StudyState.RUNNING: _("running"),
    StudyState.PAUSED: _("paused"),
    StudyState.ANALYSING: _("being analysed"),
    StudyState.REPORTED: _("reported"),
    StudyState.ARCHIVED: _("archived"),
    StudyState.CANCELLED: _("called off"),
}
STEP_NAMES: Final[Mapping[StudyStep, str]] = {
    StudyStep.READY: _("declared ready"),
    StudyStep.REDRAFT: _("taken back to the draft"),
    StudyStep.START: _("started"),
    StudyStep.PAUSE: _("paused"),
    StudyStep.RESUME: _("resumed"),
    StudyStep.ANALYSE: _("taken to analysis"),
    StudyStep.REPORT: _("reported"),
    StudyStep.ARCHIVE: _("archived"),
    StudyStep.CANCEL: _("called off"),
}
IN_FIELD: Final = frozenset({StudyState.RUNNING, StudyState.PAUSED})
UNDER_WAY: Final = IN_FIELD | {StudyState.ANALYSING}
BEFORE: Final = frozenset({StudyState.DRAFT, StudyState.READY})
OVER: Final = frozenset({StudyState.REPORTED, StudyState.ARCHIVED, StudyState.CANCELLED})
STEPS: Final[Mapping[StudyStep, tuple[frozenset[StudyState], StudyState]]] = {
    StudyStep.READY: (frozenset({StudyState.DRAFT}), StudyState.READY),
    StudyStep.REDRAFT: (frozenset({StudyState.READY}), StudyState.DRAFT),
    StudyStep.START: (frozenset({StudyState.READY}), StudyState.RUNNING),
    StudyStep.PAUSE: (frozenset({StudyState.RUNNING}), StudyState.PAUSED),
    StudyStep.RESUME: (frozenset({StudyState.PAUSED}), StudyState.RUNNING),
    StudyStep.ANALYSE: (IN_FIELD, StudyState.ANALYSING),
    StudyStep.REPORT: (frozenset({StudyState.ANALYSING}), StudyState.REPORTED),
    StudyStep.ARCHIVE: (frozenset({StudyState.REPORTED}), StudyState.ARCHIVED),
    StudyStep.CANCEL: (BEFORE | UNDER_WAY, StudyState.CANCELLED),
}


def after(state: StudyState, step: StudyStep, facts: StudyFacts) -> StudyState:
    """Return the state that a step leads to.

    Raises:
        GuardError: The step may not follow the state, or its guard refuses; the message names the guard.
    """
    sources, target = STEPS[step]
    if state not in sources:
        raise GuardError(
            _("A study that is {state} cannot be {step}."),
            _("Load the page again to see where the study stands."),
            state=say(STATE_NAMES[state]),
            step=say(STEP_NAMES[step]),
        )
    refused = refusal(step, facts)
    if refused is not None:
        raise GuardError(*refused, triggers=_listed(facts.open_triggers), count=facts.owed)
    return target


def refusal(step: StudyStep, facts: StudyFacts) -> tuple[str, str] | None:
    """Return why a guard refuses a step and what mends it; nothing where all of its guards let it pass."""
    for found, mend, holds in GUARDS.get(step, ()):
        if not getattr(facts, holds):
            return found, mend
    if step in FIELDWORK and facts.open_triggers:
        return (
            _("Ethics: not answered yet: {triggers}."),
            _("Say for each whether it applies, and if so what is done about it."),
        )
    if step is StudyStep.ARCHIVE and facts.owed:
        return (
            _("Payments: {count} participants are still to get what they were promised."),
            _("Pay them, then archive the study."),
        )
    return None


def _listed(triggers: tuple[Trigger, ...]) -> Text:
    """Return the names of triggers as one text, each said in the reader's language."""
    return Text(
        ", ".join(f"{{{each}}}" for each in triggers), {each.value: say(SHORT_NAMES[each]) for each in triggers}
    )


def steps_from(state: StudyState) -> tuple[StudyStep, ...]:
    """Return the steps that can follow a state, whatever their guards say."""
    return tuple(step for step, (sources, _target) in STEPS.items() if state in sources)


QUESTION: Final = (
    _("Decision question: the study has none."),
    _("Write which decision waits for the answer."),
    "question",
)
CHANGES: Final = (
    _("What would change: it is not said."),
    _("Write what would be done differently depending on the answer. If nothing, the study is not needed."),
    "changes",
)
BASIS: Final = (
    _("Legal basis: none is chosen that fits the method."),
    _("Choose on what the handling of participants’ data rests."),
    "basis",
)
NOTICE: Final = (
    _("Notice: participants are not told, in every language of the study, what is done with what they say."),
    _("Write the notice."),
    "notice",
)
RESULT: Final = (
    _("Result: it is not written."),
    _("Write what was found, and what it means for the decision."),
    "result",
)
FIELDWORK: Final = frozenset({StudyStep.START, StudyStep.RESUME})
GUARDS: Final[Mapping[StudyStep, tuple[tuple[str, str, str], ...]]] = {
    StudyStep.READY: (QUESTION, CHANGES),
    StudyStep.START: (QUESTION, CHANGES, BASIS, NOTICE),
    StudyStep.RESUME: (QUESTION, CHANGES, BASIS, NOTICE),
    StudyStep.REPORT: (RESULT,),
}

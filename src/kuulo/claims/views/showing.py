"""What pages of claims show: labels, figures, both sides of the evidence, what a claim may do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import get_language

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Step, Subject
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.queries import estimate_of, figure_words
from kuulo.claims.rules import (
    FRAGMENT_NAMES,
    KIND_NAMES,
    STANCE_NAMES,
    STATE_NAMES,
    WAY_NAMES,
    WEIGHT_NAMES,
    ClaimState,
    ClaimStep,
    ClaimView,
    EvidenceView,
    FragmentKind,
    FragmentView,
    MethodStanding,
    QuestionView,
    steps_from,
)
from kuulo.studies.rules import METHOD_NAMES

BADGES: Final[Mapping[ClaimState, str]] = {
    ClaimState.ASSUMED: "",
    ClaimState.TESTING: "badge-accent",
    ClaimState.SUPPORTED: "badge-good",
    ClaimState.CONFIRMED: "badge-good",
    ClaimState.CONTRADICTED: "badge-bad",
    ClaimState.STALE: "badge-warn",
    ClaimState.RETIRED: "",
}
# What a button of a step says; the names of steps are what was done.
BUTTONS: Final[Mapping[ClaimStep, str]] = {
    ClaimStep.TEST: _("Put to the test"),
    ClaimStep.SUPPORT: _("Call supported"),
    ClaimStep.CONTRADICT: _("Call contradicted"),
    ClaimStep.CONFIRM: _("Call confirmed"),
    ClaimStep.DOUBT: _("Call stale"),
    ClaimStep.TAKE_UP: _("Take up again"),
    ClaimStep.RETIRE: _("Retire"),
}
WANTS_REASON: Final = frozenset({ClaimStep.DOUBT, ClaimStep.RETIRE})
# Answers that came by themselves go by the kind of their signal.
SIGNAL_METHODS: Final[Mapping[str, str]] = {
    "figure": _("Figures"),
    "comment": _("Comments in surveys"),
    "feedback": _("Feedback"),
    "message": _("Messages of customers"),
    "note": _("Notes of encounters"),
    "meeting": _("Meetings"),
    "encounter": _("Encounters"),
    "observation": _("Observations"),
    "diary": _("Diary entries"),
    "transcript": _("Transcripts"),
}
MONTH_DAYS: Final = 30
YEAR_DAYS: Final = 365
BAR_WIDTH: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A fragment with what a template says of it."""

    view: FragmentView
    kind: Text
    method: Text
    figure: Estimate | None
    named: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A piece of evidence with its words."""

    evidence: EvidenceView
    piece: Piece
    stance: Text
    weight: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodLine:
    """Evidence of one method with its words, and its two bars as parts of a hundred."""

    standing: MethodStanding
    method: Text
    age: Text
    against: float
    for_it: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """A step that may follow: the button's words, and whether it wants a reason."""

    step: ClaimStep
    words: Text
    wants_reason: bool


def labels_of(claim: ClaimView) -> dict[str, Any]:
    """Return what every page says of a claim."""
    return {
        "claim": claim,
        "words": claim.words(get_language() or "en"),
        "kind": say(KIND_NAMES[claim.kind]),
        "state": say(STATE_NAMES[claim.state]),
        "badge": BADGES[claim.state],
    }


def piece_of(view: FragmentView) -> Piece:
    """Return a fragment with what a template says of it."""
    return Piece(
        view=view,
        kind=say(FRAGMENT_NAMES[view.kind]),
        method=method_words(view.method),
        figure=estimate_of(view),
        named=figure_words(view) if view.kind is FragmentKind.FIGURE else None,
    )


def method_words(method: str) -> Text:
    """Return what a method is called: a study's, a signal's kind, a figure."""
    names = {each.value: name for each, name in METHOD_NAMES.items()} | dict(SIGNAL_METHODS)
    return say(names[method]) if method in names else say(_("Other"))


def sides_of(claim: ClaimView) -> dict[str, list[Line]]:
    """Return the evidence by side: what counts for and against, the context, and what was taken away or fell."""
    sides: dict[str, list[Line]] = {"support": [], "oppose": [], "context": [], "gone": []}
    for each in claim.evidence:
        line = Line(
            evidence=each,
            piece=piece_of(each.fragment),
            stance=say(STANCE_NAMES[each.stance]),
            weight=say(WEIGHT_NAMES[each.weight]),
        )
        sides[each.stance.value if each.counts else "gone"].append(line)
    return sides


def methods_of(claim: ClaimView, now: datetime) -> list[MethodLine]:
    """Return the evidence by method; the bars share one scale."""
    methods = claim.standing.methods
    most = max((max(each.supporting, each.opposing) for each in methods), default=0) or 1
    return [
        MethodLine(
            standing=each,
            method=method_words(each.method),
            age=age_words(now - each.newest),
            against=BAR_WIDTH * each.opposing / most,
            for_it=BAR_WIDTH * each.supporting / most,
        )
        for each in methods
    ]


def age_words(age: timedelta) -> Text:
    """Return how old something is, as people say it."""
    days = max(age.days, 0)
    if days < MONTH_DAYS:
        return say(_("{count} days"), count=days)
    if days < 2 * YEAR_DAYS:
        return say(_("{count} months"), count=round(days / (YEAR_DAYS / 12)))
    return say(_("{count} years"), count=round(days / YEAR_DAYS))


def nexts_of(claim: ClaimView) -> list[Next]:
    """Return the steps that may follow."""
    return [
        Next(step=step, words=say(BUTTONS[step]), wants_reason=step in WANTS_REASON) for step in steps_from(claim.state)
    ]


def questions_shown(questions: Sequence[QuestionView]) -> list[dict[str, Any]]:
    """Return the questions with the pieces that came back to them."""
    return [
        {
            "question": each,
            "way": say(WAY_NAMES[each.way]),
            "answers": [{"answer": answer, "piece": piece_of(answer.fragment)} for answer in each.answers],
            "waiting": sum(not answer.verdict and answer.fragment.in_force is None for answer in each.answers),
        }
        for each in questions
    ]


def log_of(claim: ClaimView) -> tuple[Step, ...]:
    """Return the steps of a claim as the log holds them."""
    return steps_of(Subject("claim", claim.number))


def may_change(claim: ClaimView, email: str) -> bool:
    """Return whether a person is among those who may change a claim, permissions aside."""
    return not claim.may_change or email in {claim.owner, *claim.may_change}

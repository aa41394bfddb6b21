"""What is wrong with single questions: names, choices, scales, bounds; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.instruments.rules.findings import Finding, error, warning
from kuulo.instruments.rules.questionnaire import (
    NAMED,
    OTHER,
    SCORES,
    Choice,
    Kind,
    Question,
    Scale,
    scale_of,
)
from kuulo.instruments.rules.satisfying import as_day

MOST_POINTS: Final = 101
PARTS: Final = "__"
"""Stands between a question and its row, choice or own words in forms and exports; no key may hold it."""
CHOSEN: Final = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING})


def question_findings(question: Question, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Return what is wrong with one question, whatever stands around it."""
    if PARTS in question.key:
        yield error(question.key, _("Its name holds two underscores in a row, which Kuulo keeps for itself."))
    if not _written(question.text, languages):
        yield error(question.key, _("It has no wording."))
    if question.kind is Kind.STATEMENT and question.required:
        yield warning(question.key, _("It must be answered, but a statement has no answer."))
    for checked in CHECKS.get(question.kind, ()):
        yield from checked(question)
    yield from _list_findings(question, question.choices, languages)
    yield from _list_findings(question, question.rows, languages)


def _written(words: dict[str, str], languages: tuple[str, ...]) -> bool:
    """Return whether somebody reads anything, in whatever language they would fall back on."""
    return any(words.get(language, "").strip() for language in languages)


def _list_findings(question: Question, listed: tuple[Choice, ...], languages: tuple[str, ...]) -> Iterator[Finding]:
    """Return what is wrong with choices or rows."""
    counted = Counter(choice.key for choice in listed)
    for key in (key for key, times in counted.items() if times > 1):
        yield error(question.key, _("Two of its choices or rows are called “{key}”."), key=key)
    if OTHER in counted:
        yield error(
            question.key, _("The name “{key}” belongs to the choice of own words: switch that on instead."), key=OTHER
        )
    if any(PARTS in key for key in counted):
        yield error(question.key, _("A choice's name holds two underscores in a row, which Kuulo keeps for itself."))
    if not all(_written(choice.text, languages) for choice in listed):
        yield error(question.key, _("A choice or row is empty: write it, or take it away."))
    for language in languages:
        read = Counter(choice.text.get(language, "").strip().casefold() for choice in listed)
        twice = [text for text, times in read.items() if text and times > 1]
        if twice:
            yield warning(question.key, _("Two of its choices or rows read the same: “{text}”."), text=twice[0])
            return


def _choice_findings(question: Question) -> Iterator[Finding]:
    count = len(question.choices) + question.other
    if not question.choices:
        yield error(question.key, _("It has no choices."))
    elif count == 1:
        yield warning(question.key, _("It has only one choice."))
    if question.other and question.kind is Kind.RANKING:
        yield error(question.key, _("A ranking cannot have a choice of own words."))
    if question.kind is not Kind.MULTIPLE and any(choice.exclusive for choice in question.choices):
        yield warning(question.key, _("A choice that goes alone means something in multiple choice only."))


def _count_findings(question: Question) -> Iterator[Finding]:
    """Return what is wrong with how many choices may be taken."""
    together = sum(not choice.exclusive for choice in question.choices) + question.other
    bounds = [bound for bound in (question.least, question.most) if bound is not None]
    if any(bound < 0 or not float(bound).is_integer() for bound in bounds):
        yield error(question.key, _("The number of choices is not a whole number."))
    elif question.least is not None and question.choices and question.least > together:
        yield error(question.key, _("It asks for more choices than it has, so nobody can answer it."))
    elif question.most is not None and question.most < 1:
        yield error(question.key, _("It allows no choice at all, so nobody can answer it."))
    elif question.most is not None and question.most > len(question.choices) + question.other:
        yield warning(question.key, _("It allows more choices than it has."))
    yield from _bound_findings(question)


def _bound_findings(question: Question) -> Iterator[Finding]:
    if question.least is not None and question.most is not None and question.least > question.most:
        yield error(
            question.key,
            _("Its smallest number, {least}, is above its largest, {most}, so nobody can answer it."),
            least=f"{question.least:g}",
            most=f"{question.most:g}",
        )


def _date_findings(question: Question) -> Iterator[Finding]:
    days = {bound: as_day(bound) for bound in (question.earliest, question.latest) if bound}
    for bound, day in days.items():
        if day is None:
            yield error(question.key, _("“{day}” is not a date such as 2026-03-31."), day=bound)
    first, last = days.get(question.earliest), days.get(question.latest)
    if first and last and first > last:
        yield error(question.key, _("Its first day comes after its last, so nobody can answer it."))


def _text_findings(question: Question) -> Iterator[Finding]:
    if question.longest < 1 or question.lines < 1:
        yield error(question.key, _("It leaves no room for an answer."))


def _scale_findings(question: Question) -> Iterator[Finding]:
    scale = question.scale
    if scale is None:
        yield error(question.key, _("It has no scale."))
        return
    if scale.minimum >= scale.maximum:
        yield error(
            question.key,
            _("Its scale ends at {maximum}, which is not above its start, {minimum}."),
            minimum=str(scale.minimum),
            maximum=str(scale.maximum),
        )
    elif scale.maximum - scale.minimum >= MOST_POINTS:
        yield error(
            question.key, _("Its scale has more than {most} points: ask for a number instead."), most=MOST_POINTS
        )
    if scale.direction not in {1, -1}:
        yield error(question.key, _("Its scale does not say which end is better."))


def _end_findings(question: Question) -> Iterator[Finding]:
    """Return whether the ends of the scale say what they mean."""
    scale = scale_of(question)
    if scale is not None and not (any(scale.low.values()) and any(scale.high.values())):
        yield warning(question.key, _("The ends of its scale have no words."))


def _named_findings(question: Question) -> Iterator[Finding]:
    own, named = question.scale, NAMED[question.kind].scale
    if own is not None and points_of(own) != points_of(named):
        yield error(
            question.key,
            _("This measure is always asked from {minimum} to {maximum}: choose a rating for another scale."),
            minimum=str(named.minimum),
            maximum=str(named.maximum),
        )


def points_of(scale: Scale) -> tuple[int, int, int]:
    """Return the numbers of a scale, without its words."""
    return scale.minimum, scale.maximum, scale.direction


def _matrix_findings(question: Question) -> Iterator[Finding]:
    if not question.rows:
        yield error(question.key, _("It has no rows."))
    if question.scale is None and not question.choices:
        yield error(question.key, _("It has neither columns nor a scale."))
    elif question.scale is not None and question.choices:
        yield error(question.key, _("It has both columns and a scale: take one away."))
    elif question.scale is not None:
        yield from _scale_findings(question)
        yield from _end_findings(question)


Checked = Callable[[Question], Iterator[Finding]]
CHECKS: Final[dict[Kind, tuple[Checked, ...]]] = {
    **dict.fromkeys(NAMED, (_named_findings, _end_findings)),
    Kind.RATING: (_scale_findings, _end_findings),
    Kind.SINGLE: (_choice_findings,),
    Kind.MULTIPLE: (_choice_findings, _count_findings),
    Kind.RANKING: (_choice_findings,),
    Kind.MATRIX: (_matrix_findings,),
    Kind.NUMBER: (_bound_findings,),
    Kind.DATE: (_date_findings,),
    Kind.TEXT: (_text_findings,),
}


def clarifying_findings(question: Question, earlier: dict[str, Question]) -> Iterator[Finding]:
    """Return whether what the question clarifies is a score asked before it."""
    if not question.clarifies:
        return
    score = earlier.get(question.clarifies)
    if score is None:
        yield error(question.key, _("It clarifies “{name}”, which is not asked before it."), name=question.clarifies)
    elif score.kind not in SCORES:
        yield error(question.key, _("It clarifies “{name}”, which is not a score."), name=question.clarifies)

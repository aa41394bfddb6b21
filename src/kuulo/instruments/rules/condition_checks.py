"""What is wrong with single conditions: what they look at, and whether they can hold; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.instruments.rules.findings import Finding, error, warning
from kuulo.instruments.rules.flow import as_number
from kuulo.instruments.rules.questionnaire import (
    OTHER,
    All,
    AnyOf,
    Condition,
    Kind,
    Not,
    Operator,
    Question,
    Questionnaire,
    Subject,
    Test,
    scale_of,
)
from kuulo.instruments.rules.satisfying import World, as_day, can_hold, world_of

PRESENCE: Final = frozenset({Operator.ANSWERED, Operator.UNANSWERED})
EQUALITY: Final = frozenset({Operator.IS, Operator.IS_NOT})
ORDER: Final = frozenset({Operator.AT_MOST, Operator.AT_LEAST})
LISTS: Final = frozenset({Operator.INCLUDES, Operator.EXCLUDES})
SUITS: Final = {
    Kind.SINGLE: EQUALITY,
    Kind.MULTIPLE: LISTS,
    Kind.RANKING: frozenset[Operator](),
    Kind.MATRIX: EQUALITY,
    Kind.TEXT: EQUALITY,
}
OF_SKIPS: Final = (
    _("The skip to “{page}” can never be taken: its condition contradicts itself or what it looks at."),
    _("The skip to “{page}” is always taken: its condition always holds."),
)
OF_CLOSINGS: Final = (
    _("A closing can never be shown: its condition contradicts itself or what it looks at."),
    _("A closing is always shown: its condition always holds, so later ones never are."),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition stands, and what is known there.

    Attributes:
        key: Of the page or question.
        before: How many questions are asked before the condition is looked at.
        never: Said when the condition can never hold.
        always: Said when it always does.
        to: Where the skip leads whose condition it is.
    """

    key: str
    before: int
    never: str = _("Its condition can never hold: it contradicts itself or what it looks at.")
    always: str = _("Its condition always holds, so it does nothing.")
    to: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The questionnaire as conditions look at it.

    Attributes:
        questionnaire: It.
        world: What answers there can be.
        order: Question → its number from 0.
    """

    questionnaire: Questionnaire
    world: World
    order: dict[str, int]


def surroundings_of(questionnaire: Questionnaire) -> Surroundings:
    """Return the questionnaire as conditions look at it; of questions with one key the first counts."""
    order: dict[str, int] = {}
    for question in questionnaire.questions():
        order.setdefault(question.key, len(order))
    return Surroundings(questionnaire, world_of(questionnaire), order)


def condition_findings(around: Surroundings) -> Iterator[Finding]:
    """Return what is wrong with what conditions look at, in the order of pages."""
    asked = 0
    for page in around.questionnaire.pages:
        yield from _condition(page.show_if, Place(page.key, asked), around)
        for number, question in enumerate(page.questions, start=asked):
            yield from _condition(question.show_if, Place(question.key, number), around)
        asked += len(page.questions)
        for skip in page.skips:
            yield from _condition(skip.when, Place(page.key, asked, *OF_SKIPS, to=skip.to), around)
    for closing in around.questionnaire.closings:
        yield from _condition(closing.show_if, Place("", asked, *OF_CLOSINGS), around)


def _condition(condition: Condition | None, place: Place, around: Surroundings) -> Iterator[Finding]:
    if condition is None:
        return
    found = [*_empty(condition, place), *(each for test in tests_in(condition) for each in _test(test, place, around))]
    yield from found
    if any(each.severity == "error" for each in found):
        return
    if not can_hold(around.world, condition):
        yield error(place.key, place.never, page=place.to)
    elif not can_hold(around.world, Not(condition)):
        yield warning(place.key, place.always, page=place.to)


def tests_in(condition: Condition) -> Iterator[Test]:
    """Return every test of the condition."""
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, Not):
        yield from tests_in(condition.part)
    else:
        for part in condition.parts:
            yield from tests_in(part)


def _empty(condition: Condition, place: Place) -> Iterator[Finding]:
    if isinstance(condition, Not):
        yield from _empty(condition.part, place)
    elif isinstance(condition, All | AnyOf):
        if not condition.parts:
            yield error(place.key, _("A part of its condition is empty: choose what it looks at."))
        for part in condition.parts:
            yield from _empty(part, place)


def _test(test: Test, place: Place, around: Surroundings) -> Iterator[Finding]:
    if not test.name:
        yield error(place.key, _("A part of its condition is empty: choose what it looks at."))
    elif test.subject is Subject.HIDDEN and test.name not in around.questionnaire.hidden:
        yield error(
            place.key, _("Its condition looks at the address field “{name}”, which is not in the list."), name=test.name
        )
    elif test.subject is Subject.QUESTION:
        yield from _question_test(test, place, around)
    elif _lacks_value(test):
        yield error(place.key, _("Its condition compares “{name}” with nothing: give a value."), name=test.name)


def _lacks_value(test: Test) -> bool:
    return test.operator not in PRESENCE and (test.value is None or not str(test.value).strip())


def _question_test(test: Test, place: Place, around: Surroundings) -> Iterator[Finding]:
    question = around.world.questions.get(test.name)
    if question is None:
        yield error(place.key, _("Its condition looks at “{name}”, which is no question here."), name=test.name)
    elif around.order[test.name] >= place.before:
        yield error(
            place.key, _("Its condition looks at “{name}”, which is asked only later: move it."), name=test.name
        )
    elif question.kind is Kind.STATEMENT:
        yield error(place.key, _("Its condition looks at “{name}”, which nobody answers."), name=test.name)
    else:
        yield from _suiting(test, question, place)


def _suiting(test: Test, question: Question, place: Place) -> Iterator[Finding]:
    """Return whether row, comparison and value suit the question."""
    rows = question.rows if question.kind is Kind.MATRIX else question.choices
    may_have_row = question.kind in {Kind.MATRIX, Kind.RANKING}
    if test.row and (not may_have_row or test.row not in {row.key for row in rows}):
        yield error(place.key, _("“{name}” has no row “{row}”."), name=test.name, row=test.row)
    elif test.operator in PRESENCE:
        return
    elif may_have_row and not test.row:
        yield error(place.key, _("Its condition does not say which row of “{name}” it looks at."), name=test.name)
    elif test.operator not in suits(question):
        yield error(
            place.key, _("Its condition compares “{name}” in a way that its answers do not allow."), name=test.name
        )
    elif _lacks_value(test):
        yield error(place.key, _("Its condition compares “{name}” with nothing: give a value."), name=test.name)
    elif not can_be(question, test):
        yield error(
            place.key,
            _("Its condition compares “{name}” with “{value}”, which is none of its answers."),
            name=test.name,
            value=str(test.value) if not isinstance(test.value, float) else f"{test.value:g}",
        )


def suits(question: Question) -> frozenset[Operator]:
    """Return the comparisons that answers of the question allow, besides ``answered`` and ``unanswered``."""
    if question.kind is Kind.RANKING or (question.kind is Kind.MATRIX and scale_of(question) is not None):
        return EQUALITY | ORDER
    return SUITS.get(question.kind, EQUALITY | ORDER)


def can_be(question: Question, test: Test) -> bool:
    """Return whether the test's value is one the question's answer could have."""
    scale, number = scale_of(question), as_number(test.value)
    if question.kind is Kind.RANKING:
        return number is not None and number.is_integer() and 1 <= number <= len(question.choices)
    if scale is not None:
        return number is not None and number.is_integer() and scale.minimum <= number <= scale.maximum
    if question.kind is Kind.NUMBER:
        return number is not None and not (
            (question.least is not None and number < question.least)
            or (question.most is not None and number > question.most)
        )
    if question.kind is Kind.DATE:
        return as_day(test.value) is not None
    if question.kind is Kind.TEXT:
        return isinstance(test.value, str)
    return test.value in {choice.key for choice in question.choices} or (question.other and test.value == OTHER)

"""Whether a condition can hold at all: a search for answers that meet it; pure.

The search takes a condition apart branch by branch. In each branch it gathers the tests of one subject and looks for a
value that meets all of them, among the few that can differ: every point of a scale, every choice, and the numbers and
dates around those the tests name. A test that only an answered question meets brings along the question's conditions.
Searches that grow too large, or too many, are given up in favour of the questionnaire: none is called contradictory
wrongly, and the check of the worst one ends within a second or two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from kuulo.instruments.rules.flow import Answer, as_number, meets
from kuulo.instruments.rules.questionnaire import (
    OTHER,
    All,
    Condition,
    Kind,
    Not,
    Question,
    Questionnaire,
    Scale,
    Subject,
    Test,
    scale_of,
)

MOST_BRANCHES: Final = 1_000
MOST_EFFORT: Final = 20_000
MOST_POINTS: Final = 201
Variable = tuple[Subject, str, str]
Literal = tuple[Test, bool]
Value = Answer | None
Todo = tuple[tuple[Condition, bool], ...]


@dataclass(slots=True)
class Effort:
    """How many branches all searches in one world may still open."""

    left: int = MOST_EFFORT


@dataclass(frozen=True, slots=True)
class World:
    """What answers there can be.

    Attributes:
        questions: Key → question.
        conditions: Key → what holds whenever the question is asked: its own condition and its page's.
        effort: Shared by its searches.
    """

    questions: Mapping[str, Question]
    conditions: Mapping[str, tuple[Condition, ...]]
    effort: Effort = field(default_factory=Effort)


@dataclass(frozen=True, slots=True)
class Certain:
    """What is certain where the conditions are looked at.

    Attributes:
        required: Questions that have an answer if they were asked.
        unasked: Questions that were not asked.
    """

    required: frozenset[str] = frozenset()
    unasked: frozenset[str] = frozenset()


NOTHING_CERTAIN: Final = Certain()


@dataclass(frozen=True, slots=True)
class Branch:
    """What is settled on the way into one branch of the search: tests by what they look at, questions asked and not."""

    literals: Mapping[Variable, tuple[Literal, ...]] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()


def world_of(questionnaire: Questionnaire) -> World:
    """Return what answers the questionnaire can get."""
    conditions = {
        question.key: tuple(each for each in (page.show_if, question.show_if) if each is not None)
        for page in questionnaire.pages
        for question in page.questions
    }
    return World({question.key: question for question in questionnaire.questions()}, conditions)


def can_hold(world: World, *conditions: Condition | None, certain: Certain = NOTHING_CERTAIN) -> bool:
    """Return whether some answers, attributes and address fields meet all conditions together; None holds always."""
    todo = tuple((condition, True) for condition in conditions if condition is not None)
    return Search(world, certain).finds(todo)


@dataclass(frozen=True, slots=True)
class Search:
    """One search in a world. In ``todo``, each condition stands with whether it is to hold."""

    world: World
    certain: Certain

    def finds(self, todo: Todo) -> bool:
        """Return whether everything to do can be met."""
        open_branches = [(todo, Branch())]
        for _opened in range(min(MOST_BRANCHES, self.world.effort.left)):
            if not open_branches:
                return False
            self.world.effort.left -= 1
            left, branch = open_branches.pop()
            if not left:
                return True
            open_branches += self._next(left, branch)
        return True

    def _next(self, todo: Todo, branch: Branch) -> Iterator[tuple[Todo, Branch]]:
        """Return the branches that the first thing to do leads to, the one to look at first last."""
        (condition, wanted), rest = todo[0], todo[1:]
        if isinstance(condition, Test):
            yield from self._after((condition, wanted), rest, branch)
        elif isinstance(condition, Not):
            yield ((condition.part, not wanted), *rest), branch
        elif isinstance(condition, All) is wanted:
            yield (*((part, wanted) for part in condition.parts), *rest), branch
        else:
            for part in reversed(condition.parts):
                yield ((part, wanted), *rest), branch

    def _after(self, literal: Literal, rest: Todo, branch: Branch) -> Iterator[tuple[Todo, Branch]]:
        """Return the branch in which the test is as it is to be; none where no value meets all tests of its subject."""
        test = literal[0]
        variable = (test.subject, test.name, test.row)
        literals = (*branch.literals.get(variable, ()), literal)
        question = self.world.questions.get(test.name) if test.subject is Subject.QUESTION else None
        values = (None,) if question and test.name in self.certain.unasked else candidates(test, literals, question)
        met = [value for value in values if all(meets(each, value) is wanted for each, wanted in literals)]
        if not met:
            return
        grown = replace(branch, literals={**branch.literals, variable: literals})
        if question is None or test.name in branch.settled or (None in met and len(met) > 1):
            yield rest, grown
        else:
            brought = self._asked_or_not(test, None not in met)
            yield (*rest, *brought), replace(grown, settled=branch.settled | {test.name})

    def _asked_or_not(self, test: Test, asked: bool) -> Todo:  # noqa: FBT001 -- what the search found, not a mode
        """Return what follows once the question is answered for sure, or for sure not."""
        conditions = self.world.conditions[test.name]
        if asked:
            return tuple((condition, True) for condition in conditions)
        unanswered_means_unasked = test.name in self.certain.required and not test.row
        if unanswered_means_unasked and test.name not in self.certain.unasked:
            return ((All(conditions), False),)
        return ()


def candidates(test: Test, literals: Sequence[Literal], question: Question | None) -> Iterator[Value]:
    """Return values among which one meets the tests if any does; None, no answer, is always one."""
    yield None
    named = [each.value for each, _wanted in literals if each.value is not None]
    if question is None:
        yield from _texts(named)
    elif question.kind is Kind.RANKING and test.row:
        yield from range(1, len(question.choices) + 1)
    elif question.kind in {Kind.MULTIPLE, Kind.RANKING}:
        yield from _lists(question, [str(value) for value in named])
    elif question.kind is Kind.DATE:
        yield from _dates(question, named)
    elif question.kind is Kind.TEXT:
        yield from _texts(named)
    else:
        yield from _single_values(question, named)


def _single_values(question: Question, named: Sequence[str | float]) -> Iterator[Value]:
    """Return values of a question that is answered with one choice or one number."""
    scale = scale_of(question)
    if scale is not None:
        yield from _points(scale, named)
    elif question.kind is Kind.NUMBER:
        yield from _numbers(named, question.least, question.most)
    else:
        yield from (choice.key for choice in question.choices)
        if question.other:
            yield OTHER


def _points(scale: Scale, named: Sequence[str | float]) -> Iterator[Value]:
    if scale.maximum - scale.minimum < MOST_POINTS:
        yield from range(scale.minimum, scale.maximum + 1)
        return
    whole = (value for value in _numbers(named, scale.minimum, scale.maximum) if float(value).is_integer())
    yield from whole


def _numbers(named: Sequence[str | float], least: float | None, most: float | None) -> Iterator[float]:
    """Return the numbers named, those beside and between them, and the bounds, within the bounds."""
    known = sorted({number for number in map(as_number, named) if number is not None})
    bounds = [bound for bound in (least, most) if bound is not None]
    between = [(lower + upper) / 2 for lower, upper in pairwise(known)]
    around = [number + step for number in known for step in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    for number in (*bounds, *around, *between, 0.0):
        if (least is None or number >= least) and (most is None or number <= most):
            yield number


def _texts(named: Sequence[str | float]) -> Iterator[Value]:
    """Return the texts named, one that nobody names, and the numbers and dates beside those named, as texts."""
    yield from (f"{value:g}" if isinstance(value, float) else str(value) for value in named)
    yield "\N{WHITE SQUARE}" + "".join(str(value) for value in named)
    yield from (f"{number:g}" for number in _numbers(named, None, None))
    yield from _days(named)


def _dates(question: Question, named: Sequence[str | float]) -> Iterator[Value]:
    for day in (*_days(named), *_days([question.earliest, question.latest]), "2000-01-01"):
        if (not question.earliest or day >= question.earliest) and (not question.latest or day <= question.latest):
            yield day


def _days(named: Sequence[str | float]) -> Iterator[str]:
    """Return the dates named and those beside them."""
    for value in named:
        day = as_day(value)
        if day is not None and date.min < day < date.max:
            yield from ((day + timedelta(days=step)).isoformat() for step in (-1, 0, 1))


def as_day(value: object) -> date | None:
    """Return the day an ISO date names, or None where the value is no such date."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _lists(question: Question, named: Sequence[str]) -> Iterator[Value]:
    """Return lists of choices: of those named every part, with and without one more; those that go alone."""
    keys = [choice.key for choice in question.choices] + [OTHER] * question.other
    if question.kind is Kind.RANKING:
        yield tuple(keys)
        return
    alone = {choice.key for choice in question.choices if choice.exclusive}
    yield from ((key,) for key in keys)
    together = [key for key in keys if key not in alone]
    wanted = [key for key in together if key in named][:8]
    others = [key for key in together if key not in wanted]
    least = int(question.least or 1)
    most = int(question.most) if question.most is not None else len(keys)
    for mask in range(2 ** len(wanted)):
        chosen = [key for place, key in enumerate(wanted) if mask >> place & 1]
        filled = chosen + others[: max(least - len(chosen), 0)]
        for picked in (filled, chosen + others):
            if picked and least <= len(picked) <= most:
                yield tuple(picked)

"""The way through a questionnaire: which conditions hold, which page comes next, in which order; pure.

Answers are canonical JSON: a number for scores, ratings and numbers; a choice's key, or ``other``; a list of keys for
multiple choice and, best first, for rankings; ``{row: key or number}`` for a matrix; text; an ISO date. Own words for
``other`` stand beside under ``<question>__other``. What is not answered is absent.

Whatever the conditions and answers, a questionnaire ends: nothing leads backwards.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.instruments.rules.questionnaire import (
    END,
    All,
    AnyOf,
    Condition,
    Not,
    Operator,
    Page,
    Question,
    Questionnaire,
    Subject,
    Test,
    Words,
)

Answer = float | int | str | Sequence[str] | Mapping[str, str | float | int]
Item = TypeVar("Item")
OTHER_WORDS: Final = "__other"
"""Ending of the key under which a person's own words for the choice ``other`` stand."""


@dataclass(frozen=True, slots=True)
class Known:
    """What conditions and piping look at: answers so far, attributes of the customer, fields of the address."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)


NOTHING_KNOWN: Final = Known()
NUMBER: Final = re.compile(r"\s*[+-]?[0-9]+(?:\.[0-9]+)?\s*")


def holds(condition: Condition | None, known: Known) -> bool:
    """Return whether the condition holds; none always does.

    A test of something unanswered or unknown holds only for ``unanswered``, ``is_not`` and ``excludes``.
    """
    if condition is None:
        return True
    if isinstance(condition, All):
        return all(holds(part, known) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, known) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, known)
    return meets(condition, value_of(condition, known))


def value_of(test: Test, known: Known) -> Answer | None:
    """Return what the test looks at: of a matrix its row, of a ranking the place of the choice that ``row`` names."""
    if test.subject is Subject.ATTRIBUTE:
        return known.attributes.get(test.name)
    if test.subject is Subject.HIDDEN:
        return known.hidden.get(test.name)
    answer = known.answers.get(test.name)
    if not test.row:
        return answer
    if isinstance(answer, Mapping):
        return answer.get(test.row)
    if isinstance(answer, Sequence) and not isinstance(answer, str) and test.row in answer:
        return list(answer).index(test.row) + 1
    return None


def meets(test: Test, value: Answer | None) -> bool:
    """Return whether a value meets the test."""
    if test.operator is Operator.ANSWERED:
        return is_answered(value)
    if test.operator is Operator.UNANSWERED:
        return not is_answered(value)
    compare, wanted_outcome = COMPARISONS[test.operator]
    known = value is not None and test.value is not None and is_answered(value)
    return (known and compare(value, test.value)) is wanted_outcome


def is_answered(value: Answer | None) -> bool:
    """Return whether there is an answer: empty texts, lists and matrices are none."""
    return value is not None and value not in ("", [], (), {})


def _is(value: Answer | None, wanted: str | float | None) -> bool:
    if isinstance(value, Mapping):
        return False
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value) == [wanted]
    mine, theirs = as_number(value), as_number(wanted)
    return mine == theirs if mine is not None and theirs is not None else str(value) == str(wanted)


def _includes(value: Answer | None, wanted: str | float | None) -> bool:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return wanted in value
    return _is(value, wanted)


def _at_most(value: Answer | None, wanted: str | float | None) -> bool:
    mine, theirs = as_number(value), as_number(wanted)
    if mine is not None and theirs is not None:
        return mine <= theirs
    # ISO dates come in the order of their letters.
    return isinstance(value, str) and isinstance(wanted, str) and mine is theirs and value <= wanted


def _at_least(value: Answer | None, wanted: str | float | None) -> bool:
    mine, theirs = as_number(value), as_number(wanted)
    if mine is not None and theirs is not None:
        return mine >= theirs
    return isinstance(value, str) and isinstance(wanted, str) and mine is theirs and value >= wanted


COMPARISONS: Final[Mapping[Operator, tuple[Callable[[Answer | None, str | float | None], bool], bool]]] = {
    Operator.IS: (_is, True),
    Operator.IS_NOT: (_is, False),
    Operator.AT_MOST: (_at_most, True),
    Operator.AT_LEAST: (_at_least, True),
    Operator.INCLUDES: (_includes, True),
    Operator.EXCLUDES: (_includes, False),
}


def as_number(value: object) -> float | None:
    """Return the value as a number where it is one or is written as one; attributes and address fields are texts."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        return None
    return float(value)


def page_after(questionnaire: Questionnaire, current: str | None, known: Known) -> Page | None:
    """Return the page that follows ``current`` with these answers, or None at the end; the first for current None.

    The first skip of the current page that holds decides; pages with nothing to show are passed by, their skips too.

    Raises:
        NotFoundError: The questionnaire has no page ``current``.
    """
    place = 0 if current is None else place_after(questionnaire, place_of(questionnaire, current), known)
    for page in questionnaire.pages[place:]:
        if is_shown(page, known):
            return page
    return None


def place_of(questionnaire: Questionnaire, key: str) -> int:
    """Return the place of the page in the questionnaire, from 0.

    Raises:
        NotFoundError: There is no such page.
    """
    for place, page in enumerate(questionnaire.pages):
        if page.key == key:
            return place
    raise NotFoundError(_("The questionnaire has no page “{page}”."), _("Begin from its first page."), page=key)


def place_after(questionnaire: Questionnaire, place: int, known: Known) -> int:
    """Return the place the page at ``place`` leads to; the number of pages is the end."""
    pages = questionnaire.pages
    for skip in pages[place].skips:
        if not holds(skip.when, known):
            continue
        if skip.to == END:
            return len(pages)
        later = [at for at in range(place + 1, len(pages)) if pages[at].key == skip.to]
        # The check refuses skips that lead backwards or nowhere; one that is met all the same leads to the next page.
        return later[0] if later else place + 1
    return place + 1


def page_before(questionnaire: Questionnaire, current: str, known: Known) -> Page | None:
    """Return the page that was visited before ``current``, or None when it is the first.

    Raises:
        NotFoundError: The questionnaire has no page ``current``.
    """
    place = place_of(questionnaire, current)
    earlier = [page for page in path(questionnaire, known) if place_of(questionnaire, page.key) < place]
    return earlier[-1] if earlier else None


def path(questionnaire: Questionnaire, known: Known) -> tuple[Page, ...]:
    """Return the pages that are visited with these answers, in order."""
    visited: list[Page] = []
    page = page_after(questionnaire, None, known)
    while page is not None:
        visited.append(page)
        page = page_after(questionnaire, page.key, known)
    return tuple(visited)


def is_shown(page: Page, known: Known) -> bool:
    """Return whether the page has anything to show."""
    return holds(page.show_if, known) and bool(questions_on(page, known))


def questions_on(page: Page, known: Known) -> tuple[Question, ...]:
    """Return the page's questions whose condition holds, in the order they are written."""
    return tuple(question for question in page.questions if holds(question.show_if, known))


def asked(questionnaire: Questionnaire, known: Known) -> tuple[Question, ...]:
    """Return the questions that are shown on the way through with these answers."""
    return tuple(question for page in path(questionnaire, known) for question in questions_on(page, known))


def without_stray(questionnaire: Questionnaire, known: Known) -> Known:
    """Return what is known without answers to questions that these very answers leave out.

    Somebody who goes back and answers otherwise may leave answers on pages no longer on the way. Such an answer
    neither counts nor decides what is shown.
    """
    kept: dict[str, Answer] = {}
    so_far = replace(known, answers=kept)
    page = page_after(questionnaire, None, so_far)
    while page is not None:
        for question in page.questions:
            if holds(question.show_if, so_far):
                for key in (question.key, question.key + OTHER_WORDS):
                    kept |= {key: known.answers[key]} if key in known.answers else {}
        page = page_after(questionnaire, page.key, so_far)
    return so_far


def shuffled(items: Sequence[Item], seed: str) -> tuple[Item, ...]:
    """Return the items in an order of chance that is the same for the same seed, on every machine and in every year."""

    def draw(place: int) -> bytes:
        return hashlib.blake2b(f"{place}:{seed}".encode(), digest_size=16).digest()

    return tuple(items[place] for place in sorted(range(len(items)), key=draw))


def closing_of(questionnaire: Questionnaire, known: Known) -> Words:
    """Return what is said at the end: the first closing whose condition holds; nothing where there is none."""
    return next((closing.text for closing in questionnaire.closings if holds(closing.show_if, known)), {})

"""The columns that answers to a questionnaire fill, one response a row; pure.

Exports of answers and descriptions of data for archives both follow this list, so that they speak of the same names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kuulo.instruments.rules.questionnaire import OTHER, Choice, Kind, Question, Questionnaire, Scale, Words, scale_of

OTHER_WORDS: Final[Words] = {"fi": "Muu, omin sanoin", "sv": "Annat, med egna ord", "en": "Other, in own words"}
OTHER_CHOICE: Final[Words] = {"fi": "Muu", "sv": "Annat", "en": "Other"}
CHOSEN: Final[tuple[tuple[int, Words], ...]] = (
    (0, {"fi": "ei valittu", "sv": "inte vald", "en": "not chosen"}),
    (1, {"fi": "valittu", "sv": "vald", "en": "chosen"}),
)


class Shape(StrEnum):
    """What stands in a column."""

    SCORE = "score"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    RANK = "rank"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One column.

    Attributes:
        name: Name of the column: the question's key, with a row's or choice's key after two underscores.
        question: The question that fills it.
        shape: What stands in it: a whole number of a scale, a number, a choice's key, 1 or 0 for chosen or not, a place
            in an order (1 is the first), a text, an ISO date.
        label: What it is about, in every language.
        part: Key of the row (matrix) or choice (multiple, ranking); ``other`` for own words.
        choices: What may stand in a column of choices.
        scale: Of a score.
    """

    name: str
    question: Question
    shape: Shape
    label: Words
    part: str = ""
    choices: tuple[Choice, ...] = ()
    scale: Scale | None = None


SIMPLE: Final = {Kind.NUMBER: Shape.NUMBER, Kind.TEXT: Shape.TEXT, Kind.DATE: Shape.DATE}


def variables_of(questionnaire: Questionnaire) -> tuple[Variable, ...]:
    """Return the columns of all questions in the order they are asked; statements have none."""
    return tuple(variable for question in questionnaire.questions() for variable in variables_of_question(question))


def variables_of_question(question: Question) -> Iterator[Variable]:
    """Yield the columns of one question."""
    if question.kind is Kind.STATEMENT:
        return
    if question.kind is Kind.MATRIX:
        yield from _of_matrix(question)
    elif question.kind is Kind.MULTIPLE:
        yield from _of_choices(question, Shape.FLAG)
    elif question.kind is Kind.RANKING:
        yield from _of_choices(question, Shape.RANK)
    elif question.kind is Kind.SINGLE:
        choices = (*question.choices, Choice(key=OTHER, text=OTHER_CHOICE)) if question.other else question.choices
        yield Variable(name=question.key, question=question, shape=Shape.CHOICE, label=question.text, choices=choices)
    else:
        shape = SIMPLE.get(question.kind, Shape.SCORE)
        scale = scale_of(question) if shape is Shape.SCORE else None
        yield Variable(name=question.key, question=question, shape=shape, label=question.text, scale=scale)
    if question.other:
        yield _own_words(question)


def _of_matrix(question: Question) -> Iterator[Variable]:
    for row in question.rows:
        yield Variable(
            name=f"{question.key}__{row.key}",
            question=question,
            shape=Shape.SCORE if question.scale else Shape.CHOICE,
            label=joined(question.text, row.text),
            part=row.key,
            choices=question.choices,
            scale=question.scale,
        )


def _of_choices(question: Question, shape: Shape) -> Iterator[Variable]:
    other = (Choice(key=OTHER, text=OTHER_CHOICE),) if question.other else ()
    for choice in (*question.choices, *other):
        yield Variable(
            name=f"{question.key}__{choice.key}",
            question=question,
            shape=shape,
            label=joined(question.text, choice.text),
            part=choice.key,
        )


def _own_words(question: Question) -> Variable:
    return Variable(
        name=f"{question.key}__other_words",
        question=question,
        shape=Shape.TEXT,
        label=joined(question.text, OTHER_WORDS),
        part=OTHER,
    )


def joined(first: Words, second: Words) -> Words:
    """Return both texts with a dash between them, in the languages of the first."""
    return {
        language: f"{text} – {second[language]}" if second.get(language) else text for language, text in first.items()
    }

"""Filling a form in before it is shown, from what is stored or from the address; and how long it takes; pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from kuulo.instruments.rules.flow import Answer
from kuulo.instruments.rules.questionnaire import OTHER, Kind, Question, Questionnaire
from kuulo.responses.rules.forms import QUESTION_PREFIX
from kuulo.responses.rules.moments import JOINT, Fields

LONGEST_LIST: Final = 100
HALF_A_MINUTE: Final = 30
# Seconds a person needs, read and answered; from how long our own pages took people on a phone.
SECONDS: Final = {Kind.TEXT: 30, Kind.RANKING: 30, Kind.STATEMENT: 6, Kind.NUMBER: 12, Kind.DATE: 12}
SECONDS_USUAL: Final = 9
SECONDS_ROW: Final = 6


def fields_of(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, tuple[str, ...]]:
    """Return stored answers as the fields of forms, so that a page shows what was answered before."""
    fields: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.questions():
        name = QUESTION_PREFIX + question.key
        answer = answers.get(question.key)
        own = answers.get(f"{question.key}{JOINT}{OTHER}")
        if own is not None:
            fields[f"{name}{JOINT}{OTHER}"] = (str(own),)
        if isinstance(answer, Mapping):
            fields |= {f"{name}{JOINT}{row}": (_plain(value),) for row, value in answer.items()}
        elif isinstance(answer, list | tuple):
            fields |= _listed(question, name, [str(one) for one in answer])
        elif answer is not None:
            fields[name] = (_plain(answer),)
    return fields


def _listed(question: Question, name: str, answer: list[str]) -> dict[str, tuple[str, ...]]:
    if question.kind is Kind.RANKING:
        return {f"{name}{JOINT}{choice}": (str(place),) for place, choice in enumerate(answer, start=1)}
    return {name: tuple(answer)}


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def prefilled(questionnaire: Questionnaire, query: Fields) -> dict[str, tuple[str, ...]]:
    """Return fields that an address fills in before: ``?nps=9``, or ``?delivery__speed=4`` for a matrix's row.

    Names that are no questions are left out; values are checked only when the form is sent.
    """
    keys = {question.key for question in questionnaire.questions()}
    return {
        QUESTION_PREFIX + name: tuple(values[:LONGEST_LIST])
        for name, values in query.items()
        if name.partition(JOINT)[0] in keys
    }


def minutes_of(questionnaire: Questionnaire) -> int:
    """Return how many minutes it takes a person, rounded up; 0 stands for less than half a minute."""
    seconds = sum(_seconds(question) for question in questionnaire.questions())
    return 0 if seconds <= 30 else math.ceil(seconds / 60)


def _seconds(question: Question) -> float:
    if question.kind is Kind.MATRIX:
        return SECONDS_ROW * len(question.rows)
    # What only some are asked takes the others no time.
    share = 1.0 if question.show_if is None else 0.5
    return share * SECONDS.get(question.kind, SECONDS_USUAL)

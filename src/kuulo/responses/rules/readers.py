"""Which reader reads which kind of question; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kuulo.instruments.rules.questionnaire import OTHER, Kind, Question, scale_of
from kuulo.responses.rules.forms import QUESTION_PREFIX
from kuulo.responses.rules.reading import (
    DayReader,
    NumberReader,
    Reader,
    ScoreReader,
    SingleReader,
    TextReader,
)
from kuulo.responses.rules.reading_many import MatrixReader, MultipleReader, RankingReader


def reader_of(question: Question) -> Reader | None:
    """Return the reader of the question; None for a statement, which takes no answer."""
    make = MAKERS.get(question.kind, _score)
    return make(question, QUESTION_PREFIX + question.key) if question.kind is not Kind.STATEMENT else None


def _score(question: Question, field: str) -> Reader:
    return ScoreReader(question.key, field, _points(question))


def _points(question: Question) -> dict[str, int]:
    scale = scale_of(question)
    return {str(point): point for point in range(scale.minimum, scale.maximum + 1)} if scale else {}


def _single(question: Question, field: str) -> Reader:
    return SingleReader(question.key, field, frozenset(_offered(question)), question.other)


def _multiple(question: Question, field: str) -> Reader:
    exclusive = frozenset(choice.key for choice in question.choices if choice.exclusive)
    return MultipleReader(question, field, _offered(question), exclusive)


def _offered(question: Question) -> tuple[str, ...]:
    return (*(choice.key for choice in question.choices), *((OTHER,) if question.other else ()))


def _matrix(question: Question, field: str) -> Reader:
    columns: Mapping[str, str | int] = {choice.key: choice.key for choice in question.choices} or _points(question)
    return MatrixReader(question, {row.key: f"{field}__{row.key}" for row in question.rows}, columns)


def _ranking(question: Question, field: str) -> Reader:
    return RankingReader(question, {choice.key: f"{field}__{choice.key}" for choice in question.choices})


def _text(question: Question, field: str) -> Reader:
    return TextReader(question.key, field, question.longest)


MAKERS: Final[Mapping[Kind, Callable[[Question, str], Reader]]] = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.MATRIX: _matrix,
    Kind.RANKING: _ranking,
    Kind.TEXT: _text,
    Kind.NUMBER: NumberReader,
    Kind.DATE: DayReader,
}

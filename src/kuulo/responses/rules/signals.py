"""What an answer tells the lake: one signal for each question, or for each part of one that has parts; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kuulo.instruments.rules.flow import OTHER_WORDS, Answer
from kuulo.instruments.rules.questionnaire import (
    OTHER,
    SCORES,
    Kind,
    Question,
    Scale,
    definition_of,
    in_language,
    scale_of,
)
from kuulo.lake.rules import Said

ANSWER: Final = "answer"
COMMENT: Final = "comment"
ANSWERED: Final = "answered"
SKIPPED: Final = "skipped"
NOT_SHOWN: Final = "not_shown"
DISMISSED: Final = "dismissed"
SHOWN: Final = "shown"
YES_NO: Final = Scale(minimum=0, maximum=1)


@dataclass(frozen=True, slots=True)
class Part:
    """One signal a question gives: its name, its scale, and the words of its choices.

    Attributes:
        row: Row, choice or nothing; the signal's question is ``question:row``.
        labels: Choice → its words in the language the questionnaire was written in.
    """

    name: str
    row: str
    kind: str
    wording: str
    definition: str | None
    scale: Scale | None
    labels: Mapping[str, str]

    def said(self, value: float | None, text: str | None, state: str) -> Said:
        """Return the signal."""
        scale = self.scale
        return Said(
            kind=self.kind,
            question=self.name,
            state=state,
            wording=self.wording,
            definition=self.definition,
            value=value,
            text=text,
            scale_min=scale.minimum if scale else None,
            scale_max=scale.maximum if scale else None,
            direction=scale.direction if scale else None,
        )


Read = Callable[[Part, Answer], tuple[float | None, str | None]]


@dataclass(frozen=True, slots=True)
class QuestionSignals:
    """All signals a question can give.

    Attributes:
        parts: One for each, in order.
        read: How a part's value and words follow from the answer.
        words: The signal of own words beside the choice ``other``, or None.
        silent: An answer nobody gave is no signal.
        ready: Answer → signals, for questions with few possible answers.
    """

    key: str
    parts: tuple[Part, ...]
    read: Read
    words: Part | None
    silent: bool
    ready: Mapping[object, tuple[Said, ...]]

    def answered(self, answer: Answer, own_words: object) -> Iterator[Said]:
        """Yield the signals of an answer."""
        for part in self.parts:
            value, text = self.read(part, answer)
            yield part.said(value, text, ANSWERED if value is not None or text is not None else SKIPPED)
        if self.words is not None and isinstance(own_words, str):
            yield self.words.said(None, own_words, ANSWERED)

    def unanswered(self, state: str) -> Iterator[Said]:
        """Yield the signals of a question that has no answer; a comment nobody made is none."""
        if not self.silent:
            for part in self.parts:
                yield part.said(None, None, state)


def signals_of(
    questions: Sequence[QuestionSignals], answers: Mapping[str, Answer], states: Mapping[str, str]
) -> tuple[Said, ...]:
    """Return the signals of a response; ``states`` tells of unanswered questions, those it leaves out give none."""
    said: list[Said] = []
    for question in questions:
        answer = answers.get(question.key)
        if question.ready and answer in question.ready:
            said.extend(question.ready[answer])
        elif answer is not None:
            said.extend(question.answered(answer, answers.get(question.key + OTHER_WORDS)))
        elif question.key in states:
            said.extend(question.unanswered(states[question.key]))
    return tuple(said)


def question_signals(question: Question, languages: tuple[str, ...], wording: str) -> QuestionSignals:
    """Return what the question tells the lake."""
    labels = {choice.key: in_language(choice.text, "", languages) for choice in question.choices}
    read, rows, scale = SHAPES.get(question.kind, _score_shape)(question)
    kind = COMMENT if question.kind is Kind.TEXT else ANSWER
    parts = tuple(
        Part(
            name=f"{question.key}:{row}" if row else question.key,
            row=row,
            kind=kind,
            wording=wording,
            definition=definition_of(question),
            scale=scale,
            labels=labels,
        )
        for row in rows
    )
    words = Part(f"{question.key}:{OTHER}", OTHER, COMMENT, wording, None, None, {}) if question.other else None
    signals = QuestionSignals(question.key, parts, read, words, kind == COMMENT, {})
    return replace(signals, ready={answer: tuple(signals.answered(answer, None)) for answer in _few(question, scale)})


def _few(question: Question, scale: Scale | None) -> Sequence[int | str]:
    """Return all answers a question can have, where they are few and need no own words."""
    if question.kind in SCORES and scale is not None:
        return range(scale.minimum, scale.maximum + 1)
    return [choice.key for choice in question.choices] if question.kind is Kind.SINGLE else ()


Shape = tuple[Read, tuple[str, ...], Scale | None]


def _score_shape(question: Question) -> Shape:
    return _number, ("",), scale_of(question)


def _plain_shape(question: Question) -> Shape:
    return (_number if question.kind is Kind.NUMBER else _label), ("",), None


def _multiple_shape(question: Question) -> Shape:
    choices = tuple(choice.key for choice in question.choices)
    return _chosen, (*choices, OTHER) if question.other else choices, YES_NO


def _matrix_shape(question: Question) -> Shape:
    return _row, tuple(row.key for row in question.rows), None if question.choices else scale_of(question)


def _ranking_shape(question: Question) -> Shape:
    choices = tuple(choice.key for choice in question.choices)
    return _rank, choices, Scale(minimum=1, maximum=max(len(choices), 1), direction=-1)


def _number(part: Part, answer: Answer) -> tuple[float | None, str | None]:
    del part
    return (float(answer), None) if isinstance(answer, int | float) else (None, None)


def _label(part: Part, answer: Answer) -> tuple[float | None, str | None]:
    return None, part.labels.get(str(answer)) or str(answer)


def _chosen(part: Part, answer: Answer) -> tuple[float | None, str | None]:
    return (1.0 if isinstance(answer, Sequence) and part.row in answer else 0.0), None


def _row(part: Part, answer: Answer) -> tuple[float | None, str | None]:
    value = answer.get(part.row) if isinstance(answer, Mapping) else None
    if isinstance(value, str):
        return None, part.labels.get(value) or value
    return (None if value is None else float(value)), None


def _rank(part: Part, answer: Answer) -> tuple[float | None, str | None]:
    ranked = list(answer) if isinstance(answer, Sequence) else []
    return (float(ranked.index(part.row) + 1) if part.row in ranked else None), None


SHAPES: Final[Mapping[Kind, Callable[[Question], Shape]]] = {
    **dict.fromkeys(SCORES, _score_shape),
    Kind.SINGLE: _plain_shape,
    Kind.TEXT: _plain_shape,
    Kind.DATE: _plain_shape,
    Kind.NUMBER: _plain_shape,
    Kind.MULTIPLE: _multiple_shape,
    Kind.MATRIX: _matrix_shape,
    Kind.RANKING: _ranking_shape,
}

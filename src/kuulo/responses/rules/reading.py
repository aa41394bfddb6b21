"""Reading the answer to one question, from a form's fields or from JSON, into its canonical shape; pure.

A reader is made once for each question of a version and reads many answers; what it cannot take it refuses in words
meant for the person who answers.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NoReturn, Protocol, TypeGuard

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.instruments.rules.flow import OTHER_WORDS, Answer
from kuulo.instruments.rules.questionnaire import OTHER, Question

Fields = Mapping[str, Sequence[str]]
Answers = dict[str, Answer]
LONGEST_OTHER: Final = 500
LONGEST_NUMBER: Final = 40
LARGEST: Final = sys.float_info.max

REQUIRED: Final = say(_("This question needs an answer."))
NOT_OFFERED: Final = say(_("Choose one of the answers offered."))
NO_NUMBER: Final = say(_("Write a number, such as 12 or 3.5."))
NO_DATE: Final = say(_("Write a date, such as 2026-05-31."))
NO_TEXT: Final = say(_("Write your answer in words."))


class AnswerError(Exception):
    """An answer that cannot be taken; ``text`` says why to the person who answers."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class Reader(Protocol):
    """Reads the answer to one question into ``into``; leaves it alone where there is no answer."""

    def form(self, fields: Fields, into: Answers) -> None:
        """Read from the fields of a form.

        Raises:
            AnswerError: It cannot be taken.
        """

    def json(self, value: object, into: Answers) -> None:
        """Read from a JSON value of the canonical shape.

        Raises:
            AnswerError: It cannot be taken.
        """


def refuse(text: Text) -> NoReturn:
    """Refuse an answer."""
    raise AnswerError(text)


def first(fields: Fields, name: str) -> str:
    """Return the field's first value without spaces around it, empty where there is none."""
    values = fields.get(name)
    return values[0].strip() if values else ""


def own_words(fields: Fields, field: str) -> str:
    """Return the own words beside the choice ``other``.

    Raises:
        AnswerError: They are too long.
    """
    words = first(fields, field + OTHER_WORDS).replace("\x00", "")
    if len(words) > LONGEST_OTHER:
        refuse(too_long(LONGEST_OTHER, len(words)))
    return words


def too_long(longest: int, length: int) -> Text:
    """Return what to say about an answer that is too long."""
    return say(_("Shorten your answer to {longest} characters; it has {length}."), longest=longest, length=length)


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a JSON value is a number that can be reckoned with; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


def exactly(value: float) -> str:
    """Return the number as a form would send it, a whole one without a point; nothing is rounded to one."""
    return f"{value:.17g}"


@dataclass(frozen=True, slots=True)
class ScoreReader:
    """A whole number on a scale."""

    key: str
    field: str
    offered: Mapping[str, int]

    def form(self, fields: Fields, into: Answers) -> None:
        """Read a form's field."""
        values = fields.get(self.field)
        if not values or not values[0]:
            return
        value = self.offered.get(values[0])
        into[self.key] = value if value is not None else refuse(NOT_OFFERED)

    def json(self, value: object, into: Answers) -> None:
        """Read a number."""
        if not is_number(value):
            refuse(NOT_OFFERED)
        self.form({self.field: (exactly(value),)}, into)


@dataclass(frozen=True, slots=True)
class SingleReader:
    """One of the choices, or own words."""

    key: str
    field: str
    offered: frozenset[str]
    other: bool

    def form(self, fields: Fields, into: Answers) -> None:
        """Read the choice and, where it is ``other``, the words; words alone mean ``other``."""
        words = own_words(fields, self.field) if self.other else ""
        values = fields.get(self.field)
        choice = values[0] if values and values[0] else (OTHER if words else "")
        if not choice:
            return
        if choice not in self.offered:
            refuse(NOT_OFFERED)
        into[self.key] = choice
        if words and choice == OTHER:
            into[self.key + OTHER_WORDS] = words

    def json(self, value: object, into: Answers) -> None:
        """Read a choice's key."""
        if not isinstance(value, str) or value not in self.offered:
            refuse(NOT_OFFERED)
        into[self.key] = value


@dataclass(frozen=True, slots=True)
class TextReader:
    """Own words."""

    key: str
    field: str
    longest: int

    def form(self, fields: Fields, into: Answers) -> None:
        """Read a field; ends of lines become one sign each."""
        values = fields.get(self.field)
        if not values or not values[0]:
            return
        text = values[0].replace("\r\n", "\n").replace("\x00", "").strip()
        if len(text) > self.longest:
            refuse(too_long(self.longest, len(text)))
        if text:
            into[self.key] = text

    def json(self, value: object, into: Answers) -> None:
        """Read a text."""
        if not isinstance(value, str):
            refuse(NO_TEXT)
        self.form({self.field: (value,)}, into)


@dataclass(frozen=True, slots=True)
class NumberReader:
    """A number; a comma may stand for the point, spaces may part thousands."""

    question: Question
    field: str

    def form(self, fields: Fields, into: Answers) -> None:
        """Read a field."""
        text = first(fields, self.field)
        if not text:
            return
        plain = "".join(text.split()).replace(",", ".").replace("\u2212", "-")
        try:
            value = float(plain) if len(plain) <= LONGEST_NUMBER else math.nan
        except ValueError:
            value = math.nan
        self._take(value, into)

    def json(self, value: object, into: Answers) -> None:
        """Read a number."""
        self._take(float(value) if is_number(value) else math.nan, into)

    def _take(self, value: float, into: Answers) -> None:
        question = self.question
        if not math.isfinite(value):
            refuse(NO_NUMBER)
        if question.least is not None and value < question.least:
            refuse(say(_("Write a number that is at least {least}."), least=f"{question.least:g}"))
        if question.most is not None and value > question.most:
            refuse(say(_("Write a number that is at most {most}."), most=f"{question.most:g}"))
        into[question.key] = int(value) if value.is_integer() and abs(value) < 2**53 else value


@dataclass(frozen=True, slots=True)
class DayReader:
    """A date as ISO writes it."""

    question: Question
    field: str

    def form(self, fields: Fields, into: Answers) -> None:
        """Read a field."""
        text = first(fields, self.field)
        if text:
            self.json(text, into)

    def json(self, value: object, into: Answers) -> None:
        """Read a text."""
        try:
            day = date.fromisoformat(value).isoformat() if isinstance(value, str) else refuse(NO_DATE)
        except ValueError as error:
            raise AnswerError(NO_DATE) from error
        if self.question.earliest and day < self.question.earliest:
            refuse(say(_("Write a date that is not before {day}."), day=self.question.earliest))
        if self.question.latest and day > self.question.latest:
            refuse(say(_("Write a date that is not after {day}."), day=self.question.latest))
        into[self.question.key] = day

"""Reading answers made of several parts: multiple choice, matrix, ranking; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.rules.flow import OTHER_WORDS
from kuulo.instruments.rules.questionnaire import OTHER, Question
from kuulo.responses.rules.reading import Answers, Fields, exactly, first, is_number, own_words, refuse

NOT_OFFERED_MANY: Final = say(_("Choose only answers that are offered."))
NOT_TOGETHER: Final = say(_("One of your choices cannot go together with others."))
EACH_ROW: Final = say(_("Answer every row."))
RANKED_TWICE: Final = say(_("Give each rank to one thing only."))
RANK_ALL: Final = say(_("Give every thing a rank."))


def check_count(question: Question, count: int) -> None:
    """Refuse fewer or more choices than the question takes.

    Raises:
        AnswerError: There are.
    """
    if question.least is not None and count < question.least:
        refuse(say(_("Choose at least {least}."), least=f"{question.least:g}"))
    if question.most is not None and count > question.most:
        refuse(say(_("Choose at most {most}."), most=f"{question.most:g}"))


@dataclass(frozen=True, slots=True)
class MultipleReader:
    """Some of the choices, in their order in the questionnaire."""

    question: Question
    field: str
    offered: tuple[str, ...]
    exclusive: frozenset[str]

    def form(self, fields: Fields, into: Answers) -> None:
        """Read the repeated field; words alone choose ``other`` too."""
        words = own_words(fields, self.field) if self.question.other else ""
        chosen = [value for value in fields.get(self.field, ()) if value]
        if words and OTHER not in chosen:
            chosen.append(OTHER)
        self._take(chosen, into)
        if words:
            into[self.question.key + OTHER_WORDS] = words

    def json(self, value: object, into: Answers) -> None:
        """Read a list of keys."""
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            refuse(NOT_OFFERED_MANY)
        self._take(value, into)

    def _take(self, chosen: Sequence[str], into: Answers) -> None:
        if not chosen:
            return
        if not set(chosen) <= set(self.offered):
            refuse(NOT_OFFERED_MANY)
        kept = [key for key in self.offered if key in chosen]
        alone = next((key for key in kept if key in self.exclusive), None)
        if alone is not None and len(kept) > 1:
            refuse(NOT_TOGETHER)
        if alone is None:
            check_count(self.question, len(kept))
        into[self.question.key] = kept


@dataclass(frozen=True, slots=True)
class MatrixReader:
    """One answer for each row: a number of the scale, or a column's key."""

    question: Question
    rows: Mapping[str, str]
    offered: Mapping[str, str | int]

    def form(self, fields: Fields, into: Answers) -> None:
        """Read a field for each row."""
        said = {row: first(fields, field) for row, field in self.rows.items()}
        self._take({row: text for row, text in said.items() if text}, into)

    def json(self, value: object, into: Answers) -> None:
        """Read a mapping from rows to numbers or keys."""
        if not isinstance(value, dict) or not value.keys() <= self.rows.keys():
            refuse(NOT_OFFERED_MANY)
        self._take({row: exactly(each) if is_number(each) else str(each) for row, each in value.items()}, into)

    def _take(self, said: Mapping[str, str], into: Answers) -> None:
        if not said:
            return
        if not all(text in self.offered for text in said.values()):
            refuse(NOT_OFFERED_MANY)
        if self.question.required and len(said) < len(self.rows):
            refuse(EACH_ROW)
        into[self.question.key] = {row: self.offered[said[row]] for row in self.rows if row in said}


@dataclass(frozen=True, slots=True)
class RankingReader:
    """Choices in order, best first."""

    question: Question
    choices: Mapping[str, str]

    def form(self, fields: Fields, into: Answers) -> None:
        """Read a rank for each choice; without a rank it is not ranked."""
        ranks: dict[int, str] = {}
        for choice, field in self.choices.items():
            text = first(fields, field)
            if not text:
                continue
            if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= len(self.choices)):
                refuse(say(_("Write ranks from 1 to {most}."), most=len(self.choices)))
            if int(text) in ranks:
                refuse(RANKED_TWICE)
            ranks[int(text)] = choice
        self._take([ranks[rank] for rank in sorted(ranks)], into)

    def json(self, value: object, into: Answers) -> None:
        """Read a list of keys, best first."""
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            refuse(NOT_OFFERED_MANY)
        if not set(value) <= set(self.choices) or len(set(value)) < len(value):
            refuse(NOT_OFFERED_MANY)
        self._take(value, into)

    def _take(self, ranked: list[str], into: Answers) -> None:
        if not ranked:
            return
        limited = self.question.most is not None or self.question.least is not None
        if self.question.required and not limited and len(ranked) < len(self.choices):
            refuse(RANK_ALL)
        check_count(self.question, len(ranked))
        into[self.question.key] = ranked

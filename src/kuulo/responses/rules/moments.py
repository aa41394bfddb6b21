"""What shapes a page of questions besides the questionnaire, and the small things a question is drawn from; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kuulo.base.texts import Text
from kuulo.instruments.rules.flow import Known, shuffled
from kuulo.instruments.rules.piping import pipe
from kuulo.instruments.rules.questionnaire import Choice, Question, Questionnaire, Words, in_language

Fields = Mapping[str, Sequence[str]]
"""What a form sent or holds: name of the field → its values."""

JOINT: Final = "__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose: a number of a scale, a choice, a column of a matrix's row."""

    value: str
    text: str
    id: str
    chosen: bool
    exclusive: bool = False
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a matrix, or one thing to rank (whose options are the places)."""

    key: str
    text: str
    field: str
    id: str
    options: tuple[Option, ...]
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """The choice a person fills in."""

    option: Option
    field: str
    id: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What shapes a page besides the questionnaire: who answers, in which language, what is given and wrong.

    Attributes:
        questionnaire: What is asked.
        known: Earlier answers, attributes, hidden fields, and the valid answers of this page.
        language: Language of the page.
        seed: Key of the response: orders of chance stay the same for it.
        fields: Fields of the form, as entered or as stored.
        problems: Question's key → what is wrong.
    """

    questionnaire: Questionnaire
    known: Known
    language: str
    seed: str
    fields: Fields = field(default_factory=dict)
    problems: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)

    def words(self, words: Words) -> str:
        """Return the words in the page's language, with answers and attributes filled in."""
        plain = in_language(words, self.language, self.questionnaire.languages)
        return pipe(plain, self.known, self.questionnaire, self.language)

    def given(self, name: str) -> str:
        """Return the one value of a field, empty where there is none."""
        return next(iter(self.fields.get(name, ())), "")

    def order(self, items: Iterable[Choice], question: Question) -> tuple[Choice, ...]:
        """Return choices or rows in the response's order; what excludes the others stays last."""
        listed = tuple(items)
        if not question.random_order:
            return listed
        loose = tuple(item for item in listed if not item.exclusive)
        return (*shuffled(loose, self.seed + question.key), *(item for item in listed if item.exclusive))

"""A questionnaire as one reads it: numbered questions, what can be answered, and when each is asked, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kuulo.figures.charts.localise import value_in
from kuulo.instruments.rules.questionnaire import (
    END,
    LANGUAGES,
    OTHER,
    All,
    AnyOf,
    Closing,
    Condition,
    Kind,
    Not,
    Operator,
    Page,
    Question,
    Questionnaire,
    Subject,
    Test,
    in_language,
    scale_of,
)
from kuulo.instruments.views.kinds import KIND_NAMES

OPERATORS: Final[Mapping[Operator, LazyText]] = {
    Operator.IS: _("%(what)s is %(value)s"),
    Operator.IS_NOT: _("%(what)s is not %(value)s"),
    Operator.AT_MOST: _("%(what)s is at most %(value)s"),
    Operator.AT_LEAST: _("%(what)s is at least %(value)s"),
    Operator.INCLUDES: _("%(what)s includes %(value)s"),
    Operator.EXCLUDES: _("%(what)s does not include %(value)s"),
    Operator.ANSWERED: _("%(what)s is answered"),
    Operator.UNANSWERED: _("%(what)s is not answered"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadQuestion:
    """One question; ``number`` is None for a statement, ``condition`` is empty where it is always asked."""

    key: str
    number: int | None
    kind: str
    text: str
    help: str
    required: bool
    choices: tuple[str, ...]
    rows: tuple[str, ...]
    scale: str
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """One page; ``skips`` are its ways on, in words."""

    number: int
    title: str
    condition: str
    questions: tuple[ReadQuestion, ...]
    skips: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClosing:
    """What is said at the end, and to whom."""

    text: str
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole questionnaire in one language."""

    title: str
    intro: str
    languages: tuple[str, ...]
    hidden: tuple[str, ...]
    pages: tuple[ReadPage, ...]
    closings: tuple[ReadClosing, ...]


def chosen_language(request: HttpRequest, questionnaire: Questionnaire) -> str:
    """Return the language it is read in: the one asked for, else the page's, else the one it was written in."""
    for language in (request.GET.get("language"), get_language()):
        if language in questionnaire.languages:
            return str(language)
    return next(iter(questionnaire.languages), LANGUAGES[0])


def read(questionnaire: Questionnaire, language: str) -> Reading:
    """Return the questionnaire in the language, as one reads it."""
    reader = Reader(questionnaire, language)
    return Reading(
        title=reader.words(questionnaire.title),
        intro=reader.words(questionnaire.intro),
        languages=questionnaire.languages,
        hidden=questionnaire.hidden,
        pages=tuple(reader.page(page, number) for number, page in enumerate(questionnaire.pages, 1)),
        closings=tuple(reader.closing(closing) for closing in questionnaire.closings),
    )


class Reader:
    """Reads the parts of one questionnaire in one language."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.questions = {question.key: question for question in questionnaire.questions()}
        asked = (question.key for question in questionnaire.questions() if question.kind is not Kind.STATEMENT)
        self.numbers = {key: number for number, key in enumerate(asked, 1)}
        self.pages = {page.key: number for number, page in enumerate(questionnaire.pages, 1)}

    def words(self, words: dict[str, str]) -> str:
        """Return words in the language."""
        return in_language(words, self.language, self.questionnaire.languages)

    def page(self, page: Page, number: int) -> ReadPage:
        """Return a page as one reads it."""
        skips = (
            gettext("When %(condition)s, go on to %(place)s.")
            % {"condition": self.condition(skip.when), "place": self.place(skip.to)}
            for skip in page.skips
        )
        return ReadPage(
            number=number,
            title=self.words(page.title),
            condition=self.condition(page.show_if),
            questions=tuple(self.question(question) for question in page.questions),
            skips=tuple(skips),
        )

    def place(self, key: str) -> str:
        """Return where a skip leads to."""
        if key == END:
            return gettext("the end")
        return gettext("page %(number)s") % {"number": self.pages.get(key, f"“{key}”")}

    def question(self, question: Question) -> ReadQuestion:
        """Return a question as one reads it."""
        choices = [self.words(choice.text) for choice in question.choices]
        if question.other:
            choices.append(gettext("Something else"))
        return ReadQuestion(
            key=question.key,
            number=self.numbers.get(question.key),
            kind=str(KIND_NAMES[question.kind]),
            text=self.words(question.text),
            help=self.words(question.help),
            required=question.required,
            choices=tuple(choices),
            rows=tuple(self.words(row.text) for row in question.rows),
            scale=self.scale(question),
            condition=self.condition(question.show_if),
        )

    def scale(self, question: Question) -> str:
        """Return the scale as ``0 … 10``, with the words at its ends."""
        scale = scale_of(question)
        if scale is None:
            return ""
        low, high = self.words(scale.low), self.words(scale.high)
        return f"{scale.minimum}{f' ({low})' if low else ''} … {scale.maximum}{f' ({high})' if high else ''}"

    def closing(self, closing: Closing) -> ReadClosing:
        """Return an ending as one reads it."""
        return ReadClosing(text=self.words(closing.text), condition=self.condition(closing.show_if))

    def condition(self, condition: Condition | None) -> str:
        """Return a condition in words; empty where there is none."""
        if condition is None:
            return ""
        if isinstance(condition, Test):
            return str(OPERATORS[condition.operator]) % {
                "what": self.subject(condition),
                "value": self.value(condition),
            }
        if isinstance(condition, Not):
            return gettext("not (%(condition)s)") % {"condition": self.condition(condition.part)}
        joined = pgettext("condition", " and ") if isinstance(condition, All) else pgettext("condition", " or ")
        return joined.join(self.inner(part) for part in condition.parts)

    def inner(self, part: Condition) -> str:
        """Return a part of a condition, in brackets where it has parts itself."""
        said = self.condition(part)
        return f"({said})" if isinstance(part, All | AnyOf) else said

    def subject(self, test: Test) -> str:
        """Return what a test looks at."""
        if test.subject is Subject.ATTRIBUTE:
            return gettext("the customer's “%(name)s”") % {"name": test.name}
        if test.subject is Subject.HIDDEN:
            return gettext("the hidden field “%(name)s”") % {"name": test.name}
        question = self.questions.get(test.name)
        if question is None:
            return f"“{test.name}”"
        said = gettext("the answer to question %(number)s") % {"number": self.numbers.get(test.name, "–")}
        row = next((row for row in (*question.rows, *question.choices) if row.key == test.row), None)
        return f"{said} ({self.words(row.text)})" if row else said

    def value(self, test: Test) -> str:
        """Return what a test compares with: a choice by its words."""
        if isinstance(test.value, int | float):
            whole = int(test.value) if float(test.value).is_integer() else test.value
            return value_in(get_language() or "en", whole, gettext)
        question = self.questions.get(test.name) if test.subject is Subject.QUESTION else None
        if question and test.value == OTHER:
            return f"“{gettext('Something else')}”"
        choice = next((choice for choice in question.choices if choice.key == test.value), None) if question else None
        return f"“{self.words(choice.text) if choice else test.value or ''}”"

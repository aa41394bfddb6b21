"""A questionnaire on paper: boxes to tick, lines to write on, and the logic as instructions in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from kuulo.instruments.rules.piping import BLANK
from kuulo.instruments.rules.questionnaire import Kind, Page, Question, Questionnaire, scale_of
from kuulo.instruments.views.reading import Reader

GAP: Final = "________"
MOST_LINES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedQuestion:
    """One question.

    Attributes:
        number: None for a statement.
        instructions: What to do, each a sentence.
        choices: What is ticked or numbered.
        columns: Heads of a matrix: words, or points of its scale.
        rows: Of a matrix.
        points: Of a score.
        lines: How many lines to write on.
        numbered: Choices get a place in an order instead of a tick.
    """

    number: int | None
    text: str
    help: str
    instructions: tuple[str, ...]
    choices: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    points: tuple[int, ...]
    low: str
    high: str
    lines: range
    numbered: bool
    other: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """One page with the instruction before it and those after it."""

    title: str
    condition: str
    questions: tuple[PrintedQuestion, ...]
    skips: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole questionnaire in one language."""

    title: str
    intro: str
    languages: tuple[str, ...]
    pages: tuple[PrintedPage, ...]
    closings: tuple[tuple[str, str], ...]


def printed(questionnaire: Questionnaire, language: str) -> Sheet:
    """Return the questionnaire for paper; texts of our own come in the language that is active."""
    reader = Reader(questionnaire, language)
    return Sheet(
        title=reader.words(questionnaire.title),
        intro=reader.words(questionnaire.intro),
        languages=questionnaire.languages,
        pages=tuple(_page(reader, page, number) for number, page in enumerate(questionnaire.pages, 1)),
        closings=tuple(
            (on_paper(reader.words(closing.text)), reader.condition(closing.show_if))
            for closing in questionnaire.closings
        ),
    )


def on_paper(text: str) -> str:
    """Return the text with a gap, or what is said instead, where an answer would be filled in."""
    return BLANK.sub(lambda found: (found.group(3) or "").strip() or GAP, text)


def _page(reader: Reader, page: Page, number: int) -> PrintedPage:
    read = reader.page(page, number)
    return PrintedPage(
        title=on_paper(read.title),
        condition=read.condition,
        questions=tuple(_question(reader, question) for question in page.questions),
        skips=read.skips,
    )


def _question(reader: Reader, question: Question) -> PrintedQuestion:
    scale = scale_of(question)
    matrix = question.kind is Kind.MATRIX
    points = tuple(range(scale.minimum, scale.maximum + 1)) if scale else ()
    choices = tuple(reader.words(choice.text) for choice in question.choices)
    return PrintedQuestion(
        number=reader.numbers.get(question.key),
        text=on_paper(reader.words(question.text)),
        help=on_paper(reader.words(question.help)),
        instructions=_instructions(reader, question),
        choices=() if matrix else choices,
        columns=(choices or tuple(str(point) for point in points)) if matrix else (),
        rows=tuple(reader.words(row.text) for row in question.rows),
        points=() if matrix else points,
        low=reader.words(scale.low) if scale else "",
        high=reader.words(scale.high) if scale else "",
        lines=range(_lines(question)),
        numbered=question.kind is Kind.RANKING,
        other=question.other,
    )


def _lines(question: Question) -> int:
    if question.kind in {Kind.NUMBER, Kind.DATE}:
        return 1
    return min(question.lines, MOST_LINES) if question.kind is Kind.TEXT else 0


def _instructions(reader: Reader, question: Question) -> tuple[str, ...]:
    told = []
    if question.show_if:
        told.append(_("Answer only if %(condition)s.") % {"condition": reader.condition(question.show_if)})
    told += _HOW.get(question.kind, _nothing)(question)
    return tuple(told)


def _nothing(question: Question) -> list[str]:
    del question
    return []


def _several(question: Question) -> list[str]:
    if question.most:
        return [_("Tick at most %(most)d.") % {"most": question.most}]
    return [_("Tick all that apply.")]


def _one(question: Question) -> list[str]:
    del question
    return [_("Tick one.")]


def _each_row(question: Question) -> list[str]:
    del question
    return [_("Tick one on each row.")]


def _order(question: Question) -> list[str]:
    return [_("Number from 1 (first) to %(last)d.") % {"last": len(question.choices)}]


def _day(question: Question) -> list[str]:
    del question
    return [_("Day, month, year.")]


_HOW: Final = {
    Kind.MULTIPLE: _several,
    Kind.SINGLE: _one,
    Kind.MATRIX: _each_row,
    Kind.RANKING: _order,
    Kind.DATE: _day,
}

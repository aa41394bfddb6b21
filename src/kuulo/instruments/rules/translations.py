"""Every text of a questionnaire, wherever it stands, and a questionnaire in fewer or other languages; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from kuulo.instruments.rules.questionnaire import Choice, Page, Question, Questionnaire, Scale, Words

Change = Callable[[Words], Words]


@dataclass(frozen=True, slots=True)
class Said:
    """One text: the page or question it stands at ("" for the questionnaire itself), its part, and its words."""

    place: str
    part: str
    words: Words


def texts_of(questionnaire: Questionnaire) -> Iterator[Said]:
    """Return every text a respondent may read, in the order they are met; those that are nowhere written too."""
    yield Said("", "title", questionnaire.title)
    yield Said("", "intro", questionnaire.intro)
    for page in questionnaire.pages:
        yield Said(page.key, "title", page.title)
        for question in page.questions:
            yield from texts_of_question(question)
    for closing in questionnaire.closings:
        yield Said("", "closing", closing.text)


def texts_of_question(question: Question) -> Iterator[Said]:
    """Return every text of one question."""
    yield Said(question.key, "text", question.text)
    yield Said(question.key, "help", question.help)
    for choice in question.choices:
        yield Said(question.key, "choice", choice.text)
    for row in question.rows:
        yield Said(question.key, "row", row.text)
    if question.scale is not None:
        yield Said(question.key, "low", question.scale.low)
        yield Said(question.key, "high", question.scale.high)


def in_languages(questionnaire: Questionnaire, languages: tuple[str, ...]) -> Questionnaire:
    """Return the questionnaire in these languages only, the first the one it is written in."""

    def chosen(words: Words) -> Words:
        return {language: words[language] for language in languages if language in words}

    return replace(with_words(questionnaire, chosen), languages=languages)


def with_words(questionnaire: Questionnaire, change: Change) -> Questionnaire:
    """Return the questionnaire with every text changed."""
    return replace(
        questionnaire,
        title=change(questionnaire.title),
        intro=change(questionnaire.intro),
        pages=tuple(_page(page, change) for page in questionnaire.pages),
        closings=tuple(replace(closing, text=change(closing.text)) for closing in questionnaire.closings),
    )


def _page(page: Page, change: Change) -> Page:
    questions = tuple(_question(question, change) for question in page.questions)
    return replace(page, title=change(page.title), questions=questions)


def _question(question: Question, change: Change) -> Question:
    return replace(
        question,
        text=change(question.text),
        help=change(question.help),
        choices=_choices(question.choices, change),
        rows=_choices(question.rows, change),
        scale=question.scale and _scale(question.scale, change),
    )


def _choices(choices: tuple[Choice, ...], change: Change) -> tuple[Choice, ...]:
    return tuple(replace(choice, text=change(choice.text)) for choice in choices)


def _scale(scale: Scale, change: Change) -> Scale:
    return replace(scale, low=change(scale.low), high=change(scale.high))

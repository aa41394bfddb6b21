"""What is wrong with texts: translations that are missing, places that cannot be filled in; pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.instruments.rules.findings import Finding, error, warning
from kuulo.instruments.rules.piping import BLANK, Pipe, pipes_in
from kuulo.instruments.rules.questionnaire import Kind, Question, Questionnaire, Subject, Words
from kuulo.instruments.rules.translations import texts_of, texts_of_question

MISSING: Final = {
    "fi": _("The Finnish text is missing: {texts}."),
    "sv": _("The Swedish text is missing: {texts}."),
    "en": _("The English text is missing: {texts}."),
}
SHORT: Final = 40
SHOWN: Final = 3
UNPIPED: Final = frozenset({Kind.MATRIX, Kind.STATEMENT})


def translation_findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Return what is written in one language and not in another, one finding a place and language."""
    missing: dict[tuple[str, str], list[str]] = {}
    for said in texts_of(questionnaire):
        source = next((said.words[each] for each in questionnaire.languages if said.words.get(each, "").strip()), "")
        for language in questionnaire.languages:
            if source and not said.words.get(language, "").strip():
                missing.setdefault((said.place, language), []).append(shortened(source))
    for (place, language), texts in missing.items():
        shown = ", ".join(f"“{text}”" for text in texts[:SHOWN]) + " …" * (len(texts) > SHOWN)
        if language in MISSING:
            yield warning(place, MISSING[language], texts=shown)


def shortened(text: str) -> str:
    """Return the beginning of a text, enough to know it by."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"


def piping_findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Return places of texts that are filled in from what is not known there, or from nothing."""
    asked: dict[str, Question] = {}
    for words in (questionnaire.title, questionnaire.intro):
        yield from _in_words("", words, asked, questionnaire)
    for page in questionnaire.pages:
        yield from _in_words(page.key, page.title, asked, questionnaire)
        for question in page.questions:
            for said in texts_of_question(question):
                yield from _in_words(question.key, said.words, asked, questionnaire)
        # A page is written before its own questions are answered.
        asked |= {question.key: question for question in page.questions}
    for closing in questionnaire.closings:
        yield from _in_words("", closing.text, asked, questionnaire)


def _in_words(place: str, words: Words, asked: dict[str, Question], questionnaire: Questionnaire) -> Iterator[Finding]:
    """Return what is wrong with one text, the same thing in two languages once."""
    found: list[Finding] = []
    for text in words.values():
        for blank in pipes_in(text):
            found += _in_pipe(place, blank, asked, questionnaire)
        if "{{" in BLANK.sub("", text) or "}}" in BLANK.sub("", text):
            found.append(warning(place, _("“{text}” has double braces that name nothing."), text=shortened(text)))
    yield from (finding for at, finding in enumerate(found) if finding not in found[:at])


def _in_pipe(place: str, blank: Pipe, asked: dict[str, Question], questionnaire: Questionnaire) -> Iterator[Finding]:
    known_surely = False
    if blank.subject is Subject.HIDDEN and blank.name not in questionnaire.hidden:
        yield error(place, _("The text names the address field “{name}”, which is not in the list."), name=blank.name)
    elif blank.subject is Subject.QUESTION:
        question = asked.get(blank.name)
        if question is None:
            yield error(place, _("The text names “{name}”, which is not answered on an earlier page."), name=blank.name)
            return
        if question.kind in UNPIPED:
            yield error(place, _("The text names “{name}”, whose answer cannot be put into words."), name=blank.name)
        known_surely = question.required and question.show_if is None
    if not known_surely and not blank.fallback:
        yield warning(
            place,
            _("The text names “{name}”, which may be unknown: write after a bar what to say then, as in {example}."),
            name=blank.name,
            example=example_of(blank),
        )


def example_of(blank: Pipe) -> str:
    """Return the place as it is written with something to fall back on."""
    prefix = "" if blank.subject is Subject.QUESTION else f"{blank.subject.value}:"
    return f"{{{{{prefix}{blank.name}|…}}}}"

"""Earlier answers, attributes and address fields inside a text: ``{{question}}``, ``{{attribute:name|friend}}``; pure.

What follows the bar is said where nothing is known. Nothing is escaped here: that is for whoever writes the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kuulo.instruments.rules.flow import OTHER_WORDS, Answer, Known
from kuulo.instruments.rules.questionnaire import OTHER, Kind, Question, Questionnaire, Subject, in_language

BLANK: Final = re.compile(r"\{\{\s*(?:(attribute|hidden)\s*:\s*)?([^{}|:]+?)\s*(?:\|([^{}]*))?\}\}")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
CHOSEN: Final = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING})


@dataclass(frozen=True, slots=True)
class Pipe:
    """One place of a text that is filled in: from what, under which name, and what is said where it is not known."""

    subject: Subject
    name: str
    fallback: str


def pipes_in(text: str) -> Iterator[Pipe]:
    """Return the places of the text that are filled in, in order."""
    for found in BLANK.finditer(text):
        yield _pipe(found)


def pipe(text: str, known: Known, questionnaire: Questionnaire, language: str) -> str:
    """Return the text filled in, answers as the person read them in the language.

    What was filled in is not looked at again: an answer that holds ``{{…}}`` is shown as it was written.
    """
    if "{{" not in text:
        return text

    def fill(found: re.Match[str]) -> str:
        place = _pipe(found)
        return _said(place, known, questionnaire, language) or place.fallback

    return BLANK.sub(fill, text)


def _pipe(found: re.Match[str]) -> Pipe:
    kind, name, fallback = found.groups()
    return Pipe(Subject(kind) if kind else Subject.QUESTION, name, (fallback or "").strip())


def _said(place: Pipe, known: Known, questionnaire: Questionnaire, language: str) -> str:
    if place.subject is Subject.ATTRIBUTE:
        return known.attributes.get(place.name, "")
    if place.subject is Subject.HIDDEN:
        return known.hidden.get(place.name, "")
    answer = known.answers.get(place.name)
    question = next((each for each in questionnaire.questions() if each.key == place.name), None)
    if answer is None or question is None:
        return ""
    own_words = str(known.answers.get(place.name + OTHER_WORDS, ""))
    return answer_in(language, question, answer, languages=questionnaire.languages, own_words=own_words)


def answer_in(
    language: str, question: Question, answer: Answer, *, languages: tuple[str, ...], own_words: str = ""
) -> str:
    """Return an answer as a person reads it in the language; a matrix has no such reading and gives nothing.

    Args:
        language: The language.
        question: The question.
        answer: Its answer in canonical form.
        languages: Languages of the questionnaire, to fall back on.
        own_words: What the person wrote for the choice ``other``.
    """
    if isinstance(answer, Mapping):
        return ""
    if question.kind in CHOSEN:
        texts = {choice.key: in_language(choice.text, language, languages) for choice in question.choices}
        texts |= {OTHER: own_words}
        keys = [answer] if isinstance(answer, str) or not isinstance(answer, Sequence) else answer
        return ", ".join(texts.get(str(key), "") for key in keys if texts.get(str(key)))
    if question.kind is Kind.DATE:
        return date_in(language, str(answer))
    return number_in(language, answer) if isinstance(answer, int | float) else str(answer)


def number_in(language: str, number: float) -> str:
    """Return the number as it is written in the language."""
    plain = str(int(number)) if float(number).is_integer() else str(number)
    return plain.replace("-", "−") if language == "en" else plain.replace("-", "−").replace(".", ",")


def date_in(language: str, day: str) -> str:
    """Return the ISO date as it is written in the language; what is not a date stays as it is."""
    try:
        moment = date.fromisoformat(day)
    except ValueError:
        return day
    written = {"fi": f"{moment.day}.{moment.month}.{moment.year}", "sv": moment.isoformat()}
    return written.get(language, f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}")

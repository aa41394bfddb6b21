"""How questions were put: a timeline shows their words, and the key only where nobody knows them any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import get_language

from kuulo.instruments.queries import live_version
from kuulo.instruments.rules.questionnaire import Question, Questionnaire, in_language

BETWEEN: Final = ": "


@dataclass(frozen=True, slots=True)
class Wordings:
    """The words of questions in the reader's language; each instrument is looked up once."""

    known: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, source: str, question: str) -> str:
        """Return how a question of a source was put; its own name where the source is no live instrument."""
        if source not in self.known:
            found = live_version(source)
            self.known[source] = {} if found is None else words_of(found.questionnaire, get_language() or "en")
        return self.known[source].get(question, question)


def words_of(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """Return the words of every question, and of every part of one, by the name its signals carry."""
    words: dict[str, str] = {}
    for question in questionnaire.questions():
        asked = in_language(question.text, language, questionnaire.languages)
        words[question.key] = asked or question.key
        words |= {
            f"{question.key}:{key}": f"{words[question.key]}{BETWEEN}{part}"
            for key, part in _parts(question, language, questionnaire.languages)
        }
    return words


def _parts(question: Question, language: str, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    rows = [(row.key, row.text) for row in question.rows] + [(each.key, each.text) for each in question.choices]
    return [(key, in_language(text, language, languages) or key) for key, text in rows]

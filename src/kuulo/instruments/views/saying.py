"""Texts of the pure parts in the page's language, and findings as a person reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language, gettext

from kuulo.base.texts import Text
from kuulo.figures.charts.localise import value_in
from kuulo.instruments.rules.checks import Finding
from kuulo.instruments.rules.questionnaire import Questionnaire, in_language

LONGEST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFinding:
    """A finding in the page's language; ``name`` is what its place is called there."""

    severity: str
    place: str
    name: str
    text: str


def said(text: Text) -> str:
    """Return a text of a finding or an error in the page's language."""
    return value_in(get_language() or "en", text, gettext)


def told(finding: Finding, questionnaire: Questionnaire) -> ToldFinding:
    """Return a finding that names questions by their wording: who builds may never have seen their keys."""
    names = names_of(questionnaire)
    name = names.get(str(finding.text.params.get("name", "")))
    text = Text(finding.text.template, {**finding.text.params, "name": name}) if name else finding.text
    return ToldFinding(
        severity=finding.severity.value,
        place=finding.place,
        name=names.get(finding.place, finding.place),
        text=said(text),
    )


def names_of(questionnaire: Questionnaire) -> dict[str, str]:
    """Return what pages and questions are called: a page by its number, a question by its wording."""
    language = get_language() or "en"
    pages = {page.key: gettext("Page {number}").format(number=at) for at, page in enumerate(questionnaire.pages, 1)}
    questions = {
        question.key: shortened(in_language(question.text, language, questionnaire.languages))
        for question in questionnaire.questions()
    }
    return pages | {key: text or key for key, text in questions.items()}


def shortened(text: str) -> str:
    """Return a wording short enough to stand within a sentence."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"

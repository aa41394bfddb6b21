"""Texts of the pure parts in the page's language."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language, gettext

from kuulo.base.texts import Text
from kuulo.figures.charts.localise import value_in
from kuulo.instruments.rules.questionnaire import Questionnaire, in_language

LONGEST: Final = 60


def said(text: Text) -> str:
    """Return a text of a finding or an error in the page's language."""
    return value_in(get_language() or "en", text, gettext)


def by_words(text: Text, questionnaire: Questionnaire) -> Text:
    """Return a finding's text that names questions by their wording: who builds may never have seen their keys."""
    language = get_language() or "en"
    names = {
        question.key: shortened(in_language(question.text, language, questionnaire.languages))
        for question in questionnaire.questions()
    }
    name = names.get(str(text.params.get("name", "")))
    return Text(text.template, {**text.params, "name": name}) if name else text


def shortened(text: str) -> str:
    """Return a wording short enough to stand within a sentence."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"

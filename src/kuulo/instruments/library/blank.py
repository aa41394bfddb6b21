"""The questionnaire one starts from: one empty page and a thank-you."""

from __future__ import annotations

from typing import Final

from kuulo.instruments.rules.questionnaire import Closing, Page, Questionnaire

THANKS: Final = {
    "fi": "Kiitos vastauksestasi!",
    "sv": "Tack för ditt svar!",
    "en": "Thank you for your answer!",
}


def blank(name: str, languages: tuple[str, ...]) -> Questionnaire:
    """Return a questionnaire of that name in these languages, with one empty page."""
    return Questionnaire(
        languages=languages,
        title=dict.fromkeys(languages, name),
        pages=(Page(key="page_1"),),
        closings=(Closing(text={language: THANKS[language] for language in languages}),),
    )

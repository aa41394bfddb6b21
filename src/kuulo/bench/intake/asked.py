"""What the bench asks: a page of a recommendation, a satisfaction, a choice and a comment."""

from __future__ import annotations

from kuulo.instruments.rules.questionnaire import Choice, Closing, Kind, Page, Question, Questionnaire

QUESTIONS = 4


def asked() -> Questionnaire:
    """Return the questionnaire."""
    reasons = tuple(Choice(key=key, text={"en": key.capitalize()}) for key in ("price", "people", "quality"))
    return Questionnaire(
        languages=("en",),
        title={"en": "Bench"},
        pages=(
            Page(
                key="only",
                questions=(
                    Question(key="recommend", kind=Kind.NPS, text={"en": "Would you recommend us?"}, required=True),
                    Question(key="satisfied", kind=Kind.CSAT, text={"en": "How satisfied were you?"}),
                    Question(key="reason", kind=Kind.SINGLE, text={"en": "Why?"}, choices=reasons, other=True),
                    Question(key="why", kind=Kind.TEXT, text={"en": "What would have made it better?"}),
                ),
            ),
        ),
        closings=(Closing(text={"en": "Thank you!"}),),
    )

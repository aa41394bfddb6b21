"""A published instrument the tests of ways in, kiosk, widget and results answer."""

from __future__ import annotations

from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import (
    Choice,
    Closing,
    Kind,
    Operator,
    Page,
    Promise,
    Question,
    Questionnaire,
    Scale,
    Test,
    Words,
)
from kuulo.instruments.services import create_instrument, publish


def words(text: str) -> Words:
    """Return a text in all three languages, told apart by their codes."""
    return {"en": text, "fi": f"{text} (fi)", "sv": f"{text} (sv)"}


def choices(*keys: str) -> tuple[Choice, ...]:
    """Return choices named after their keys."""
    return tuple(Choice(key=key, text=words(key.capitalize())) for key in keys)


BAD_SCORE = Test(name="recommend", operator=Operator.AT_MOST, value=6)
ASKED = Questionnaire(
    languages=("en", "fi", "sv"),
    title=words("Your visit"),
    pages=(
        Page(
            key="score",
            questions=(
                Question(key="recommend", kind=Kind.NPS, text=words("Would you recommend us?"), required=True),
                Question(key="better", kind=Kind.TEXT, text=words("What was missing?"), show_if=BAD_SCORE),
            ),
        ),
        Page(
            key="more",
            questions=(
                Question(key="why", kind=Kind.SINGLE, text=words("Why us?"), choices=choices("price", "help")),
                Question(key="liked", kind=Kind.MULTIPLE, text=words("Liked?"), choices=choices("staff", "shop")),
                Question(
                    key="speed", kind=Kind.RATING, text=words("How fast was it?"), scale=Scale(minimum=1, maximum=5)
                ),
            ),
        ),
    ),
    closings=(Closing(text=words("Thank you for your visit!")),),
)


def published(
    questionnaire: Questionnaire = ASKED, *, name: str = "Visits", promise: Promise = Promise.IDENTIFIED
) -> VersionView:
    """Return a published version of the questionnaire."""
    view = create_instrument(
        name=name, languages=questionnaire.languages, questionnaire=questionnaire, promise=promise, touchpoint="Shop"
    )
    return publish(slug=view.slug, by="ilona@example.org")

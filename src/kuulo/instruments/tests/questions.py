"""Small questionnaires for tests, and a published instrument."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import (
    Choice,
    Closing,
    Condition,
    Kind,
    Operator,
    Page,
    Question,
    Questionnaire,
    Scale,
    Test,
)
from kuulo.instruments.services import create_instrument, publish

THANKS = (Closing(text={"en": "Thank you!"}),)


def page(key: str, *questions: Question, **more: object) -> Page:
    return replace(Page(key=key, questions=questions), **more)


def question(key: str, kind: Kind = Kind.TEXT, **more: object) -> Question:
    return replace(Question(key=key, kind=kind, text={"en": f"Question {key}?"}), **more)


def score(key: str, kind: Kind = Kind.NPS, **more: object) -> Question:
    ends = Scale(minimum=0, maximum=10, low={"en": "Not at all"}, high={"en": "Extremely"})
    if kind is Kind.CSAT:
        ends = replace(ends, minimum=1, maximum=5)
    return replace(question(key, kind, scale=ends), **more)


def choices(*keys: str) -> tuple[Choice, ...]:
    return tuple(Choice(key=key, text={"en": key.capitalize()}) for key in keys)


def questionnaire(*pages: Page, **more: object) -> Questionnaire:
    plain = Questionnaire(languages=("en",), title={"en": "Questions"}, pages=pages, closings=THANKS)
    return replace(plain, **more)


def when(**more: object) -> Condition:
    """Return a test; the struct itself would be taken for a class of tests where its name is imported."""
    return msgspec.convert({"is": "test", **more}, Test)


def at_most(name: str, value: float) -> Condition:
    return Test(name=name, operator=Operator.AT_MOST, value=value)


def at_least(name: str, value: float) -> Condition:
    return Test(name=name, operator=Operator.AT_LEAST, value=value)


def is_(name: str, value: str | float, row: str = "") -> Condition:
    return Test(name=name, operator=Operator.IS, value=value, row=row)


def includes(name: str, value: str) -> Condition:
    return Test(name=name, operator=Operator.INCLUDES, value=value)


def two_pages() -> Questionnaire:
    """Return a recommendation and what clarifies it, asked of those who gave 6 or less."""
    why = question("why", show_if=at_most("recommend", 6), clarifies="recommend")
    return questionnaire(page("first", score("recommend")), page("second", why))


def published(name: str = "Relationship", asked: Questionnaire | None = None) -> VersionView:
    view = create_instrument(name=name, questionnaire=asked or two_pages())
    return publish(slug=view.slug, by="Ilona Insight")

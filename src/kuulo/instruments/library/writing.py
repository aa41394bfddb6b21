"""Short ways of writing a questionnaire in three languages: Finnish, Swedish, English, in this order everywhere."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from kuulo.instruments.library.blank import THANKS
from kuulo.instruments.rules.questionnaire import (
    LANGUAGES,
    NAMED,
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
    Words,
)


def words(fi: str, sv: str, en: str) -> Words:
    """Return one text in three languages."""
    return {"fi": fi, "sv": sv, "en": en}


def choice(key: str, fi: str, sv: str, en: str) -> Choice:
    """Return a choice, a row or a thing to rank."""
    return Choice(key=key, text=words(fi, sv, en))


def alone(key: str, fi: str, sv: str, en: str) -> Choice:
    """Return a choice that goes with no other."""
    return Choice(key=key, text=words(fi, sv, en), exclusive=True)


def named_scale(kind: Kind, ends: tuple[Words, Words]) -> Scale:
    """Return the scale of a named measure with words at its ends."""
    return replace(NAMED[kind].scale, low=ends[0], high=ends[1])


def five(ends: tuple[Words, Words]) -> Scale:
    """Return a scale from 1 to 5 with words at its ends."""
    return Scale(minimum=1, maximum=5, low=ends[0], high=ends[1])


def at_most(name: str, value: float) -> Condition:
    """Return whether the score is at most the value."""
    return Test(name=name, operator=Operator.AT_MOST, value=value)


def at_least(name: str, value: float) -> Condition:
    """Return whether the score is at least the value."""
    return Test(name=name, operator=Operator.AT_LEAST, value=value)


def chose(name: str, value: str) -> Condition:
    """Return whether the one choice taken is this one."""
    return Test(name=name, operator=Operator.IS, value=value)


def questionnaire(title: Words, intro: Words, *pages: Page, hidden: tuple[str, ...] = ()) -> Questionnaire:
    """Return a questionnaire in three languages that ends with thanks."""
    return Questionnaire(
        languages=LANGUAGES,
        title=title,
        intro=intro,
        pages=pages,
        hidden=hidden,
        closings=(Closing(text=CLOSING),),
    )


def may_we_contact(condition: Condition | None = None) -> Question:
    """Return the question whether the person may be contacted because of the answers."""
    return Question(
        key="contact",
        kind=Kind.SINGLE,
        text=words(
            "Saammeko ottaa sinuun yhteyttä vastaustesi vuoksi?",
            "Får vi kontakta dig med anledning av dina svar?",
            "May we contact you about your answers?",
        ),
        choices=(choice("yes", "Kyllä", "Ja", "Yes"), choice("no", "Ei", "Nej", "No")),
        show_if=condition,
    )


CLOSING: Final = words(
    f"{THANKS['fi']} Luemme jokaisen vastauksen.",
    f"{THANKS['sv']} Vi läser alla svar.",
    f"{THANKS['en']} We read every answer.",
)
AGREEMENT: Final = (
    words("Täysin eri mieltä", "Instämmer inte alls", "Strongly disagree"),
    words("Täysin samaa mieltä", "Instämmer helt", "Strongly agree"),
)
LIKELIHOOD: Final = (
    words("En lainkaan todennäköisesti", "Inte alls troligt", "Not at all likely"),
    words("Erittäin todennäköisesti", "Mycket troligt", "Extremely likely"),
)
SATISFACTION: Final = (
    words("Erittäin tyytymätön", "Mycket missnöjd", "Very dissatisfied"),
    words("Erittäin tyytyväinen", "Mycket nöjd", "Very satisfied"),
)

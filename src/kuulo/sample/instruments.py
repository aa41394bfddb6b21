"""What the sample company asks: its two surveys as instruments, the exit questionnaire, and the ways in to them."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from kuulo.instruments.rules.questionnaire import (
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
from kuulo.instruments.services import create_instrument, publish, save_draft
from kuulo.responses.services import open_way_in
from kuulo.sample.company import AFTER_CONTACT, COMPANY, QUESTIONS, RELATIONSHIP, TOUCHPOINTS, Names

NAMES: Final[dict[str, Names]] = {
    RELATIONSHIP: {"fi": "Asiakassuhdekysely", "sv": "Kundrelationsenkät", "en": "Relationship survey"},
    AFTER_CONTACT: {"fi": "Kohtaamiskysely", "sv": "Kontaktenkät", "en": "After-contact survey"},
}
EXIT_NAME: Final[Names] = {"fi": "Lähtökysely", "sv": "Avslutsenkät", "en": "Exit survey"}
# The wording before `REWORDED_DAYS_BEFORE`.
FIRST_WORDING: Final[Words] = {
    "fi": "Miten tyytyväinen olit saamaasi palveluun?",
    "sv": "Hur nöjd var du med servicen du fick?",
    "en": "How satisfied were you with the service you got?",
}
THANKS: Final = Closing(
    text={
        "fi": "Kiitos! Luemme jokaisen vastauksen.",
        "sv": "Tack! Vi läser varje svar.",
        "en": "Thank you. We read every answer.",
    }
)
WHY: Final[Words] = {
    "fi": "Mikä vaikutti arvioosi eniten?",
    "sv": "Vad påverkade ditt betyg mest?",
    "en": "What influenced your score the most?",
}
EASIER: Final[Words] = {
    "fi": "Mikä olisi tehnyt siitä helpompaa?",
    "sv": "Vad hade gjort det lättare?",
    "en": "What would have made it easier?",
}
ENDS: Final[dict[str, tuple[Words, Words]]] = {
    "recommend": (
        {"fi": "En lainkaan todennäköisesti", "sv": "Inte alls sannolikt", "en": "Not at all likely"},
        {"fi": "Erittäin todennäköisesti", "sv": "Mycket sannolikt", "en": "Extremely likely"},
    ),
    "satisfaction": (
        {"fi": "Erittäin tyytymätön", "sv": "Mycket missnöjd", "en": "Very dissatisfied"},
        {"fi": "Erittäin tyytyväinen", "sv": "Mycket nöjd", "en": "Very satisfied"},
    ),
    "ease": (
        {"fi": "Täysin eri mieltä", "sv": "Helt av annan åsikt", "en": "Strongly disagree"},
        {"fi": "Täysin samaa mieltä", "sv": "Helt av samma åsikt", "en": "Strongly agree"},
    ),
}
POSTER: Final[Names] = {"fi": "Juliste eteisessä", "sv": "Affisch i farstun", "en": "Poster in the hallway"}
COUNTER: Final[Names] = {"fi": "Tabletti tiskillä", "sv": "Platta vid disken", "en": "Tablet at the counter"}
WEBSITE: Final[Names] = {"fi": "Verkkosivut", "sv": "Webbplatsen", "en": "Website"}
RECEIPT: Final[Names] = {"fi": "Linkki kuitissa", "sv": "Länk på kvittot", "en": "Link on the receipt"}


def open_instruments(language: str) -> tuple[str, ...]:
    """Make the company's instruments, publish them and open ways in to them; return their slugs.

    The slugs of the two surveys are the sources of the sample's signals, and their questions' keys the signals'
    questions: what the instrument asks and what was answered are one.
    """
    order = (language, *(each for each in ("fi", "sv", "en") if each != language))
    relationship = _publish(NAMES[RELATIONSHIP][language], relationship_questions(order))
    contact = _publish(NAMES[AFTER_CONTACT][language], contact_questions(order, FIRST_WORDING))
    later = contact_questions(order, QUESTIONS["satisfaction"].words)
    save_draft(slug=contact, questionnaire=later, revision=1)
    publish(slug=contact, by=COMPANY)
    leaving = create_instrument(name=EXIT_NAME[language], languages=order, ready_made="exit").slug
    publish(slug=leaving, by=COMPANY)
    visit = next(touchpoint for touchpoint in TOUCHPOINTS if touchpoint.asks_effort).names[language]
    open_way_in(slug=contact, kind="link", name=RECEIPT[language], touchpoint=visit)
    open_way_in(slug=contact, kind="qr", name=POSTER[language], touchpoint=visit)
    open_way_in(slug=contact, kind="kiosk", name=COUNTER[language], touchpoint=visit)
    open_way_in(slug=contact, kind="widget", name=WEBSITE[language])
    return relationship, contact, leaving


def relationship_questions(languages: tuple[str, ...]) -> Questionnaire:
    """Return the questionnaire sent twice a year."""
    questions = (_score("recommend", Kind.NPS), _comment("recommend", WHY))
    return _questionnaire(languages, NAMES[RELATIONSHIP], questions)


def contact_questions(languages: tuple[str, ...], satisfaction: Names) -> Questionnaire:
    """Return the questionnaire sent after a meeting, with the satisfaction question in the wording given."""
    asked = _score("satisfaction", Kind.CSAT)
    questions = (
        msgspec.structs.replace(asked, text=_plain(satisfaction)),
        _score("ease", Kind.CES_2, required=False),
        Question(
            key="easier",
            kind=Kind.TEXT,
            text=EASIER,
            clarifies="ease",
            show_if=Test(name="ease", operator=Operator.AT_MOST, value=4),
        ),
        _comment("satisfaction", WHY),
    )
    return _questionnaire(languages, NAMES[AFTER_CONTACT], questions)


def _publish(name: str, questionnaire: Questionnaire) -> str:
    made = create_instrument(name=name, questionnaire=questionnaire, promise=Promise.IDENTIFIED)
    return publish(slug=made.slug, by=COMPANY).slug


def _questionnaire(languages: tuple[str, ...], title: Names, questions: tuple[Question, ...]) -> Questionnaire:
    page = Page(key="page_1", questions=questions)
    return Questionnaire(languages=languages, title=dict(title), pages=(page,), closings=(THANKS,))


def _score(key: str, kind: Kind, *, required: bool = True) -> Question:
    asked, (low, high) = QUESTIONS[key], ENDS[key]
    scale = Scale(minimum=asked.lowest, maximum=asked.highest, low=low, high=high)
    return Question(key=key, kind=kind, text=_plain(asked.words), required=required, scale=scale)


def _plain(words: Names) -> Words:
    """Return the wording without its scale in brackets: a file's heading needs it, a page shows the scale itself."""
    return {language: re.sub(r" \([^)]*\)", "", text) for language, text in words.items()}


def _comment(score: str, text: Words) -> Question:
    return Question(key="comment", kind=Kind.TEXT, text=text, clarifies=score)

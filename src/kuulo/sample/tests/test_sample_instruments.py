"""Use case: the sample company asks with its own instruments."""

from __future__ import annotations

import pytest

from kuulo.instruments.queries import live_version
from kuulo.instruments.rules.checks import check
from kuulo.instruments.rules.questionnaire import definition_of, scale_of
from kuulo.responses.queries import ways_in_of
from kuulo.sample.company import AFTER_CONTACT, QUESTIONS, RELATIONSHIP, SURVEYS
from kuulo.sample.instruments import contact_questions, open_instruments, relationship_questions

ORDERS = [("fi", "sv", "en"), ("sv", "fi", "en"), ("en", "fi", "sv")]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_is_asked_and_what_was_answered_are_one(db: None, language: str) -> None:
    relationship, contact, leaving = open_instruments(language)
    assert (relationship, contact) == (SURVEYS[RELATIONSHIP][language], SURVEYS[AFTER_CONTACT][language])
    asked = live_version(contact)
    assert asked is not None
    assert asked.wordings["satisfaction"] == "2"
    assert asked.wordings["ease"] == "1"
    assert live_version(leaving) is not None


def test_there_is_a_way_in_of_each_everyday_kind(db: None) -> None:
    _relationship, contact, _leaving = open_instruments("en")
    assert {way.kind for way in ways_in_of(contact)} == {"link", "qr", "kiosk", "widget"}


@pytest.mark.pure
@pytest.mark.parametrize("languages", ORDERS)
def test_the_check_finds_nothing(languages: tuple[str, ...]) -> None:
    assert not check(relationship_questions(languages))
    assert not check(contact_questions(languages, QUESTIONS["satisfaction"].words))


@pytest.mark.pure
def test_questions_feed_the_measures_of_the_signals() -> None:
    asked = (*relationship_questions(ORDERS[0]).questions(), *contact_questions(ORDERS[0], {"fi": "?"}).questions())
    by_key = {question.key: question for question in asked}
    for key, question in QUESTIONS.items():
        scale = scale_of(by_key[key])
        assert scale is not None
        assert (scale.minimum, scale.maximum) == (question.lowest, question.highest)
        assert definition_of(by_key[key]) == question.definition

"""The page of reasons: what former customers said, beside what they had said before."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kuulo.figures.queries import open_reading
from kuulo.figures.tests.answers import record
from kuulo.growth.queries import farewells_of
from kuulo.growth.tests.cast import farewell, fill, lives
from kuulo.measures.definitions import definition

pytestmark = pytest.mark.django_db
PAGE = "/growth/reasons/"


def test_reasons_stand_beside_earlier_scores(lead: Client) -> None:
    fill()
    text = lead.get(PAGE).content.decode()
    assert "service" in text
    assert "Had their scores warned?" in text
    with open_reading() as reading:
        found = farewells_of(reading, definition("nps@1"), "en")
    assert found.sources == ("exit",)
    (asked,) = found.questions
    answered = sum(life.left is not None and life.number % 2 == 0 for life in lives())
    assert asked.answered == answered
    # Nobody named the third reason.
    assert {reason.name for reason in asked.reasons} == {"price", "service"}
    service = next(reason for reason in asked.reasons if reason.name == "service")
    assert service.share.n == answered


def test_the_twin_in_json(lead: Client) -> None:
    fill()
    told = lead.get(reverse("growth:reasons_json")).json()
    assert told["reasons"]["questions"][0]["reasons"][0]["share"]["low"] is not None


def test_surveys_of_customers_who_are_there_are_no_exit_questionnaires() -> None:
    fill()
    with open_reading() as reading:
        assert farewells_of(reading, definition("nps@1"), "en").sources == ("exit",)


def test_confidential_farewells_are_left_out(lead: Client) -> None:
    fill()
    gone = [life for life in lives() if life.left is not None and life.number % 2]
    record([farewell(life, "reasons:secret", 1.0, promise="confidential") for life in gone])
    assert "secret" not in lead.get(PAGE).content.decode()


def test_without_farewells_the_page_says_where_the_questionnaire_is(lead: Client) -> None:
    assert "ready-made instruments" in lead.get(PAGE).content.decode()
    assert lead.get(reverse("growth:reasons_json")).json() == {"definition": None, "reasons": None}

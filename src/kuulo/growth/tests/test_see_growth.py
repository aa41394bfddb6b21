"""The page of growth: what customers did after they answered, and what must not be shown."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kuulo.accounts.queries import organisation
from kuulo.figures.queries import open_reading
from kuulo.figures.tests.answers import answer, record
from kuulo.growth.queries import growth_of, measures_of
from kuulo.growth.queries.history import history_of
from kuulo.growth.tests.cast import CUSTOMERS, fill, lives
from kuulo.measures.definitions import definition

pytestmark = pytest.mark.django_db
PAGE = "/growth/"


def test_histories_hold_who_answered_bought_came_and_left() -> None:
    fill()
    with open_reading() as reading:
        history = history_of(reading, definition("nps@1"))
    left = [life for life in lives() if life.left is not None]
    assert len(history) == CUSTOMERS
    assert len(history.person) == CUSTOMERS + sum(life.answers_again for life in lives())
    assert int((history.until < history.now + 1).sum()) == len(left)
    assert len(history.bringer) == 39
    assert history.has_purchases


def test_the_page_shows_curves_dots_forecast_and_cost(lead: Client) -> None:
    fill()
    response = lead.get(PAGE)
    text = response.content.decode()
    assert response.status_code == 200
    assert text.count('class="curve curve-favourable"') == 3  # its band, its line, and in the key
    assert "Promoters (9–10)" in text
    assert "no proof" in text
    assert "Revenue per customer in the 180 days after" in text
    assert "Brought a new customer" in text
    assert "foretold on past days" in text
    assert "Cost in a year" in text


def test_the_twin_in_json_holds_the_same_figures(lead: Client) -> None:
    fill()
    told = lead.get(reverse("growth:growth_json")).json()
    assert told["definition"] == "nps@1"
    group = told["by_score"]["groups"][0]
    assert group["after"][0][1]["low"] < group["after"][0][1]["value"] <= group["after"][0][1]["high"]
    assert told["forecast"]["skill"]["definition"] == "forecast_skill@1"
    assert told["word_of_mouth"]["cost"]["low"] < told["word_of_mouth"]["cost"]["high"]
    with open_reading() as reading:
        found = growth_of(reading, measures_of(reading)[0])
    assert found is not None
    assert told["by_score"]["hazard"]["value"] == pytest.approx(found.by_score.hazard.value)


def test_what_is_foretold_names_its_version_and_is_kept(lead: Client) -> None:
    fill()
    with open_reading() as reading:
        first = growth_of(reading, definition("nps@1"))
        assert growth_of(reading, definition("nps@1")) is first
        assert first is not None
        assert first.by_score.hazard.data_version == reading.data_version
    del lead


def test_other_assumptions_give_another_cost(lead: Client) -> None:
    fill()
    wide = lead.get(reverse("growth:growth_json")).json()["word_of_mouth"]["cost"]
    asked = {"tell_low": "90", "tell_high": "100", "reach_low": "20", "reach_high": "20"}
    more = lead.get(reverse("growth:growth_json"), asked).json()["word_of_mouth"]["cost"]
    assert more["value"] > 5 * wide["value"]


def test_a_range_upside_down_is_refused_and_the_rest_stays(lead: Client) -> None:
    fill()
    response = lead.get(PAGE, {"tell_low": "90", "tell_high": "10"})
    assert response.status_code == 422
    assert "cannot be used" in response.content.decode()
    assert "Promoters (9–10)" in response.content.decode()
    assert lead.get(PAGE, {"tell_low": "900", "tell_high": "1000"}).status_code == 422


@pytest.mark.parametrize("given", ["nan", "inf", "-5", "900", "1e9", "much"])
def test_a_range_of_no_number_is_refused_by_page_and_twin(lead: Client, given: str) -> None:
    fill()
    assert lead.get(PAGE, {"tell_low": given}).status_code == 422
    told = lead.get(reverse("growth:growth_json"), {"tell_low": given})
    assert told.status_code == 422
    assert "tell_low" in told.json()["error"]


def test_groups_under_the_floor_are_withheld(lead: Client) -> None:
    company = organisation()
    record([answer(number, 10.0 if number < 20 else 1.0, days_ago=300) for number in range(23)])
    from_register = [life for life in lives() if life.number < 23]
    assert len(from_register) == 23
    assert company.anonymity_floor == 5
    text = lead.get(PAGE).content.decode()
    assert "No customer’s answers" in text  # nobody is registered, so nobody is known by name


def test_confidential_answers_are_joined_with_nothing(lead: Client) -> None:
    fill()
    record([answer(500 + number, 0.0, days_ago=500, promise="confidential", source="quiet") for number in range(30)])
    record([answer(number, 0.0, days_ago=700, promise="confidential", source="quiet") for number in range(30)])
    with open_reading() as reading:
        told = len(history_of(reading, definition("nps@1")).person)
    assert told == CUSTOMERS + sum(life.answers_again for life in lives())
    del lead


def test_without_answers_the_page_says_what_it_needs(lead: Client) -> None:
    assert "Growth needs answers" in lead.get(PAGE).content.decode()
    assert lead.get(reverse("growth:growth_json")).json()["growth"] is None

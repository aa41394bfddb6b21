"""How do we know? The page behind a figure: who was asked, who is missing, other methods, what remains; its twins."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from kuulo.accounts.rules import Role
from kuulo.correction.services import JOB_HANDLERS
from kuulo.customers.rules import PartyRow, Stage
from kuulo.customers.services import register_parties
from kuulo.figures.tests.answers import answer, many, record
from kuulo.jobs.services import JobContext
from kuulo.jobs.services.claims import claim_job

pytestmark = pytest.mark.django_db


def fill() -> None:
    """Record the answers of sixty customers among ninety; those in the north are silent oftener, and less content."""
    register_parties(
        PartyRow(
            identifier=f"customer_id:{number}",
            stage=Stage.ACTIVE,
            language="fi",
            attributes={"region": "North" if number >= 40 else "South"},
        )
        for number in range(90)
    )
    record(answer(number, 10 if number < 40 else 0, touchpoint=None) for number in range(60))
    record(answer(number, None, touchpoint=None) for number in range(60, 90))


def follow_up() -> None:
    """Record that of two hundred customers half answer 10 at once, and 40 of 50 silent ones asked again say 0 or 10."""
    register_parties(
        PartyRow(
            identifier=f"customer_id:{number}",
            stage=Stage.ACTIVE,
            language="fi",
            attributes={"region": "North" if number % 2 else "South"},
        )
        for number in range(200)
    )
    record(answer(number, 10 if number < 100 else None, touchpoint=None, days_ago=9) for number in range(200))
    record(
        answer(
            number,
            None if number % 5 == 4 else 10 if number % 5 < 2 else 0,
            touchpoint=None,
            source="calls",
            weight=2.0,
            attributes={"phase": "2"},
        )
        for number in range(100, 150)
    )


def test_asked_answered_and_answers_of_a_followed_up_figure_are_the_same_everywhere(lead: Client) -> None:
    follow_up()
    explored = lead.get("/explore/figures.json?period=all").json()["figure"]
    known = lead.get("/explore/know.json?period=all").json()
    home = lead.get("/home.json?period=all").json()["measures"][0]["now"]
    for one in (explored, known["figure"], known["methods"]["two_phase"], home):
        assert one["method"].startswith("two-phase")
        assert (one["n"], one["invited"], one["answered"], one["raw"]) == (140, 200, 140, 100.0)
        assert one["n_eff"] <= 1.5 * one["n"]
    assert known["methods"]["raw"]["trust"].startswith("Not corrected")


def test_the_way_from_everybody_to_the_answers_ends_with_those_heard_in_the_end(lead: Client) -> None:
    follow_up()
    page = lead.get("/explore/know/?period=all").content.decode()
    assert "Answered, follow-up included" in page
    assert "Answered: 100" in page
    assert "140" in page[page.index("Answered, follow-up included") :]


def test_beside_a_chart_of_parts_it_is_said_that_the_follow_up_is_in_the_whole_alone(lead: Client) -> None:
    follow_up()
    words = "only the figure of all leans on the silent who were asked again.</p>"
    assert words in lead.get("/explore/?period=all&by=c.region").content.decode()
    assert words not in lead.get("/explore/?period=all&by=c.region&c.region=North").content.decode()


def test_the_page_begins_with_one_sentence_and_names_definition_and_data(lead: Client) -> None:
    fill()
    page = lead.get("/explore/know/?period=all").content.decode()
    assert '<p class="lead">' in page
    assert "nps@1" in page
    assert "Reichheld" in page
    assert "Data version" in page


def test_the_pictures_have_their_tables(lead: Client) -> None:
    fill()
    page = lead.get("/explore/know/?period=all").content.decode()
    assert "From everybody to the answers" in page
    assert '<th scope="row">Customers</th><td class="number">90</td>' in page
    assert "Who is missing, and who is there too often" in page
    assert '<th scope="row">region: North</th>' in page
    assert "The same figure, computed in other ways" in page


def test_what_remains_stands_in_a_table_and_a_slider_that_needs_a_script(lead: Client) -> None:
    fill()
    page = lead.get("/explore/know/?period=all").content.decode()
    assert "The silent differ by (points of the scale)" in page
    assert '<div class="bounds-slider" hidden="hidden" data-bounds="1">' in page
    assert "figures/bounds" in page


def test_a_corrected_figure_shows_the_uncorrected_one_beside_it(lead: Client) -> None:
    fill()
    told = lead.get("/explore/figures.json?period=all").json()
    assert told["figure"]["raw"] == pytest.approx(100 * (40 - 20) / 60)
    assert told["figure"]["value"] < told["figure"]["raw"]
    assert told["figure"]["trust"].startswith("Corrected for")
    assert "uncorrected 33" in lead.get("/explore/?period=all").content.decode()


def test_a_filtered_figure_says_that_the_rest_is_about_everybody(lead: Client) -> None:
    fill()
    page = lead.get("/explore/know/?period=all&c.region=North").content.decode()
    assert "filters left aside" in page


def test_of_too_few_nothing_is_said(lead: Client) -> None:
    record(many({10: 3}))
    page = lead.get("/explore/know/").content.decode()
    assert "Withheld to protect persons" in page
    assert "From everybody to the answers" not in page


def test_where_nobody_noted_who_was_asked_the_page_says_so(lead: Client) -> None:
    record(many({10: 30}, party=None))
    page = lead.get("/explore/know/").content.decode()
    assert "Who did not answer is not known" in page


def test_without_answers_it_leads_to_explore(lead: Client) -> None:
    assert lead.get("/explore/know/").headers["Location"] == "/explore/"


def test_a_measure_nobody_answered_is_refused(lead: Client) -> None:
    fill()
    assert lead.get("/explore/know/?measure=ces.2@1").status_code == 422


def test_the_twin_holds_everything_the_page_shows(lead: Client) -> None:
    fill()
    told = lead.get("/explore/know.json?period=all").json()
    assert told["definition"] == "nps@1"
    assert told["listening"]["representation"]["turnout"]["frame"] == 90
    assert set(told["methods"]) >= {"raw", "raked"}
    assert told["listening"]["bounds"]["pattern"]
    assert "weights" not in told["listening"]


def test_slower_methods_are_computed_by_the_worker_and_then_stand_beside_the_others(lead: Client) -> None:
    fill()
    page = lead.get("/explore/know/?period=all").content.decode()
    assert 'action="/explore/know/compare/?measure=nps%401&amp;period=all"' in page
    assert lead.post("/explore/know/compare/?period=all").headers["Location"] == "/explore/know/?period=all"
    soon = timezone.now() + timedelta(seconds=1)
    claim = claim_job(["correction.compare"], now=soon, lease=timedelta(minutes=1))
    assert claim is not None
    JOB_HANDLERS["correction.compare"](JobContext(claim, threading.Event()))
    page = lead.get("/explore/know/?period=all").content.decode()
    assert "Doubly robust" in page
    assert "know/compare" not in page


def test_a_reader_cannot_ask_the_worker(reader: Client) -> None:
    fill()
    assert reader.post("/explore/know/compare/?period=all").status_code == 403


def test_explore_and_home_lead_to_it(lead: Client) -> None:
    fill()
    assert 'href="/explore/know/?measure=nps%401&amp;period=all"' in lead.get("/explore/?period=all").content.decode()
    assert 'href="/explore/know/?measure=nps%401&amp;period=90"' in lead.get("/?period=90").content.decode()


def test_the_twins_of_explore_and_home(lead: Client) -> None:
    record([*many({10: 120, 0: 30}), *many({10: 10, 0: 50}, start=200, touchpoint="Invoice")])
    told = lead.get("/explore/figures.json?by=touchpoint").json()
    assert [one["group"] for one in told["groups"]] == ["Visit", "Invoice"]
    assert told["compared"]["differences"]
    home = lead.get("/home.json").json()
    assert home["measures"][0]["now"]["n"] == 210
    assert home["pulls"]


def test_the_twin_of_an_empty_home_names_its_data_version(lead: Client) -> None:
    assert set(lead.get("/home.json").json()) == {"data_version"}


@pytest.mark.parametrize("query", ["", "?measure=nps%401", "?measure=no+such", "?by=a.%27%22%3B&touchpoint=x"])
def test_where_nothing_is_heard_yet_every_twin_says_so(lead: Client, query: str) -> None:
    assert lead.get(f"/explore/know/{query}").status_code == 302
    for path in ("/explore/know.json", "/explore/figures.json"):
        assert lead.get(path + query).status_code == 400, path
    assert lead.post(f"/explore/know/compare/{query}").status_code == 400
    assert lead.get(f"/home.json{query}").status_code == 200


def test_touchpoints_attributes_and_their_values_may_be_called_anything(lead: Client) -> None:
    odd = 'O\'Neill "x" {0} party_attributes signals.text; --'
    register_parties(
        PartyRow(identifier=f"customer_id:{number}", stage=Stage.ACTIVE, attributes={odd: odd if number % 2 else "no"})
        for number in range(120)
    )
    record(
        answer(number, None if number % 3 == 2 else 10 if number % 2 else 0, touchpoint=odd, attributes={odd: odd})
        for number in range(120)
    )
    for query in ({"touchpoint": odd}, {f"c.{odd}": odd}, {f"a.{odd}": odd}, {"by": f"c.{odd}"}, {"by": f"a.{odd}"}):
        told = lead.get("/explore/figures.json", query | {"period": "all"}).json()
        assert told["figure"]["n"] in {40, 80}, query
        assert lead.get("/explore/know/", query | {"period": "all"}).status_code == 200
        assert lead.post("/explore/know/compare/?" + urlencode(query)).status_code == 302


def test_every_role_may_know(cast: Mapping[Role, Any]) -> None:
    fill()
    for person in cast.values():
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        for path in ("/explore/know/", "/explore/know.json", "/explore/figures.json", "/home.json"):
            assert client.get(path).status_code == 200, path


def test_who_has_not_signed_in_is_told_nothing() -> None:
    for path in ("/explore/know/", "/explore/know.json", "/explore/figures.json", "/home.json"):
        assert Client().get(path).status_code == 302

"""Home: figures now against before, what matters first, comments for those who may read them, quiet refreshing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kuulo.figures.tests.answers import comment, many, record

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def fill() -> None:
    record(
        [
            *many({10: 120, 0: 30}),
            *many({10: 10, 0: 50}, start=200, touchpoint="Invoice"),
            *many({10: 180, 0: 20}, start=300, days_ago=100),
            *many({5: 60, 2: 20}, start=600, definition="csat.top2@1"),
            comment(1, "The technician explained everything."),
        ]
    )


def test_without_answers_home_leads_to_import(lead: Client, reader: Client) -> None:
    page = lead.get("/").content.decode()
    assert "No answers yet" in page
    assert 'href="/import/"' in page
    assert "as soon as an insight lead has imported" in reader.get("/").content.decode()


def test_home_says_what_matters_first_in_plain_words(lead: Client) -> None:
    fill()
    page = lead.get("/?period=90").content.decode()
    headline = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert headline is not None
    assert "“Net Promoter Score” has become worse: −56 (" in headline[1]
    assert "Most is lost at Invoice" in page


def test_every_figure_has_its_interval_and_n(lead: Client) -> None:
    fill()
    page = lead.get("/?period=90").content.decode().replace("\u00a0", " ")
    assert "n = 210" in page
    assert "n = 80" in page
    assert "Worse than before: −56 (−" in page
    assert "Nobody had answered in the time before." in page
    assert page.count("How do we know?") == 2


def test_comments_stand_beside_their_scores_for_those_who_may_read_them(lead: Client, reader: Client) -> None:
    fill()
    page = lead.get("/").content.decode()
    assert "The technician explained everything." in page
    assert "10/10" in page
    assert "The technician explained everything." not in reader.get("/").content.decode()


def test_nothing_is_sent_again_while_no_answer_has_come(lead: Client) -> None:
    fill()
    page = lead.get("/?period=90").content.decode()
    asked = re.search(r'hx-get="([^"]+)"', page)
    assert asked is not None
    address = asked[1].replace("&amp;", "&")
    assert lead.get(address, headers=HTMX).status_code == 204
    record(many({3: 5}, start=900))
    part = lead.get(address, headers=HTMX)
    assert part.status_code == 200
    assert b"<html" not in part.content
    assert "n = 215" in part.content.decode().replace("\u00a0", " ")


def test_a_measure_that_cannot_be_pooled_hides_none_that_can(lead: Client) -> None:
    fill()
    record(many({5: 10}, start=700, definition="csat.top2@1", scale_min=1.0, scale_max=7.0, source="shops"))
    page = lead.get("/").content.decode()
    assert "Net Promoter Score" in page
    assert "shops, csat: 1–7" in page


def test_a_period_nobody_offers_is_refused(lead: Client) -> None:
    assert lead.get("/?period=7").status_code == 422

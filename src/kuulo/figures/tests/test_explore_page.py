"""Explore as people use it: with and without script, with filters, refusals and permissions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from kuulo.accounts.rules import Role
from kuulo.figures.tests.answers import answer, many, record

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def fill() -> None:
    record(
        [
            *many({10: 40, 0: 10}, attributes={"region": "South"}),
            *many({10: 10, 0: 20}, start=100, touchpoint="Invoice", attributes={"region": "North"}),
        ]
    )


def test_a_page_without_answers_leads_to_import(lead: Client, reader: Client) -> None:
    assert b"Import answers" in lead.get("/explore/").content
    page = reader.get("/explore/")
    assert page.status_code == 200
    assert b"Import answers" not in page.content


def test_the_page_shows_figure_chart_table_and_form(lead: Client) -> None:
    fill()
    page = lead.get("/explore/?by=touchpoint").content.decode()
    assert "Net Promoter Score" in page
    assert "n = 80" in page.replace("\u00a0", " ")
    assert "<svg" in page
    assert '<th scope="row">Invoice</th>' in page
    assert "How do we know?" in page
    assert "nps@1" in page
    assert 'name="a.region"' in page


def test_what_was_chosen_stays_chosen_and_can_be_taken_away(lead: Client) -> None:
    fill()
    page = lead.get("/explore/?by=week&touchpoint=Invoice&period=90").content.decode()
    assert '<option value="Invoice" selected>' in page
    assert '<option value="week" selected>' in page
    assert 'href="/explore/?by=week&amp;period=90"' in page.replace("measure=nps%401&amp;", "")
    assert "n = 30" in page.replace("\u00a0", " ")


def test_an_empty_field_of_a_form_leaves_the_address(lead: Client) -> None:
    fill()
    answer_ = lead.get("/explore/?measure=nps%401&by=&touchpoint=Invoice&channel=&from=&to=")
    assert answer_.status_code == 302
    assert answer_.headers["Location"] == "/explore/?measure=nps%401&touchpoint=Invoice"


def test_htmx_gets_the_region_alone_and_the_address_to_show(lead: Client) -> None:
    fill()
    part = lead.get("/explore/?by=touchpoint&touchpoint=", headers=HTMX)
    assert part.status_code == 200
    assert b"<html" not in part.content
    assert b"explore-told" in part.content
    assert part.headers["HX-Push-Url"] == "/explore/?by=touchpoint"
    assert "HX-Request" in part.headers["Vary"]


def test_htmx_going_back_gets_the_whole_page(lead: Client) -> None:
    fill()
    page = lead.get("/explore/?by=touchpoint", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert b"<html" in page.content


def test_scales_that_cannot_be_pooled_are_named_with_the_way_out(lead: Client) -> None:
    record(
        [
            *many({10: 10}, definition="mean@1", scale_min=0.0, scale_max=10.0),
            *many({5: 10}, start=50, definition="mean@1", scale_min=1.0, scale_max=5.0, source="shops"),
        ]
    )
    page = lead.get("/explore/?measure=mean@1")
    text = page.content.decode()
    assert page.status_code == 422
    assert "visits, mean: 0–10; shops" not in text
    assert "shops, mean: 1–5; visits, mean: 0–10" in text
    assert lead.get("/explore/?measure=mean%401&question=mean&source=shops").status_code == 200
    assert "/explore/?measure=mean%401&amp;question=mean&amp;source=shops" in text


def test_withheld_groups_say_so(lead: Client) -> None:
    record([*many({10: 20}), *[answer(500 + n, 0, touchpoint="Claim") for n in range(3)]])
    page = lead.get("/explore/?by=touchpoint").content.decode()
    assert "Withheld to protect persons" in page


def test_a_misspelt_filter_is_refused_not_ignored(lead: Client) -> None:
    fill()
    page = lead.get("/explore/?regoin=South")
    assert page.status_code == 422
    assert "regoin" in page.content.decode()


def test_every_role_may_look_but_only_some_may_download(cast: Mapping[Role, Any]) -> None:
    fill()
    for role, person in cast.items():
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get("/explore/").status_code == 200
        allowed = role in {Role.OWNER, Role.INSIGHT_LEAD, Role.RESEARCHER}
        for name in ("figures.csv", "figures.xlsx"):
            assert client.get(f"/explore/{name}").status_code == (200 if allowed else 403)
        assert (b"Download CSV" in client.get("/explore/").content) is allowed


def test_who_has_not_signed_in_sees_nothing() -> None:
    for path in ("/explore/", "/explore/figures.csv", "/"):
        assert Client().get(path).status_code == 302

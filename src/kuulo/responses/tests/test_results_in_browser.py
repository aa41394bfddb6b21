"""The results page in Chromium: it follows new answers by itself, and stands at every width."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser import Visit

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.responses.services import open_way_in
from kuulo.responses.tests.intake_server import served
from kuulo.responses.tests.published import published
from kuulo.responses.tests.test_results import answered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def address(open_database: dict[str, str]) -> Iterator[str]:
    """Return the address of the real server."""
    with served(open_database) as server:
        yield f"http://127.0.0.1:{server.port}"


def signed_in(chromium: Browser, address: str) -> BrowserContext:
    """Return a browser in which an insight lead has signed in."""
    person = User.objects.create(email="lead@example.org", name="Lead", role=Role.INSIGHT_LEAD, language="en")
    client = Client()
    client.force_login(person, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = chromium.new_context(locale="en-GB")
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    return context


def answer(page: Page, address: str, score: int) -> None:
    """Answer on the tablet's page; the server has it when this returns."""
    page.goto(address)
    page.get_by_role("radio", name=str(score), exact=True).check(force=True)
    page.get_by_role("button", name="Continue").click()
    with page.expect_response("**/v1/answers") as told:
        page.get_by_role("button", name="Send").click()
    assert told.value.ok


def test_an_answer_shows_in_open_results_and_on_home_and_explore(address: str, chromium: Browser) -> None:
    version = published()
    answered(version, count=20)
    tablet = open_way_in(slug=version.slug, kind="kiosk", name="Counter")
    lead, customer = signed_in(chromium, address), chromium.new_context(locale="en-GB")
    try:
        results = lead.new_page()
        results.goto(f"{address}/instruments/{version.slug}/results/")
        main = results.locator(".results-main")
        expect(main).to_contain_text("n = 20")
        main.get_by_text("How do we know?").click()
        guest = customer.new_page()
        for n in range(21, 26):
            answer(guest, f"{address}/k/{tablet.token}", 10)
            expect(main.locator("> p .estimate-n")).to_have_text(f"n = {n}")
            expect(main.locator("details.know")).to_have_attribute("open", "")
        explore = lead.new_page()
        explore.goto(f"{address}/explore/?measure=nps@1&period=all")
        expect(explore.locator(".explore-whole")).to_contain_text("n = 25")
        explore.goto(f"{address}/")
        expect(explore.locator("#home")).to_contain_text("n = 25")
    finally:
        lead.close()
        customer.close()


def test_the_page_stands_in_every_width_and_colour(visit: Visit, width: int, scheme: str) -> None:
    version = published()
    answered(version, count=30)
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/instruments/{version.slug}/results/", width=width, scheme=scheme)
    visit.assert_sound()


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_ways_in_stand_in_every_language(visit: Visit, language: str, width: int) -> None:
    version = published()
    ways = {kind: open_way_in(slug=version.slug, kind=kind, name=f"The {kind}") for kind in ("qr", "widget", "api")}
    visit.sign_in(Role.INSIGHT_LEAD, language=language)
    visit.open(f"/instruments/{version.slug}/ways-in/", width=width).assert_sound()
    visit.open(f"/instruments/{version.slug}/ways-in/{ways['qr'].id}/poster/", width=width).assert_sound()
    visit.open(f"/instruments/{version.slug}/ways-in/{ways['widget'].id}/try/", width=width)
    # The walk by keyboard does not look into the widget; its own tests do.
    visit.assert_accessible().assert_no_horizontal_scroll().assert_targets().assert_no_complaints()

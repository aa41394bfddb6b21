"""The tablet in the shop: asks without a network, keeps what was answered, and sends it once when there is one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser import Visit

from kuulo.responses.models import Response
from kuulo.responses.services import close_way_in, open_way_in
from kuulo.responses.tests.intake_server import served
from kuulo.responses.tests.published import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAITING = "#waiting"


def tablet() -> str:
    return (
        "/k/" + open_way_in(slug=published().slug, kind="kiosk", name="Counter", attributes={"shop": "Tampere"}).token
    )


@pytest.fixture
def address(open_database: dict[str, str]) -> Iterator[str]:
    """Return the address of the real server: only there is anything taken in."""
    with served(open_database) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Return the browser of a tablet."""
    found = chromium.new_context(viewport={"width": 1024, "height": 768}, has_touch=True, locale="en-GB")
    found.set_default_timeout(15_000)
    yield found
    found.close()


def opened(context: BrowserContext, address: str) -> Page:
    """Open the tablet's page and wait until it is kept for when the network is gone."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-kept=yes]")
    return page


def answer(page: Page, score: int) -> None:
    """Answer all questions by touch."""
    page.get_by_role("radio", name=str(score), exact=True).tap()
    page.get_by_role("button", name="Continue").tap()
    page.get_by_role("radio", name="Help").tap()
    page.get_by_role("checkbox", name="Staff").tap()
    page.get_by_role("button", name="Send").tap()
    page.get_by_text("Thank you for your visit!").wait_for()
    page.get_by_role("button", name="Next person").tap()


def test_answers_given_without_a_network_arrive_once_also_after_a_reload(address: str, context: BrowserContext) -> None:
    page = opened(context, address + tablet())
    context.set_offline(True)
    answer(page, 9)
    answer(page, 3)
    expect(page.locator(WAITING)).to_have_text("↑ 2")
    page.reload()
    page.get_by_text("Would you recommend us?").wait_for()
    expect(page.locator(WAITING)).to_have_text("↑ 2")
    answer(page, 7)
    assert Response.objects.count() == 0
    context.set_offline(False)
    expect(page.locator(WAITING)).to_have_text("")
    page.reload()
    page.wait_for_timeout(500)
    rows = Response.objects.filter(state="complete")
    assert sorted(row.answers["recommend"] for row in rows) == [3, 7, 9]
    assert {(row.channel, row.touchpoint, row.attributes["shop"]) for row in rows} == {("kiosk", "Shop", "Tampere")}
    assert Response.objects.count() == 3


def test_what_was_sent_when_the_answer_was_lost_is_stored_once(address: str, context: BrowserContext) -> None:
    page = opened(context, address + tablet())
    sent: list[str] = []

    def deliver_but_lose(route: Any) -> None:
        sent.append(route.request.post_data)
        route.fetch()
        route.abort()

    page.route("**/v1/answers", deliver_but_lose, times=1)
    answer(page, 9)
    expect(page.locator(WAITING)).to_have_text("↑ 1")
    page.evaluate("store.send()")
    expect(page.locator(WAITING)).to_have_text("")
    assert len(sent) == 1
    assert Response.objects.count() == 1


def test_the_original_time_goes_along(address: str, context: BrowserContext) -> None:
    page = opened(context, address + tablet())
    context.set_offline(True)
    began = datetime.now(tz=UTC)
    answer(page, 9)
    answered = datetime.now(tz=UTC)
    page.wait_for_timeout(2_500)
    context.set_offline(False)
    expect(page.locator(WAITING)).to_have_text("")
    completed = Response.objects.get().completed_at
    assert completed is not None
    assert began <= completed <= answered


def test_who_walks_away_leaves_a_clean_start_and_what_was_answered(visit: Visit) -> None:
    visit.open(tablet(), width=1024)
    page = visit.page
    page.evaluate("told.idle = 0.3; told.asked = 0.6")
    page.get_by_role("button", name="Svenska").click()
    page.get_by_role("radio", name="2", exact=True).check()
    page.get_by_text("What was missing? (sv)").wait_for()
    page.get_by_text("Är du kvar?").wait_for()
    page.get_by_role("button", name="English", pressed=True).wait_for()
    assert page.get_by_role("radio", name="2", exact=True).is_checked() is False
    assert page.evaluate("store.counts()")["waiting"] == 1


def test_who_is_still_there_goes_on(visit: Visit) -> None:
    visit.open(tablet(), width=1024)
    page = visit.page
    page.evaluate("told.idle = 0.3; told.asked = 60")
    page.get_by_role("radio", name="2", exact=True).check()
    page.get_by_role("button", name="Yes, go on").click()
    assert page.get_by_role("radio", name="2", exact=True).is_checked()


def test_the_page_stands_in_every_width_and_colour(visit: Visit, width: int, scheme: str) -> None:
    visit.open(tablet(), width=width, scheme=scheme).assert_sound()
    visit.page.get_by_role("radio", name="2", exact=True).check()
    visit.page.get_by_role("button", name="Continue").click()
    visit.page.get_by_text("How fast was it?").wait_for()
    visit.assert_accessible().assert_no_horizontal_scroll().assert_targets()


def test_a_required_question_is_asked_for_and_takes_the_focus(visit: Visit) -> None:
    visit.open(tablet(), width=1024)
    visit.page.get_by_role("button", name="Continue").click()
    visit.page.get_by_role("alert").get_by_text("Please answer this").wait_for()
    assert visit.page.evaluate("document.activeElement.name") == "recommend"


def test_there_is_no_way_out_of_the_page(visit: Visit) -> None:
    path = tablet()
    visit.open(path, width=1024)
    assert visit.page.locator("a").count() == 0
    visit.page.go_back()
    assert visit.page.url.endswith(path)


def test_a_closed_tablet_says_so(visit: Visit) -> None:
    version = published()
    way = open_way_in(slug=version.slug, kind="kiosk", name="Counter")
    close_way_in(way.id, slug=version.slug)
    visit.open(f"/k/{way.token}", width=1024)
    visit.page.get_by_text("These questions are closed").wait_for()


def test_another_kind_of_way_in_is_no_tablet(visit: Visit) -> None:
    way = open_way_in(slug=published().slug, kind="link", name="Link")
    answer_ = visit.page.goto(f"{visit.address}/k/{way.token}")
    assert answer_ is not None
    assert answer_.status == 404

"""The widget on somebody else's website: closed in itself, nothing stored without consent, each answer kept once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser import AXE_OPTIONS, GUARD_SCRIPT

from kuulo.instruments.rules.questionnaire import Choice, Kind, Question, Questionnaire
from kuulo.instruments.rules.questionnaire import Page as Sheet
from kuulo.responses.models import Response
from kuulo.responses.services import open_way_in
from kuulo.responses.tests.hosting import hosted
from kuulo.responses.tests.intake_server import served
from kuulo.responses.tests.published import ASKED, published, words

LARGEST = 15_000
HEADING_SIZE = "getComputedStyle(document.querySelector('body > div').shadowRoot.querySelector('h2')).fontSize"


@pytest.mark.django_db
def test_the_script_is_one_small_file_that_any_website_may_load_and_keep() -> None:
    answer = Client().get("/w/kuulo.js")
    assert len(answer.content) < LARGEST
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "max-age=3600" in answer["Cache-Control"]
    assert not answer.cookies
    again = Client().get("/w/kuulo.js", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    for forbidden in (b"document.cookie", b"eval(", b"innerHTML", b"import("):
        assert forbidden not in answer.content


@pytest.fixture
def kuulo(open_database: dict[str, str]) -> Iterator[str]:
    """Return the address of the real server."""
    with served(open_database) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Return the browser of a visitor."""
    found = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", reduced_motion="reduce")
    found.set_default_timeout(15_000)
    found.add_init_script(GUARD_SCRIPT)
    yield found
    found.close()


def way_in(questionnaire: Questionnaire = ASKED) -> str:
    return open_way_in(slug=published(questionnaire).slug, kind="widget", name="Site").token


def visited(context: BrowserContext, site: str) -> tuple[Page, list[str]]:
    """Open the website; return its page, and what the browser complains of as it comes."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site)
    return page, complaints


def refused(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.__kuulo_refused")
    return found


browser_test = pytest.mark.browser
database = pytest.mark.django_db(transaction=True)


@browser_test
@database
def test_answers_clarified_and_with_hidden_fields_arrive_once(kuulo: str, context: BrowserContext) -> None:
    asked = ASKED.__class__(
        languages=ASKED.languages, title=ASKED.title, pages=ASKED.pages, closings=ASKED.closings, hidden=("order",)
    )
    with hosted(kuulo, way_in(asked), more='data-hidden-order="1042"') as site:
        page, complaints = visited(context, site)
        page.get_by_role("button", name="Give feedback").click()
        dialog = page.get_by_role("dialog", name="Your visit")
        expect(dialog).to_be_visible()
        assert (
            Axe()
            .run(page, options=AXE_OPTIONS | {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag22aa"]}})
            .violations_count
            == 0
        )
        assert not dialog.get_by_text("What was missing?").is_visible()
        dialog.get_by_role("radio", name="3", exact=True).check(force=True)
        dialog.get_by_label("What was missing?").fill("More light")
        dialog.get_by_role("button", name="Continue").click()
        dialog.get_by_role("radio", name="Help").check(force=True)
        dialog.get_by_role("checkbox", name="Staff").check(force=True)
        lost: list[Any] = []

        def deliver_but_lose(route: Any) -> None:
            lost.append(route.fetch().status)
            route.abort()

        page.route("**/v1/answers", deliver_but_lose, times=1)
        dialog.get_by_role("button", name="Send").click()
        thanks = page.get_by_role("dialog", name="Thank you for your visit!")
        expect(thanks).to_be_visible()
        assert thanks.inner_text().split() == ["Thank", "you", "for", "your", "visit!", "×", "Close"]
        assert thanks.get_by_text("Close").evaluate("one => getComputedStyle(one).fontSize") == "16px"
        assert lost == [201]
        row = Response.objects.get()
        assert row.answers == {"recommend": 3, "better": "More light", "why": "help", "liked": ["staff"]}
        assert (row.hidden, row.state, row.channel) == ({"order": "1042"}, "complete", "widget")
        assert page.evaluate("localStorage.length") == 0
        assert context.cookies() == []
        assert refused(page) == []
        assert [one for one in complaints if "v1/answers" not in one and "ERR_FAILED" not in one] == []
        color = page.evaluate(
            "getComputedStyle(document.querySelector('body > div').shadowRoot.querySelector('h2')).fontSize"
        )
        assert color == "18px"


@browser_test
@database
def test_escape_closes_gives_the_focus_back_and_is_a_dismissal(kuulo: str, context: BrowserContext) -> None:
    with hosted(kuulo, way_in(), language="fi") as site:
        page, _complaints = visited(context, site)
        opener = page.get_by_role("button", name="Anna palautetta")
        opener.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Your visit (fi)")).to_be_visible()
        with page.expect_response("**/v1/seen") as told:
            page.keyboard.press("Escape")
        assert told.value.ok
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Anna palautetta"
        assert Response.objects.get().state == "dismissed"


@browser_test
@database
def test_with_consent_it_remembers_and_without_it_asks_again(kuulo: str, context: BrowserContext) -> None:
    with hosted(kuulo, way_in(), more='data-consent="given"') as site:
        page, _complaints = visited(context, site)
        page.get_by_role("button", name="Give feedback").click()
        page.get_by_role("button", name="Close").click()
        assert page.evaluate("Object.keys(localStorage).length") == 1
        page.reload()
        page.wait_for_function("() => !!window.Kuulo")
        assert page.get_by_role("button", name="Give feedback").count() == 0


@browser_test
@database
def test_what_it_cannot_ask_is_asked_on_the_full_page(kuulo: str, context: BrowserContext) -> None:
    rank = Question(
        key="rank",
        kind=Kind.RANKING,
        text=words("What matters most?"),
        choices=(Choice(key="one", text=words("One")), Choice(key="two", text=words("Two"))),
    )
    more = Sheet(key="rest", questions=(rank,))
    asked = Questionnaire(languages=ASKED.languages, title=ASKED.title, pages=(ASKED.pages[0], more))
    with hosted(kuulo, way_in(asked), more='data-open="1" data-language="sv"') as site:
        page, _complaints = visited(context, site)
        page.get_by_role("button", name="Buy").focus()
        expect(page.get_by_role("dialog", name="Your visit (sv)")).to_be_visible()
        assert page.evaluate("document.activeElement.id") == "first"
        page.get_by_role("radio", name="9", exact=True).check(force=True)
        page.get_by_role("button", name="Skicka").click()
        with context.expect_page() as opened:
            page.get_by_role("link", name="Svara på resten av frågorna").click()
        opened.value.get_by_text("What matters most? (sv)").wait_for()
        assert Response.objects.get().state == "partial"


@browser_test
@database
def test_a_required_question_is_asked_for(kuulo: str, context: BrowserContext) -> None:
    with hosted(kuulo, way_in()) as site:
        page, _complaints = visited(context, site)
        page.get_by_role("button", name="Give feedback").click()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_have_text("Please answer this first.")
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.name") == "recommend"
        assert Response.objects.count() == 0

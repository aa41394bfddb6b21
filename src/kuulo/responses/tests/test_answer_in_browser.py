"""Answering in Chromium: on a phone, in three languages, with script and without, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kuulo.instruments.rules.questionnaire import Promise, Questionnaire
from kuulo.responses.models import Response
from kuulo.responses.services import open_way_in
from kuulo.responses.tests.answering import published
from kuulo.responses.tests.invited import invite
from kuulo.responses.tests.questionnaires import EVERYTHING, SHORT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = 390
LANGUAGES = ("en", "fi", "sv")
SEND = ".buttons .send"


def link(questionnaire: Questionnaire, promise: Promise = Promise.IDENTIFIED) -> str:
    version = published(questionnaire, promise)
    return "/a/" + open_way_in(slug=version.slug, kind="link", name="Website").token


@pytest.fixture
def plain(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """Return a page of a browser whose script is switched off; nothing can be asked of it but what it shows."""
    context = chromium.new_context(
        java_script_enabled=False, locale="en-GB", base_url=live_server.url, viewport={"width": NARROW, "height": 900}
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture(params=["script", "no script"])
def either(request: pytest.FixtureRequest, visit: Any) -> Any:
    """Return a visit with the pages' script, and one without it; axe needs a browser that runs its own."""
    if request.param == "no script":
        visit.context.route("**/public.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    return visit


def assert_fits(visit: Any) -> None:
    visit.assert_accessible().assert_no_horizontal_scroll().assert_targets()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_question_on_a_phone(either: Any, language: str) -> None:
    either.open(f"{link(EVERYTHING)}?language={language}", width=NARROW)
    page = either.page
    assert page.get_attribute("html", "lang") == language
    assert_fits(either)
    either.walk_keyboard()
    page.check("#q_nps_9", force=True)
    page.check("#q_csat_4", force=True)
    page.click(SEND)
    page.wait_for_selector("#q_where")
    assert_fits(either)
    page.click(SEND)
    page.wait_for_selector("#errors:focus")
    assert page.evaluate("document.activeElement.id") == "errors", "the summary takes the focus"
    assert_fits(either)
    page.click("#errors a >> nth=1")
    assert page.evaluate("document.activeElement.id") == "q_agree__again_yes", "its links lead to the question"
    page.check("#q_where_box")
    page.check("#q_went_well_time")
    for name in ("#q_parts__speed_5", "#q_agree__again_yes", "#q_agree__tell_no"):
        page.check(name, force=True)
    page.click(SEND)
    page.wait_for_selector("#q_first")
    assert_fits(either)
    page.select_option("#q_first__green", "1")
    page.select_option("#q_first__price", "2")
    page.select_option("#q_first__speed", "3")
    page.fill("#q_orders_field", "12")
    page.fill("#q_words_field", "Kiitos")
    page.click(SEND)
    page.wait_for_selector(".tick")
    assert_fits(either)
    stored = Response.objects.get()
    assert (stored.state, stored.language) == ("complete", language)
    assert stored.answers["first"] == ["green", "price", "speed"]


def test_states_are_sound_in_each_scheme_and_width(visit: Any, width: int, scheme: str) -> None:
    address = link(EVERYTHING)
    visit.open(f"{address}?nps=3", width=width, scheme=scheme)
    assert_fits(visit)
    visit.walk_keyboard()
    visit.page.click(SEND)
    visit.page.wait_for_selector("#q_where")
    visit.page.check("#q_where_other")
    visit.page.check("#q_parts__driver_2", force=True)
    visit.page.click(SEND)
    visit.page.wait_for_selector("#errors")
    assert_fits(visit)
    visit.walk_keyboard()
    for path in (f"/a/{'x' * 22}", f"/p/{'x' * 22}"):
        visit.open(path, width=width, scheme=scheme)
        assert_fits(visit)


def test_everything_fits_at_320_pixels(visit: Any) -> None:
    visit.open(f"{link(EVERYTHING)}?language=fi", width=320)
    assert_fits(visit)
    visit.page.check("#q_nps_9", force=True)
    visit.page.click(SEND)
    visit.page.wait_for_selector("#q_where")
    assert_fits(visit)


def test_the_keyboard_is_enough(either: Any) -> None:
    either.open(link(SHORT), width=NARROW)
    page = either.page
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "q_nps":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#q_nps_2")
    was_open = page.is_visible("#q_easier_field")
    page.keyboard.press("Enter")
    if not was_open:
        page.wait_for_selector("#notice:focus")  # what has opened is said at once
        page.focus(SEND)
        page.keyboard.press("Enter")
    page.wait_for_selector(".tick")
    assert Response.objects.get().answers == {"nps": 2}


class TestScriptSwitchedOff:
    """A browser that runs no script at all."""

    def test_every_page_is_answered(self, plain: Page) -> None:
        plain.goto(link(EVERYTHING))
        plain.check("#q_nps_2", force=True)
        plain.click(SEND)
        plain.fill("#q_easier_field", "Shorter queues")
        plain.click(SEND)
        plain.click(SEND)
        plain.wait_for_selector("#errors:focus")
        plain.click("#errors a >> nth=0")
        plain.wait_for_selector("#q_where_home:focus")
        plain.check("#q_where_box")
        for name in ("#q_parts__speed_5", "#q_agree__again_yes", "#q_agree__tell_no"):
            plain.check(name, force=True)
        plain.click(SEND)
        plain.select_option("#q_first__green", "1")
        plain.select_option("#q_first__price", "2")
        plain.select_option("#q_first__speed", "3")
        plain.click(SEND)
        plain.wait_for_selector(".tick")
        stored = Response.objects.get()
        assert stored.state == "complete"
        assert stored.answers["easier"] == "Shorter queues"

    def test_one_click_takes_one_button_more(self, plain: Page) -> None:
        plain.goto(f"/p/{invite(published(SHORT))}?nps=10")
        assert Response.objects.count() == 0
        plain.click(SEND)
        plain.wait_for_selector(".tick")
        assert Response.objects.get().answers == {"nps": 10}

    def test_the_switch_keeps_answers(self, plain: Page) -> None:
        plain.goto(link(SHORT))
        plain.check("#q_nps_8", force=True)
        plain.click("button[value=language-sv]")
        plain.wait_for_selector("html[lang=sv]")
        assert plain.is_checked("#q_nps_8")


class TestWithScript:
    """What a script adds."""

    def test_a_question_opens_and_closes_at_once(self, visit: Any) -> None:
        visit.open(link(SHORT), width=NARROW)
        page = visit.page
        assert not page.is_visible("#q_easier")
        page.check("#q_nps_3", force=True)
        assert page.is_visible("#q_easier")
        assert_fits(visit)
        page.check("#q_nps_9", force=True)
        assert not page.is_visible("#q_easier")
        page.check("#q_nps_6", force=True)
        page.fill("#q_easier_field", "Queues")
        page.click(SEND)
        page.wait_for_selector(".tick")
        assert Response.objects.get().answers == {"nps": 6, "easier": "Queues"}

    def test_none_of_these_goes_with_nothing_else(self, visit: Any) -> None:
        self._to_choices(visit)
        page = visit.page
        page.check("#q_went_well_time")
        page.check("#q_went_well_none")
        assert not page.is_checked("#q_went_well_time")
        page.check("#q_went_well_care")
        assert not page.is_checked("#q_went_well_none")

    def test_own_words_are_written_where_they_are_chosen(self, visit: Any) -> None:
        self._to_choices(visit)
        page = visit.page
        assert not page.is_visible("#q_where__other_field")
        page.check("#q_where_other")
        page.fill("#q_where__other_field", "At work")
        assert_fits(visit)

    def test_a_place_goes_to_one_thing_only(self, visit: Any) -> None:
        self._to_choices(visit)
        page = visit.page
        for name in ("#q_where_box", "#q_agree__again_yes", "#q_agree__tell_no"):
            page.check(name, force=True)
        page.click(SEND)
        page.wait_for_selector("#q_first")
        page.select_option("#q_first__green", "1")
        page.select_option("#q_first__price", "2")
        page.select_option("#q_first__price", "1")
        assert page.input_value("#q_first__green") == "2", "they change places"

    def test_a_double_click_sends_once(self, visit: Any) -> None:
        visit.open(link(SHORT))
        visit.page.check("#q_nps_10", force=True)
        visit.page.dblclick(SEND)
        visit.page.wait_for_selector(".tick")
        assert Response.objects.count() == 1

    @staticmethod
    def _to_choices(visit: Any) -> None:
        visit.open(link(EVERYTHING), width=NARROW)
        visit.page.check("#q_nps_9", force=True)
        visit.page.click(SEND)
        visit.page.wait_for_selector("#q_where")


class TestOneClick:
    """A score pressed in a message."""

    def test_it_is_saved_when_the_page_is_seen(self, visit: Any) -> None:
        token = invite(published(SHORT))
        visit.open(f"/p/{token}?nps=4", width=NARROW)
        visit.page.wait_for_function("document.getElementById('noted').textContent.startsWith('Your answer is saved')")
        stored = Response.objects.get()
        assert (stored.state, stored.answers) == ("partial", {"nps": 4})
        assert visit.page.is_visible("#q_easier"), "there is room to say more"
        assert_fits(visit)

    def test_not_now_takes_one_button_too(self, either: Any) -> None:
        token = invite(published(SHORT))
        either.open(f"/p/{token}", width=NARROW)
        either.page.click("button[value=dismiss]")
        either.page.wait_for_selector(".message")
        assert_fits(either)
        assert Response.objects.get().state == "dismissed"


def test_the_switch_is_visible_and_keeps_answers(either: Any) -> None:
    either.open(link(SHORT), width=NARROW)
    either.page.check("#q_nps_8", force=True)
    for language in ("sv", "fi", "en"):
        either.page.click(f"button[value=language-{language}]")
        either.page.wait_for_selector(f"html[lang={language}]")
        assert either.page.is_checked("#q_nps_8")

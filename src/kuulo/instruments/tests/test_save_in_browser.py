"""Saving as it goes, in Chromium: nothing is lost to a broken line, a second person, a sign-out or a hasty leaving."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import Route

from kuulo.instruments import services
from kuulo.instruments.queries import instrument
from kuulo.instruments.tests.desk import made, reworded
from kuulo.instruments.tests.keyboard import Visit, focused, opened, wait_until_saved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIELD = "#q-nps-text-en"


def state(window: Window) -> str:
    return window.inner_text("#builder-state")


def wording(slug: str) -> str:
    return instrument(slug).draft.questions()[0].text["en"]


def english(visit: Visit, slug: str) -> Window:
    window = opened(visit, instrument(slug), place="nps")
    window.click("#language-en")
    return window


def test_what_is_typed_is_saved_by_itself(visit: Visit) -> None:
    slug = made().slug
    window = english(visit, slug)
    window.fill(FIELD, "How about us?")
    assert state(window) == "Not saved yet…"
    wait_until_saved(window)
    assert (state(window), wording(slug)) == ("Saved", "How about us?")
    window.fill(FIELD, "And now?")
    wait_until_saved(window)
    assert instrument(slug).revision == 3


def test_a_broken_line_is_told_and_mended_by_itself(visit: Visit) -> None:
    slug = made().slug
    window = english(visit, slug)

    def cut(route: Route) -> None:
        route.abort()

    window.route("**/draft/", cut)
    window.fill(FIELD, "Typed without a line")
    window.wait_for_selector("#builder-state[data-state='broken']")
    assert "Not saved: no connection" in state(window)
    visit.assert_accessible()
    window.unroute("**/draft/", cut)
    wait_until_saved(window)
    assert wording(slug) == "Typed without a line"
    # The browser itself notes the broken line.
    visit.complaints.clear()


def test_two_people_do_not_write_over_each_other(visit: Visit) -> None:
    slug = made().slug
    window = english(visit, slug)
    services.save_draft(slug=slug, questionnaire=reworded("Theirs"), revision=1)
    window.fill(FIELD, "Mine")
    window.wait_for_selector("#builder-conflict[open]")
    assert focused(window) == "builder-reload"
    visit.assert_accessible()
    assert wording(slug) == "Theirs"
    window.click("#builder-insist")
    wait_until_saved(window)
    assert wording(slug) == "Mine"


def test_theirs_can_be_looked_at_instead(visit: Visit) -> None:
    slug = made().slug
    window = english(visit, slug)
    services.save_draft(slug=slug, questionnaire=reworded("Theirs"), revision=1)
    window.fill(FIELD, "Mine")
    window.wait_for_selector("#builder-conflict[open]")
    with window.expect_navigation():
        window.click("#builder-reload")
    window.wait_for_selector("#builder:not([hidden])")
    window.click("#language-en")
    assert window.input_value(FIELD) == "Theirs"


def test_who_was_signed_out_signs_in_elsewhere_and_loses_nothing(visit: Visit) -> None:
    slug = made().slug
    window = english(visit, slug)
    cookies = visit.context.cookies()
    visit.context.clear_cookies()
    window.fill(FIELD, "After the session")
    window.wait_for_selector("#builder-state[data-state='signed_out']")
    visit.context.add_cookies(cookies)  # type: ignore[arg-type] # what the browser gave is taken back
    wait_until_saved(window)
    assert wording(slug) == "After the session"


def test_a_link_leads_on_only_after_saving(visit: Visit) -> None:
    slug = made().slug
    window = english(visit, slug)
    window.fill(FIELD, "Typed and gone")
    with window.expect_navigation(url="**/publish/"):
        window.click("a:has-text('Publish…')")
    assert wording(slug) == "Typed and gone"


def test_a_refusal_is_told(visit: Visit) -> None:
    slug = made().slug
    window = english(visit, slug)
    services.remove_draft(slug=slug)
    window.fill(FIELD, "Into nothing")
    window.wait_for_selector("#builder-state[data-state='refused']")
    assert "Not saved: " in state(window)
    # Nobody is kept from leaving a page whose instrument is gone.
    window.on("dialog", lambda dialog: dialog.accept())


def test_findings_come_beside_their_question(visit: Visit) -> None:
    slug = made().slug
    window = english(visit, slug)
    window.fill(FIELD, "")
    wait_until_saved(window)
    window.wait_for_selector("#builder-findings .callout")
    assert "The English text is missing" in window.inner_text("#builder-findings")
    assert window.locator("#o-question-nps .finding-sign").count() == 1
    visit.assert_accessible()

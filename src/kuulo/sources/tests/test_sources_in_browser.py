"""Sources in Chromium: notes written without a network arrive once, a click on a turn plays it, every page is sound."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.qualitative.reading import read_file
from kuulo.qualitative.reading.tests.files import VTT
from kuulo.sources.models import Source
from kuulo.sources.rules import Media
from kuulo.sources.tests.desk import interview, joined, met, photo, running, sound
from kuulo.studies.rules import StudyView

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATE = "#state"
# How long a step may take while the machine does other work.
PATIENCE = 30_000


def notes_page(visit: Visit, study: StudyView, width: int = NARROW) -> Page:
    """Open the page of notes and wait until it is kept for when the network is gone."""
    visit.context.set_default_timeout(PATIENCE)
    page = visit.sign_in(Role.INSIGHT_LEAD).open(f"/research/{study.slug}/notes/", width=width).page
    page.wait_for_selector("html[data-kept=yes]")
    return page


def begin(page: Page) -> None:
    """Begin notes of the first session."""
    page.get_by_label("Which session").select_option(index=1)
    page.get_by_role("button", name="Begin notes").click()


def write(page: Page, mark: str, words: str) -> None:
    """Write a note."""
    page.get_by_role("radio", name=mark).check()
    page.get_by_label("Your note", exact=True).fill(words)
    page.get_by_role("button", name="Add the note").click()


def test_notes_written_without_a_network_arrive_once(visit: Visit) -> None:
    study = running()
    who = joined(study, may_record=True)
    met(study, who)
    page = notes_page(visit, study)
    visit.context.set_offline(True)
    page.reload()
    begin(page)
    write(page, "The customer said", "En jaksa enää jonottaa 😀")
    write(page, "I saw", "Hän sulki puhelimen.")
    page.set_input_files("#photo", {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    # The phone was closed in between: what was written goes on where it was left.
    page.reload()
    write(page, "I interpret", "Odotus on liian pitkä.")
    page.get_by_role("button", name="Finish and send").click()
    expect(page.locator(STATE)).to_contain_text("2 wait on this device", timeout=PATIENCE)
    assert Source.objects.count() == 0
    sent: list[str] = []

    def deliver_but_lose(route: Any) -> None:
        sent.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/notes/take/", deliver_but_lose, times=1)
    visit.context.set_offline(False)
    page.evaluate("store.send()")
    page.evaluate("store.send()")
    expect(page.locator(STATE)).to_contain_text("Everything is sent", timeout=PATIENCE)
    assert len(sent) == 1
    notes, picture = Source.objects.order_by("pk")
    assert notes.text == "En jaksa enää jonottaa 😀\n\nHän sulki puhelimen.\n\nOdotus on liian pitkä."
    assert [turn["mark"] for turn in notes.turns] == ["said", "saw", "interpret"]
    assert (picture.kind, picture.beside, picture.participant_id) == ("picture", notes.key, who.id)
    visit.complaints.clear()


def test_who_has_to_sign_in_anew_loses_nothing(visit: Visit) -> None:
    study = running()
    met(study, joined(study))
    page = notes_page(visit, study)
    visit.context.clear_cookies()
    begin(page)
    write(page, "I saw", "The door was closed.")
    page.get_by_role("button", name="Finish and send").click()
    expect(page.get_by_role("link", name="Sign in to send")).to_be_visible(timeout=PATIENCE)
    visit.sign_in(Role.INSIGHT_LEAD)
    page.goto(visit.address + f"/research/{study.slug}/notes/")
    expect(page.locator(STATE)).to_contain_text("Everything is sent", timeout=PATIENCE)
    assert Source.objects.get().text == "The door was closed."
    visit.complaints.clear()


def test_notes_that_are_refused_wait_with_the_reason(visit: Visit) -> None:
    study = running()
    met(study, joined(study))
    page = notes_page(visit, study)
    begin(page)
    write(page, "I saw", "The door was closed.")
    page.set_input_files("#sound", {"name": "talk.wav", "mimeType": "audio/wav", "buffer": sound()})
    page.get_by_role("button", name="Finish and send").click()
    expect(page.locator("#waiting")).to_contain_text("did not agree to be recorded", timeout=PATIENCE)
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("#waiting")).to_have_text("", timeout=PATIENCE)
    assert Source.objects.count() == 1


def test_the_page_of_notes_is_sound(visit: Visit, width: int) -> None:
    study = running()
    met(study, joined(study))
    page = notes_page(visit, study, width)
    visit.assert_sound()
    begin(page)
    write(page, "I saw", "The door was closed.")
    visit.assert_sound()


def test_a_click_on_a_turn_plays_it(visit: Visit) -> None:
    study = running()
    read = read_file("visit.vtt", VTT.encode())
    kept = interview(study, text=read.text, turns=read.turns, media=Media(name="a.wav", content=sound(70)))
    page = visit.sign_in(Role.INSIGHT_LEAD).open(f"/research/{study.slug}/sources/{kept.key}/").page
    page.get_by_role("button", name="0:01:00").click()
    page.wait_for_function("document.querySelector('[data-player]').currentTime >= 60")
    page.wait_for_selector("li[data-heard] >> text=ja vielä")
    page.evaluate("document.querySelector('[data-player]').pause()")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_are_sound(visit: Visit, width: int) -> None:
    study = running()
    who = joined(study, may_record=True)
    kept = interview(study, who, media=Media(name="a.wav", content=sound()))
    interview(study, kind="picture", text="", turns=(), beside=kept.key, media=Media(name="p", content=photo()))
    visit.sign_in(Role.INSIGHT_LEAD)
    visit.open(f"/research/{study.slug}/sources/", width=width).assert_sound()
    visit.open(f"/research/{study.slug}/sources/{kept.key}/", width=width).assert_sound()

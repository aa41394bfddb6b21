"""The diary in a real browser: written without a network, spoken, sent once, gone from the phone after leaving."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser import ARGUMENTS, Visit, chromium_path

from kuulo.accounts.rules import Role
from kuulo.diaries.models import Entry
from kuulo.diaries.queries import entries_of
from kuulo.diaries.tests.desk import NOW, PIXEL, keeper, kept, wrote
from kuulo.sources.queries import sources_of
from kuulo.sources.rules import SourceKind
from kuulo.studies.rules import StudyStep
from kuulo.studies.services import move_study
from kuulo.studies.tests.planning import BY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAITING = "#waiting li"
HEARD = """one => new Promise(done => {
  one.onloadedmetadata = () => done("heard");
  one.onerror = () => done(one.error.message);
  one.preload = "auto";
  one.load();
})"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """Return the browser of a participant's phone."""
    found = chromium.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        locale="en-GB",
        timezone_id="Europe/Paris",
    )
    found.set_default_timeout(30_000)
    yield found
    found.close()


def opened(phone: BrowserContext, address: str) -> Page:
    """Open the diary and wait until it is kept for when the network is gone."""
    page = phone.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-kept=yes]")
    return page


def write(page: Page, words: str) -> None:
    page.get_by_label("What happened?").fill(words)
    page.get_by_role("button", name="Save the entry").tap()


def test_entries_written_without_a_network_arrive_once_with_their_own_time(
    phone: BrowserContext, live_server: Any
) -> None:
    study = kept()
    who = keeper(study)
    page = opened(phone, f"{live_server.url}/diary/{who.token}/")
    phone.set_offline(True)
    page.get_by_role("radio", name="2", exact=True).check(force=True)
    page.get_by_role("radio", name="At home").check()
    page.get_by_label("A picture").set_input_files({"name": "shop.png", "mimeType": "image/png", "buffer": PIXEL})
    write(page, "Metsässä 🌲 ei ole verkkoa")
    expect(page.locator(WAITING)).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="Kept on this phone")).to_be_visible()
    page.reload()
    expect(page.locator(WAITING)).to_contain_text("Metsässä 🌲 ei ole verkkoa")
    write(page, "Second")
    expect(page.locator(WAITING)).to_have_count(2)
    assert not Entry.objects.exists()
    phone.set_offline(False)
    expect(page.locator(WAITING)).to_have_count(0)
    expect(page.locator("#mine")).to_contain_text("Metsässä 🌲 ei ole verkkoa")
    page.reload()
    page.wait_for_timeout(500)
    first, second = sorted(entries_of(study.slug), key=lambda each: each.written_at)
    assert [each.question.key for each in first.said] == ["words", "mood", "where", "photo"]
    assert second.said[0].words == "Second"
    assert first.written_at < first.received_at
    assert {each.kind for each in sources_of(study.slug)} == {SourceKind.DIARY_ENTRY, SourceKind.PICTURE}
    assert page.locator("#mine img.preview").evaluate(
        "one => one.scrollIntoView() || one.decode().then(() => one.naturalWidth)"
    )


def test_what_was_sent_when_the_answer_was_lost_is_kept_once(phone: BrowserContext, live_server: Any) -> None:
    who = keeper(kept())
    page = opened(phone, f"{live_server.url}/diary/{who.token}/")

    def deliver_but_lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/entries/", deliver_but_lose, times=1)
    with page.expect_event("requestfailed"):
        write(page, "Once")
    expect(page.locator(WAITING)).to_have_count(1)
    assert Entry.objects.count() == 1
    page.evaluate("store.send(told.token)")
    expect(page.locator(WAITING)).to_have_count(0)
    assert Entry.objects.count() == 1


def test_what_is_half_written_is_there_after_the_page_was_closed(phone: BrowserContext, live_server: Any) -> None:
    who = keeper(kept())
    address = f"{live_server.url}/diary/{who.token}/"
    page = opened(phone, address)
    page.get_by_label("What happened?").fill("Half a st")
    page.wait_for_timeout(900)
    page.close()
    again = opened(phone, address)
    expect(again.get_by_label("What happened?")).to_have_value("Half a st")
    write(again, "A whole story")
    expect(again.locator("#mine")).to_contain_text("A whole story")
    again.reload()
    expect(again.get_by_label("What happened?")).to_have_value("")


def test_what_waits_while_the_study_has_a_break_arrives_when_it_goes_on(
    phone: BrowserContext, live_server: Any
) -> None:
    study = kept()
    who = keeper(study)
    page = opened(phone, f"{live_server.url}/diary/{who.token}/")
    move_study(study.slug, StudyStep.PAUSE, BY, now=NOW)
    write(page, "Patience")
    expect(page.locator(WAITING)).to_contain_text("Waits for a network.")
    move_study(study.slug, StudyStep.RESUME, BY, now=NOW)
    page.evaluate("store.send(told.token)")
    expect(page.locator(WAITING)).to_have_count(0)
    assert Entry.objects.count() == 1


def test_what_is_refused_says_why_and_can_be_removed(phone: BrowserContext, live_server: Any) -> None:
    study = kept()
    who = keeper(study)
    page = opened(phone, f"{live_server.url}/diary/{who.token}/")
    page.get_by_label("A picture").set_input_files(
        {"name": "x.png", "mimeType": "image/png", "buffer": b"MZ no picture"}
    )
    page.get_by_role("button", name="Save the entry").tap()
    expect(page.locator(WAITING)).to_contain_text("It was not taken:")
    page.get_by_role("button", name="Remove the entry").tap()
    expect(page.locator(WAITING)).to_have_count(0)
    assert not Entry.objects.exists()


def test_a_voice_note_is_recorded_heard_and_sent(live_server: Any, player: Any) -> None:
    study = kept()
    who = keeper(study)
    page = player(live_server.url)
    page.goto(f"{live_server.url}/diary/{who.token}/")
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_role("button", name="Stop").click(delay=1500)
    expect(page.locator("[data-voice=box] audio")).to_be_visible()
    assert page.locator("[data-voice=box] audio").evaluate("one => one.src").startswith("blob:")
    page.get_by_role("button", name="Remove and record again").click()
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Save the entry").click()
    expect(page.locator("#mine audio")).to_be_visible()
    (entry,) = entries_of(study.slug)
    assert entry.said[0].mime.startswith(("audio/", "video/"))
    heard = page.locator("#mine audio").evaluate(HEARD)
    assert heard == "heard"


@pytest.fixture
def player(chromium: Browser) -> Iterator[Any]:
    """Return a way to open a page whose microphone hums."""
    humming = chromium.browser_type.launch(
        executable_path=chromium_path(shutil.which),
        args=[*ARGUMENTS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
    )

    def open_page(origin: str) -> Page:
        context = humming.new_context(locale="en-GB")
        context.set_default_timeout(15_000)
        context.grant_permissions(["microphone"], origin=origin)
        return context.new_page()

    yield open_page
    humming.close()


def test_leaving_clears_the_phone(phone: BrowserContext, live_server: Any) -> None:
    study = kept()
    who = keeper(study)
    page = opened(phone, f"{live_server.url}/diary/{who.token}/")
    write(page, "My story")
    expect(page.locator("#mine")).to_contain_text("My story")
    page.get_by_role("link", name="Leave the study").tap()
    page.get_by_role("radio", name="Erase them all").check()
    page.get_by_role("button", name="Leave").tap()
    page.get_by_text("Your entries are erased, here and on this phone.").wait_for()
    page.get_by_text("paid all the same").wait_for()
    page.wait_for_selector("html[data-forgotten=yes]")
    left = page.evaluate(
        "caches.open('kuulo-diary').then(kept => kept.keys()).then(all => all.map(one => new URL(one.url).pathname))"
    )
    assert [path for path in left if who.token in path] == []
    assert entries_of(study.slug) == ()


def test_writing_works_without_script(chromium: Browser, live_server: Any) -> None:
    study = kept()
    who = keeper(study)
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_server.url}/diary/{who.token}/")
    page.get_by_label("What happened?").fill("By hand")
    page.get_by_label("A picture").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": PIXEL})
    page.get_by_role("button", name="Save the entry").click()
    expect(page.locator("#mine")).to_contain_text("By hand")
    page.get_by_text("Erase this entry").click()
    page.get_by_role("button", name="Erase it").click()
    expect(page.locator("#mine")).to_contain_text("You have not written anything yet.")
    context.close()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_diary_is_sound_in_every_width_and_colour(visit: Visit, width: int, scheme: str, language: str) -> None:
    study = kept()
    who = keeper(study)
    wrote(who, words="The parcel came late.", mood="2", where="home")
    visit.open(f"/diary/{who.token}/?language={language}", width=width, scheme=scheme).assert_sound()
    visit.open(f"/diary/{who.token}/leave/?language={language}", width=width, scheme=scheme).assert_sound()


def test_the_colleagues_pages_are_sound(visit: Visit, width: int) -> None:
    study = kept()
    for place in range(6):
        who = keeper(study)
        for day in range(2):
            wrote(who, words="The parcel came late.", mood=str(1 + (place + day) % 5), where="home")
    visit.sign_in(Role.INSIGHT_LEAD, language="fi")
    for path in (
        "",
        "settings/",
        "questions/new/?kind=scale",
        "questions/new/?kind=choice",
        "prompts/new/?kind=weekly",
        "prompts/new/?kind=signal",
    ):
        visit.open(f"/research/{study.slug}/diary/{path}", width=width).assert_sound()

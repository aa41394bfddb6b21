"""Use case: a source is read and coded in a real Chromium: by keyboard alone, by mouse, on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.codebooks.queries import book
from kuulo.passages.models import Coding, Memo, Proposal
from kuulo.passages.rules import About
from kuulo.passages.services import code_passage, finish_source, start_round, write_memo
from kuulo.passages.tests.studies import AINO, BERIT, Scene, scene

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def open_source(visit: Visit, at: Scene, place: int = 0, width: int = WIDE) -> None:
    """Open a source and wait for its codes."""
    visit.open(reverse("passages:source", args=[at.study.slug, at.sources[place].key]), width=width)
    visit.page.wait_for_selector("[data-coder][data-ready]")


def press(visit: Visit, *keys: str) -> None:
    for key in keys:
        visit.page.keyboard.press(key)


def settled(visit: Visit, words: str) -> None:
    """Wait until the page has said something."""
    expect(visit.page.locator("[data-status]")).to_contain_text(words)


def acted(visit: Visit, acts: int) -> None:
    """Wait until so many acts were answered since the page was opened."""
    expect(visit.page.locator("[data-coder]")).to_have_attribute("data-acts", str(acts))


def test_a_source_is_coded_undone_and_redone_by_keyboard_alone(visit: Visit) -> None:
    at = scene()
    text = at.sources[0].text
    visit.sign_in(Role.RESEARCHER)
    open_source(visit, at)
    visit.page.locator("#coder-text").focus()
    press(visit, "Control+Home")
    for _letter in "Haastattelija":
        press(visit, "Shift+ArrowRight")
    press(visit, "2")
    acted(visit, 1)
    first = Coding.objects.get()
    assert (first.code, text[first.start : first.end]) == (at.code("Price"), "Haastattelija")
    press(visit, "n", "n", "n")
    expect(visit.page.locator("[data-selected]")).to_contain_text("Hinta on noussut liikaa!")
    press(visit, "c")
    visit.page.keyboard.type("rises")
    press(visit, "Enter")
    acted(visit, 2)
    second = Coding.objects.latest("pk")
    assert second.code == at.code("Price rises")
    assert text[second.start : second.end].endswith("Hinta on noussut liikaa!")
    press(visit, "v")
    acted(visit, 3)
    made = Coding.objects.latest("pk").code
    assert "Hinta on noussut liikaa!" in str(book(at.book.slug).code(made.partition("/")[2]).names)
    press(visit, "u")
    acted(visit, 4)
    settled(visit, "Undone: Passage coded with a new code")
    assert Coding.objects.count() == 2
    press(visit, "Control+z", "Control+z")
    acted(visit, 6)
    expect(visit.page.locator("[data-do=undo]")).to_be_disabled()
    assert Coding.objects.count() == 0
    press(visit, "r", "Control+y", "Control+Shift+Z")
    acted(visit, 9)
    expect(visit.page.locator("[data-do=redo]")).to_be_disabled()
    assert sorted(Coding.objects.values_list("pk", flat=True))[:2] == [first.pk, second.pk]
    assert Coding.objects.count() == 3
    press(visit, "m")
    visit.page.keyboard.type("Huokaa syvään")
    press(visit, "Control+Enter")
    acted(visit, 10)
    assert Memo.objects.get().text == "Huokaa syvään"
    press(visit, "Control+Home", "k")
    expect(visit.page.locator("[data-selected]")).to_contain_text("Haastattelija")
    press(visit, "x")
    acted(visit, 11)
    assert not Coding.objects.filter(pk=first.pk).exists()
    visit.page.keyboard.type("zzz qq åä")
    assert visit.page.evaluate("document.querySelector('#coder-text').innerText.includes('zzz')") is False


def test_emoji_beyond_the_first_plane_move_no_place(visit: Visit) -> None:
    at = scene()
    visit.sign_in(Role.RESEARCHER)
    open_source(visit, at)
    visit.page.evaluate(
        """() => { const text = document.querySelectorAll('#coder-text p')[1].firstChild;
        const start = text.data.indexOf('Hinta');
        document.getSelection().setBaseAndExtent(text, start, text, start + 'Hinta on noussut'.length);
        document.querySelector('#coder-text').focus(); }"""
    )
    press(visit, "1")
    acted(visit, 1)
    row = Coding.objects.get()
    assert at.sources[0].text[row.start : row.end] == "Hinta on noussut"


def test_proposals_are_accepted_by_key_and_codes_beside_the_text_lead_to_it(visit: Visit) -> None:
    at = scene()
    key = at.sources[0].key
    start, end = at.at("Jonotin puhelimessa pitkään.")
    Proposal.objects.create(
        study=at.study.slug, source=key, start=start, end=end, code=at.code("Waiting"), probability=0.91
    )
    code_passage(source=key, start=start, end=end, code=at.code("Staff"), by=BERIT)
    visit.sign_in(Role.RESEARCHER)
    open_source(visit, at)
    assert visit.page.locator(".coder-line.coder-proposal").count() == 1
    visit.page.locator("#coder-text").focus()
    press(visit, "h")
    settled(visit, "Waiting, proposed at 91")
    press(visit, "a")
    acted(visit, 1)
    assert Coding.objects.get(coder=AINO).origin == "proposal"
    assert visit.page.locator(".coder-line.coder-proposal").count() == 0
    visit.page.locator(".coder-name", has_text="Staff").click()
    settled(visit, f"Staff, by {BERIT}")
    press(visit, "x")
    settled(visit, "Only your own codings")
    assert Coding.objects.count() == 2


def test_a_selection_by_mouse_is_coded_by_pressing_a_code(visit: Visit) -> None:
    at = scene()
    visit.sign_in(Role.RESEARCHER)
    open_source(visit, at)
    visit.page.locator("#coder-text p").nth(3).dblclick(position={"x": 120, "y": 14})
    words = visit.page.evaluate("document.getSelection().toString()").strip()
    visit.page.locator(".coder-code", has_text="Staff").click()
    acted(visit, 1)
    row = Coding.objects.get()
    assert at.sources[0].text[row.start : row.end] == words


def busy_scene() -> tuple[Scene, int]:
    """Return a study with codes, memos, proposals and a round that is being coded."""
    at = scene(people=5)
    for source in at.sources:
        start = source.text.index("Hinta")
        for place, name in enumerate(("Price", "Price rises", "Waiting")):
            code_passage(source=source.key, start=start + place, end=start + 20, code=at.code(name), by=AINO, memo="Hm")
    write_memo(study=at.study.slug, about=About.SOURCE, text="Noisy", by=AINO, source=at.sources[3].key)
    Proposal.objects.create(
        study=at.study.slug, source=at.sources[3].key, start=0, end=9, code=at.code("Staff"), probability=0.9
    )
    keys = [each.key for each in at.sources[:2]]
    made = start_round(study=at.study.slug, sources=keys, coders=[AINO, BERIT], by=AINO)
    for coder, words in ((AINO, "Jonotin"), (BERIT, "Jonotin puhelimessa")):
        start, end = at.at(words)
        code_passage(source=keys[0], start=start, end=end, code=at.code("Waiting"), by=coder)
    code_passage(source=keys[0], start=0, end=5, code=at.code("Staff"), by=AINO)
    return at, made.id


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_are_sound_at_a_desk_and_on_a_phone(visit: Visit, width: int) -> None:
    at, number = busy_scene()
    visit.sign_in(Role.RESEARCHER)
    for place in (0, 3):
        open_source(visit, at, place=place, width=width)
        visit.assert_sound()
    visit.page.locator("#coder-text").focus()
    press(visit, "n", "c")
    visit.page.wait_for_selector("[data-palette][open]")
    visit.assert_accessible()
    home = f"/research/{at.study.slug}/coding"
    for path in ("/", "/query/?q=price+near+staff+or+price", "/matrix/", "/memos/", f"/rounds/{number}/"):
        visit.open(home + path, width=width).assert_sound()
    for coder in (AINO, BERIT):
        for source in at.sources[:2]:
            finish_source(round_id=number, source=source.key, by=coder)
    visit.open(f"{home}/rounds/{number}/", width=width).assert_sound()

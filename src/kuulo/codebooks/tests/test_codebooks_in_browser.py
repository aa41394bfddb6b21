"""Use case: the pages of a codebook in a real Chromium; coding by keyboard alone, at a desk and on a phone."""

from __future__ import annotations

import pytest
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.codebooks.models import Coding
from kuulo.codebooks.queries import book
from kuulo.codebooks.services import fill_queue, learn_book
from kuulo.codebooks.tests.books import AINO, BERIT, code_as, code_some, codebook, comments

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_pages_are_sound_with_figures_and_proposals(visit: Visit) -> None:
    about, made = comments(), codebook()
    code_some(made, about, 16)
    learn_book(made.slug)
    coded = code_some(made, about, 30)
    for place, signal in enumerate(coded[:12]):
        code_as(made, signal, ["odotus"] if place % 3 else [], coder=BERIT)
    learn_book(made.slug)
    visit.sign_in(Role.RESEARCHER)
    home = f"/words/codes/{made.slug}/"
    paths = ("", "code/", "code/?way=second", "disputes/", "change/", "codes/new/", "codes/odotus/")
    for width in (WIDE, NARROW):
        visit.open("/words/codes/", width=width).assert_sound()
        for path in (*paths, "codes/odotus/proposals/"):
            visit.open(home + path, width=width).assert_sound()


def test_a_comment_is_coded_by_keyboard_alone(visit: Visit) -> None:
    comments(rounds=2)
    made = codebook()
    fill_queue(book(made.slug))
    visit.sign_in(Role.RESEARCHER).open(f"/words/codes/{made.slug}/code/")
    first = visit.page.locator("input[name=signal]").input_value()
    visit.page.keyboard.press("1")
    visit.page.keyboard.press("3")
    visit.page.keyboard.press("3")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    assert Coding.objects.get(signal_id=first).codes == ["odotus"]
    second = visit.page.locator("input[name=signal]").input_value()
    assert second != first
    visit.page.keyboard.press("2")
    visit.page.keyboard.press("0")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    assert Coding.objects.get(signal_id=second).codes == []
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Backspace")
    assert visit.page.locator("input[name=signal]").input_value() == second
    assert visit.page.locator("input[name=none]").is_checked()
    assert AINO not in visit.page.content()

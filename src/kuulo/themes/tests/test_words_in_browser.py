"""The page Words and a theme in a real Chromium: sound at a desk and on a phone, in three languages."""

from __future__ import annotations

import pytest
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.figures.queries import open_reading
from kuulo.figures.rules import Selection
from kuulo.themes.queries import list_themes, settled_scope
from kuulo.themes.tests.company import found
from kuulo.themes.views.showing import show_words

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_pages_are_sound(visit: Visit) -> None:
    found(160)
    with open_reading() as reading:
        # Whatever is compiled at the first figure is compiled before the browser waits for it.
        show_words(reading, settled_scope(reading, Selection()))
    theme = f"/words/themes/{list_themes()[0].key}/"
    visit.sign_in(Role.RESEARCHER, language="en").open("/words/", width=WIDE).assert_sound()
    visit.sign_in(Role.RESEARCHER, language="fi").open("/words/", width=NARROW, scheme="dark").assert_sound()
    visit.sign_in(Role.RESEARCHER, language="sv").open(theme, width=NARROW).assert_sound()
    visit.sign_in(Role.RESEARCHER, language="fi").open(theme, width=WIDE, scheme="dark").assert_accessible()


def test_a_theme_is_named_by_keyboard(visit: Visit) -> None:
    found(160)
    key = list_themes()[0].key
    page = visit.sign_in(Role.RESEARCHER).open(f"/words/themes/{key}/").page
    page.get_by_label("Name").fill("Our deliveries")
    page.get_by_role("button", name="Rename").press("Enter")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Our deliveries")

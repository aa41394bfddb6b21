"""The page of scales in Chromium: sound, narrow and wide, and chosen from with the keyboard alone."""

from __future__ import annotations

import pytest
from tests.browser import Visit

from kuulo.accounts.rules import Role
from kuulo.scales.tests.cast import fill_soco, fill_table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("wide", [1280, 390])
def test_the_page_is_sound(visit: Visit, wide: int) -> None:
    fill_table(120)
    fill_table(120, language="sv", seed=2, start=1000)
    fill_soco(60)
    visit.sign_in(Role.INSIGHT_LEAD)
    for path in ("/scales/", "/scales/?source=pulse&by=language"):
        visit.open(path, width=wide).assert_accessible().assert_no_horizontal_scroll().assert_no_complaints()


def test_items_are_chosen_with_the_keyboard(visit: Visit) -> None:
    fill_table(60)
    visit.sign_in(Role.INSIGHT_LEAD).open("/scales/")
    page = visit.page
    page.locator(".scale-own > summary").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=item][value='work:aim']").focus()
    page.keyboard.press("Space")
    page.locator(".scale-own button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**item=**")
    assert page.locator("h2").first.inner_text() == "Items of your own choice"
    assert page.locator(".scale-items tbody tr").count() == 3

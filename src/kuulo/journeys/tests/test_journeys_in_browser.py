"""The room's pages in Chromium: wide and narrow, by keyboard, without complaints."""

from __future__ import annotations

import pytest
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.figures.tests.answers import many, record
from kuulo.journeys.services import create_touchpoint
from kuulo.journeys.tests.cast import fill, shop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/journeys/",
    "/journeys/new/",
    "/journeys/buying/?period=all&by=region",
    "/journeys/buying/edit/",
    "/journeys/touchpoints/",
    "/journeys/touchpoints/basket/",
    "/journeys/traffic/?period=all",
)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_sound(visit: Visit, path: str, width: int) -> None:
    shop()
    fill()
    record(many({7.0: 10, 3.0: 10}, definition="ces.2@1", touchpoint="Basket"))
    visit.sign_in(Role.INSIGHT_LEAD).open(path, width=width).assert_sound()


def test_a_rule_is_tried_and_kept_by_keyboard(visit: Visit) -> None:
    shop()
    fill()
    create_touchpoint(name="Ending", rules=[])
    visit.sign_in(Role.INSIGHT_LEAD, language="fi").open("/journeys/touchpoints/ending/")
    page = visit.page
    page.locator('[name="rule-0-page"]').focus()
    page.keyboard.type("/about")
    page.locator('[name="preview"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".callout")
    visit.assert_sound()
    page.locator("main form .button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/journeys/touchpoints/")

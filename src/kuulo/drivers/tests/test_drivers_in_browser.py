"""Both pages in a real Chromium: sound at a desk and on a phone, walked by keyboard, in every language."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.drivers.queries import study_for
from kuulo.drivers.rules import Ask
from kuulo.drivers.tests.lives import CHANGED, CSAT, record_lives, weeks
from kuulo.figures.queries import open_reading
from kuulo.figures.tests.answers import record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHANGE = "/drivers/change/?" + urlencode(
    {"measure": CSAT, "touched": "touchpoint|Visit", "start": CHANGED.isoformat(), "weeks": "13"}
)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_map_is_sound(visit: Visit, width: int) -> None:
    record_lives()
    with open_reading() as reading:
        study_for(reading, Ask())  # whatever loads at the first analysis is loaded before the browser waits for it
    visit.sign_in(Role.READER, language="fi" if width == NARROW else "en").open("/drivers/", width=width).assert_sound()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_change_is_sound(visit: Visit, width: int) -> None:
    record(weeks())
    language = "sv" if width == NARROW else "en"
    visit.sign_in(Role.READER, language=language).open(CHANGE, width=width).assert_sound()


def test_drivers_are_chosen_by_keyboard(visit: Visit) -> None:
    record_lives()
    page = visit.sign_in(Role.READER).open("/drivers/").page
    page.locator(".drivers-choice summary").press("Enter")
    page.get_by_role("checkbox", name="Invoice: satisfaction").press("Space")
    page.get_by_label("Target of how well, 0–100").fill("80")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_load_state("networkidle")
    assert "target=80" in page.url
    assert page.locator(".map-key li").all_inner_texts() == ["Visit: satisfaction", "Invoice: ease"]

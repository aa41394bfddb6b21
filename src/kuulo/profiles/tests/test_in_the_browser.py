"""The pages of customers in a real Chromium: at a desk, on a phone, with the keyboard, without script."""

from __future__ import annotations

import pytest
from tests.browser import Visit

from kuulo.accounts.rules import Role
from kuulo.lake.services import record_signals
from kuulo.profiles.tests.story import ago, make_aino, may_profile, page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def aino(visit: Visit) -> int:
    """Return Aino's number, her story told."""
    del visit
    number = make_aino()
    may_profile(number)
    record_signals([page(at, ago(days=10, hours=at), session=f"old-{at}") for at in range(60)])
    return number


def test_the_pages_are_sound(visit: Visit, aino: int, width: int) -> None:
    visit.sign_in(Role.OWNER)
    for path in ("/customers/", f"/customers/{aino}/", f"/customers/{aino}/edit/", "/customers/new/", "/people/keys/"):
        visit.open(path, width=width).assert_sound()


def test_the_page_is_sound_in_the_dark_and_in_finnish(visit: Visit, aino: int) -> None:
    visit.sign_in(Role.SERVICE_PERSON, language="fi").open(f"/customers/{aino}/", scheme="dark").assert_sound()


def test_a_session_opens_in_place(visit: Visit, aino: int) -> None:
    visit.sign_in(Role.SERVICE_PERSON).open(f"/customers/{aino}/")
    visit.page.locator(".entry-web summary").first.click()
    visit.page.wait_for_selector(".entry-web .entry-lines li:nth-child(300)")
    visit.assert_accessible()


def test_older_entries_come_in_place(visit: Visit, aino: int) -> None:
    visit.sign_in(Role.SERVICE_PERSON).open(f"/customers/{aino}/")
    before = visit.page.locator(".entry").count()
    visit.page.get_by_role("link", name="Show older").click()
    visit.page.locator(".entry").nth(before).wait_for()
    assert visit.page.locator(".entry").count() > before


def test_figures_come_by_themselves(visit: Visit, aino: int) -> None:
    visit.sign_in(Role.SERVICE_PERSON).open(f"/customers/{aino}/")
    visit.page.wait_for_selector("#figures table")
    visit.assert_accessible()

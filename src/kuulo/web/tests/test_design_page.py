"""The design page: every component in every state stands up to a real browser, at a desk and on a phone."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.browser import NARROW, Visit

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.accounts.services import set_up_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_stands_in_every_language(visit: Visit, width: int, language: str) -> None:
    set_up_organisation(name="Kotikulma Oy", is_invented=True)
    visit.sign_in(Role.READER, language=language).open("/design/", width=width)
    assert visit.page.locator("html").get_attribute("lang") == language
    visit.assert_sound()


def test_stands_in_the_dark(visit: Visit, width: int) -> None:
    visit.sign_in(Role.READER).open("/design/", width=width, scheme="dark").assert_sound()


def test_every_fold_opens_without_breaking_the_width(visit: Visit) -> None:
    visit.sign_in(Role.READER).open("/design/", width=NARROW)
    visit.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    visit.assert_accessible().assert_no_horizontal_scroll()


def test_the_theme_follows_the_attribute_over_the_system(visit: Visit) -> None:
    visit.sign_in(Role.READER).open("/design/", scheme="light")
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    assert visit.page.evaluate(colour) == "rgb(246, 248, 247)"
    visit.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert visit.page.evaluate(colour) == "rgb(15, 21, 20)"


def test_sign_in_page_stands(visit: Visit, width: int, scheme: str) -> None:
    visit.open("/accounts/login/", width=width, scheme=scheme).assert_sound()


def test_a_refused_sign_in_says_why_beside_the_field(visit: Visit) -> None:
    visit.open("/accounts/login/")
    visit.page.fill("input[name=login]", "nobody@example.org")
    visit.page.fill("input[name=password]", "wrong")
    visit.page.press("input[name=password]", "Enter")
    visit.page.wait_for_selector(".error-summary")
    visit.assert_accessible()


def test_language_is_chosen_without_script(visit: Visit) -> None:
    visit.open("/accounts/login/")
    visit.page.click("button[name=language][value=sv]")
    visit.page.wait_for_load_state("networkidle")
    assert visit.page.locator("html").get_attribute("lang") == "sv"


def test_the_skip_link_leads_to_the_content(visit: Visit) -> None:
    visit.sign_in(Role.READER).open("/design/")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "main"


def test_a_sample_company_is_marked_on_every_page(cast: dict[Role, User]) -> None:
    set_up_organisation(name="Kotikulma Oy", is_invented=True)
    client = Client()
    client.force_login(cast[Role.READER], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert 'class="invented"' in client.get("/design/").content.decode()

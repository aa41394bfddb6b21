"""The pages of attributes in a real Chromium: sound at a desk and on a phone, and used with the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from kuulo.accounts.rules import Role
from kuulo.customers.queries import attribute_definitions
from kuulo.customers.rules import AttributeDefinitionView, AttributeKind, PartyRow
from kuulo.customers.services import define_attribute, register_parties

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REGIONS = ("Uusimaa", "Pirkanmaa", "Varsinais-Suomi", "Pohjois-Pohjanmaa")
SIZES = ("12", "1 200", "some dozens", "many", "5–10")
FORM = "/customers/attributes/define/?attribute=size"


@pytest.fixture
def customers(visit: Any) -> None:
    """Forty customers; of two attributes one is defined."""
    del visit
    register_parties(
        PartyRow(
            identifier=f"customer_id:{number}",
            name=f"Asiakas {number}",
            attributes={"maakunta": REGIONS[number % 4], "size": SIZES[number % 5]},
        )
        for number in range(40)
    )
    define_attribute(
        definition=AttributeDefinitionView(
            name="maakunta",
            kind=AttributeKind.CHOICE,
            choices=REGIONS,
            labels={"fi": "Maakunta", "sv": "Landskap", "en": "Region"},
            is_special=True,
        )
    )


@pytest.mark.usefixtures("customers")
def test_the_list_is_sound(visit: Any, width: int, scheme: str) -> None:
    visit.sign_in(Role.INSIGHT_LEAD, language="fi").open("/customers/attributes/", width=width, scheme=scheme)
    visit.assert_sound()


def test_an_empty_list_is_sound(visit: Any) -> None:
    visit.sign_in(Role.SERVICE_PERSON, language="sv").open("/customers/attributes/").assert_sound()


@pytest.mark.usefixtures("customers")
def test_the_form_is_sound_also_when_refused(visit: Any, width: int) -> None:
    visit.sign_in(Role.INSIGHT_LEAD, language="sv").open(FORM, width=width).assert_sound()
    visit.page.locator("#id_kind").select_option("number")
    visit.page.locator("main form .button").click()
    expect(visit.page.get_by_role("alert")).to_contain_text("24")
    visit.assert_sound()
    visit.page.locator("#id_kind").select_option("choice")
    visit.page.locator("main form .button").click()
    expect(visit.page.locator("#id_choices")).to_have_attribute("aria-invalid", "true")
    visit.assert_sound()


def test_defining_with_the_keyboard(visit: Any) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open("/customers/attributes/")
    page = visit.page
    page.get_by_role("main").get_by_role("link", name="New attribute").first.press("Enter")
    page.get_by_label("Name", exact=True).focus()
    for keys in ("contract", "Tab", "One", "Tab", "Monthly", "Enter", "Yearly", "Tab", "Sopimus"):
        press = page.keyboard.press if keys in {"Tab", "Enter"} else page.keyboard.type
        press(keys)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The attribute “contract” is defined.")).to_be_visible()
    assert attribute_definitions() == (
        AttributeDefinitionView(
            name="contract", kind=AttributeKind.CHOICE, choices=("Monthly", "Yearly"), labels={"fi": "Sopimus"}
        ),
    )

"""The pages of segments in a real Chromium: sound at a desk and on a phone, built with mouse and with keyboard."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kuulo.accounts.rules import Role
from kuulo.customers.models import Segment, SegmentSize
from kuulo.customers.rules import PartyRow
from kuulo.customers.rules.segments import About, Condition, Group, Join, Op
from kuulo.customers.services import register_parties
from kuulo.customers.services.segments import save_segment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REGIONS = ("Uusimaa", "Pirkanmaa", "Varsinais-Suomi", "Pohjois-Pohjanmaa")


@pytest.fixture(autouse=True)
def customers(visit: Any) -> None:
    """Forty customers in four regions."""
    del visit
    register_parties(
        PartyRow(
            identifier=f"customer_id:{number}", name=f"Asiakas {number}", attributes={"region": REGIONS[number % 4]}
        )
        for number in range(40)
    )


@pytest.fixture
def saved() -> str:
    """A segment with two weeks of sizes."""
    south = Condition(about=About.ATTRIBUTE, name="region", op=Op.IS, values=REGIONS[:2])
    seen = Condition(about=About.BEHAVIOUR, name="orders", op=Op.AT_MOST, values=("3",))
    slug = save_segment(name="South, few orders", group=Group(Join.ALL, (south, Group(Join.ANY, (seen,))))).slug
    kept = Segment.objects.get(slug=slug)
    for days in range(1, 15):
        day = timezone.localdate() - timedelta(days=days)
        SegmentSize.objects.create(segment=kept, day=day, size=20 - days, of=40)
    return slug


def test_the_list_is_sound(visit: Any, saved: str, width: int) -> None:
    del saved
    visit.sign_in(Role.INSIGHT_LEAD, language="fi").open("/customers/segments/", width=width).assert_sound()


def test_an_empty_list_is_sound(visit: Any, width: int) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open("/customers/segments/", width=width).assert_sound()


def test_a_segment_is_sound(visit: Any, saved: str, width: int, scheme: str) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/customers/segments/{saved}/", width=width, scheme=scheme)
    for fold in visit.page.locator("main details > summary").all():
        fold.click()
    visit.assert_sound()


def test_the_builder_is_sound(visit: Any, saved: str, width: int) -> None:
    visit.sign_in(Role.INSIGHT_LEAD, language="sv").open(f"/customers/segments/{saved}/edit/", width=width)
    visit.assert_sound()


def test_building_with_the_mouse(visit: Any) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open("/customers/segments/new/")
    page = visit.page
    page.get_by_label("Name of the segment").fill("South")
    page.get_by_label("What").select_option("attribute:region")
    expect(page.get_by_label("How", exact=True)).not_to_contain_text("lies between")
    page.get_by_label("How", exact=True).select_option("is")
    page.get_by_label("Values").fill("Uusimaa")
    page.get_by_label("Values").press("Tab")
    expect(page.locator("#count strong")).to_have_text("10")
    page.get_by_role("button", name="Add a condition").click()
    expect(page.get_by_label("What")).to_have_count(2)
    page.get_by_role("button", name="Save the segment").click()
    expect(page.get_by_text("10 customers of 40")).to_be_visible()
    visit.assert_no_complaints()


def test_building_with_the_keyboard(visit: Any) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open("/customers/segments/new/")
    page = visit.page
    page.get_by_label("Name of the segment").focus()
    page.keyboard.type("Pirkanmaa")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    choose_by_letters(page, "What", "region", value="attribute:region")
    expect(page.get_by_label("How", exact=True)).not_to_contain_text("lies between")
    page.get_by_label("Values").focus()
    page.keyboard.type("Pirkanmaa")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pirkanmaa", level=1)).to_be_visible()
    expect(page.get_by_text("10 customers of 40")).to_be_visible()


def choose_by_letters(page: Any, label: str, letters: str, *, value: str) -> None:
    """Type the letters of a choice; where the machine was held up and the browser forgot the first ones, type again."""
    for _time in range(5):
        page.keyboard.type(letters)
        if page.get_by_label(label).input_value() == value:
            return
        page.wait_for_timeout(1500)
    raise AssertionError(f"{label} is {page.get_by_label(label).input_value()}")

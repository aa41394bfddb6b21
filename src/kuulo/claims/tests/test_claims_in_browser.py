"""Pages of claims in Chromium: sound at a desk and on a phone, the map moved by mouse and by keyboard."""

from __future__ import annotations

import pytest
from tests.browser import Visit

from kuulo.accounts.rules import Role
from kuulo.claims import queries
from kuulo.claims.rules import Stance
from kuulo.claims.services import Target, ask_customer
from kuulo.claims.tests.research import AFFIRMING, LEAD, NOW, claimed, cut, research, supported
from kuulo.figures.tests.answers import many, record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def backed() -> str:
    """Return a claim with evidence on both sides and a question."""
    found, number = research(), claimed(importance=5)
    supported(number, cut(found))
    supported(number, cut(found, AFFIRMING), stance=Stance.OPPOSE)
    ask_customer(claim=number, text="Milloin tilaat?", by=LEAD, way="survey", target=Target(language="fi"), now=NOW)
    return number


@pytest.mark.parametrize("language", ["fi", "en"])
def test_pages_are_sound(visit: Visit, width: int, language: str) -> None:
    number = backed()
    record(many({9.0: 8, 3.0: 4}))
    visit.sign_in(Role.INSIGHT_LEAD, language=language)
    cutting = "/claims/cut/?figure=%2Fexplore%2F%3Fmeasure%3Dnps%25401%26period%3Dall"
    for path in (
        "/claims/",
        f"/claims/{number}/",
        f"/claims/{number}/change/",
        "/claims/new/",
        "/claims/map/",
        cutting,
    ):
        visit.open(path, width=width).assert_accessible().assert_no_horizontal_scroll().assert_no_complaints()
        assert visit.page.locator("h1").count() == 1


def test_a_claim_is_moved_on_the_map_by_arrow_keys(visit: Visit) -> None:
    number = claimed(importance=3)
    visit.sign_in(Role.INSIGHT_LEAD).open("/claims/map/")
    dot = visit.page.locator(f"#{number}")
    dot.focus()
    with visit.page.expect_response("**/claims/map/**"):
        visit.page.keyboard.press("ArrowUp")
    with visit.page.expect_response("**/claims/map/**"):
        visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function("document.getElementById('map-told').textContent.includes('evidence 1')")
    view = queries.claim(number)
    assert (view.importance, view.strength) == (4, 1)
    assert visit.page.locator(f'[data-row="{number}"] [data-cell="importance"]').inner_text() == "4"
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(f"**/claims/{number}/")
    visit.assert_no_complaints()


def test_a_claim_is_moved_on_the_map_by_mouse(visit: Visit) -> None:
    number = claimed(importance=3)
    visit.sign_in(Role.INSIGHT_LEAD).open("/claims/map/")
    visit.page.locator("#claims-map").scroll_into_view_if_needed()
    box = visit.page.locator(f"#{number} circle").bounding_box()
    canvas = visit.page.locator("#claims-map").bounding_box()
    assert box is not None
    assert canvas is not None
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.page.mouse.down()
    visit.page.mouse.move(canvas["x"] + canvas["width"] * 0.9, canvas["y"] + canvas["height"] * 0.1, steps=6)
    with visit.page.expect_response("**/claims/map/**"):
        visit.page.mouse.up()
    visit.page.wait_for_function("document.getElementById('map-told').textContent !== ''")
    view = queries.claim(number)
    assert (view.importance, view.strength) == (5, 5)
    assert visit.page.url.endswith("/claims/map/"), "a drag opens nothing"
    visit.assert_no_complaints()

"""Use case: the plan in a real Chromium; a management team walks through it by keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.claims.services import ClaimWishes, make_claim
from kuulo.decisions.services import Proposing, propose
from kuulo.plans.services import NeedWishes, add_need, set_budget

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LEAD = "ilona@example.org"


def story() -> tuple[int, int]:
    """Return a year with two decisions and what must be known for them, and a need of it."""
    today = timezone.localdate()
    first, second = (
        propose(wishes=Proposing(question=question, decide_by=today + timedelta(days=3)), by=LEAD).number
        for question in ("Avataanko ilta-asiointi kaikissa toimipisteissä?", "Luovutaanko paperilaskuista?")
    )
    claim = make_claim(wishes=ClaimWishes(text={"fi": "Moni asioisi illalla."}), by=LEAD)
    for text, decision, claims in (
        ("Moniko tulisi illalla?", first, (claim,)),
        ("Mitä ilta-aukiolo maksaa?", first, ()),
        ("Kenelle paperi on välttämätön?", second, ()),
        ("Mitä naapuri tekee?", "", ()),
    ):
        need = add_need(year=today.year, wishes=NeedWishes(text=text, decision=decision, claims=claims), by=LEAD)
    set_budget(year=today.year, amount=None, lines=(), by=LEAD)
    return today.year, need.id


def test_the_pages_are_sound(visit: Visit) -> None:
    year, need = story()
    for language, width in (("en", WIDE), ("fi", NARROW)):
        visit.sign_in(Role.INSIGHT_LEAD, language=language)
        for path in (
            "",
            f"{year}/walk/1/",
            f"{year}/walk/2/",
            f"{year}/walk/4/",
            f"{year}/needs/new/",
            f"needs/{need}/",
        ):
            visit.open(f"/plan/{path}", width=width).assert_sound()
        for path in (f"{year}/budget/", "calendar/"):
            visit.open(f"/plan/{path}", width=width).assert_sound()


def test_the_arrow_keys_walk_through_the_plan(visit: Visit) -> None:
    year, _need = story()
    visit.sign_in(Role.READER).open(f"/plan/{year}/walk/1/")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("ArrowRight")
    assert "Avataanko ilta-asiointi" in visit.page.locator("h1").inner_text()
    with visit.page.expect_navigation():
        visit.page.keyboard.press("ArrowLeft")
    assert visit.page.url.endswith("/walk/1/")

"""Use case: the pages of decisions in a real Chromium, in two languages and two widths; a decision made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.claims.rules import Stance, Weight
from kuulo.claims.services import attach, cut_figure, mark_stale
from kuulo.decisions.queries import decision
from kuulo.decisions.rules import DecisionState
from kuulo.decisions.services import compute_check
from kuulo.decisions.tests.conftest import LATER, LEAD, checked, in_effect, new_claim, proposed
from kuulo.decisions.tests.worlds import record_world

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def story() -> tuple[str, str, str, str]:
    """Return a claim with opposing evidence, and decisions at each step of their life; the last is open."""
    record_world()
    claim, other = new_claim("Asiakkaat jäävät, kun heille soitetaan takaisin."), new_claim("Asiakas lukee viestin.")
    fragment = cut_figure(address="/explore/?measure=nps%401&period=all", by=LEAD, now=LATER)
    for stance, each in ((Stance.OPPOSE, claim), (Stance.SUPPORT, other)):
        attach(claim=each, fragment=fragment, stance=stance, weight=Weight.HEAVY, why="Luku on matala.", by=LEAD)
    for certainty in (60, 80, 95):
        checked(claim, other, certainty=certainty)
    failed = checked(claim)
    running = in_effect(claim, other)
    compute_check(number=running.number, now=LATER)
    mark_stale(number=other, by=LEAD, reason="Suostumus peruttiin.", now=LATER)
    return claim, failed.number, running.number, proposed(claim, other).number


def test_the_pages_are_sound(visit: Visit) -> None:
    claim, failed, running, open_one = story()
    for language, width in (("en", WIDE), ("fi", NARROW)):
        visit.sign_in(Role.INSIGHT_LEAD, language=language)
        for path in (
            "",
            "new/",
            "learning/",
            f"{failed}/",
            f"{running}/",
            f"{open_one}/meeting/",
            f"{open_one}/change/",
            f"{failed}/dossier/",
            f"claims/{claim}/dossier/",
        ):
            visit.open(f"/decisions/{path}", width=width).assert_sound()


def test_a_decision_is_made_in_a_meeting(visit: Visit) -> None:
    _claim, _failed, _running, number = story()
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/decisions/{number}/meeting/")
    page, today = visit.page, timezone.localdate()
    page.get_by_label("Otetaan", exact=True).check()
    page.get_by_label("Measure", exact=True).select_option("nps@1")
    page.get_by_label("Expected change").fill("8")
    page.get_by_label("Among whom").select_option("a.region=North")
    page.get_by_label("By when").fill((today + timedelta(days=90)).isoformat())
    page.get_by_label("Day of the check").fill((today + timedelta(days=97)).isoformat())
    page.get_by_label("How sure are you").fill("75")
    with page.expect_navigation():
        page.get_by_role("button", name="Decide").click()
    found = decision(number)
    assert found.state is DecisionState.DECIDED
    assert found.effect is not None
    assert found.effect.among == "a.region=North"
    assert "Region" in page.content()

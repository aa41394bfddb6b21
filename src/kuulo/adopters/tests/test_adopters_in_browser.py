"""The page of early adopters in Chromium: at a desk and on a phone, with proposals, and with their mood drawn."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.adopters.queries import adopters
from kuulo.adopters.rules import AdopterState
from kuulo.adopters.services import decide, search
from kuulo.adopters.tests.story import CUSTOMERS, FIRST, tell
from kuulo.figures.tests.answers import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_early_are_confirmed_and_their_mood_is_drawn(visit: Visit) -> None:
    tell(feel={number: 9.0 if number in FIRST else 4.0 + number % 4 for number in range(1, CUSTOMERS + 1)})
    search(now=NOW)
    page = reverse("adopters:adopters")
    visit.sign_in(Role.INSIGHT_LEAD).open(page).assert_sound()
    visit.page.locator('button[value="accepted"]').first.click()
    visit.page.wait_for_load_state("networkidle")
    assert len(adopters(AdopterState.ACCEPTED)) == 1
    for one in adopters(AdopterState.PROPOSED)[:-1]:
        decide(number=one.id, wish=AdopterState.ACCEPTED, by="ilona@example.org", now=NOW)
    visit.open(page, width=WIDE).assert_sound()
    for language in ("fi", "sv"):
        visit.sign_in(Role.INSIGHT_LEAD, language=language).open(page, width=NARROW).assert_sound()

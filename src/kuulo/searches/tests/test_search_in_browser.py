"""The page of searching in a real Chromium: found comments, saved searches, at a desk and on a phone."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.searches.rules import Question
from kuulo.searches.services import save_search

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_page_of_searching_is_sound(indexed: dict[int, str], visit: Visit) -> None:
    save_search(name="Late", question=Question(text="late delivery"), by="ilona@example.org", embedder=None)
    # The first request of a process loads the whole house: no browser need wait for that.
    Client().get("/health/")
    visit.sign_in(Role.RESEARCHER)
    for width in (WIDE, NARROW):
        for path in ("/words/search/", "/words/search/?q=toimitus&language=fi", "/words/search/?q=late+delivery"):
            visit.open(path, width=width).assert_sound()

"""The pages of trends in a real Chromium, with an alarm to be seen, at a desk and on a phone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.trends.services import watch
from kuulo.trends.tests.story import tell

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_trends_are_sound(visit: Visit) -> None:
    tell()
    watch(now=datetime(2026, 6, 16, tzinfo=UTC))
    visit.sign_in(Role.RESEARCHER)
    for width in (WIDE, NARROW):
        for path in ("/trends/", "/trends/series/?measure=nps@1&touchpoint=Invoice"):
            visit.open(path, width=width).assert_sound()

"""The page “Answers out” in Chromium: at a desk and on a phone, in each language, with and without a promise."""

from __future__ import annotations

from typing import Any

import pytest

from kuulo.accounts.rules import LANGUAGES, Role
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.responses.tests.test_answers_out import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_sound(visit: Any, width: int, language: str) -> None:
    version = published(Promise.CONFIDENTIAL, 3)
    visit.sign_in(Role.INSIGHT_LEAD, language=language)
    visit.open(f"/instruments/{version.slug}/answers/", width=width).assert_sound()
    visit.open(f"/instruments/{version.slug}/answers/csv/", width=width).assert_sound()


def test_a_press_gives_the_file(visit: Any) -> None:
    version = published(Promise.IDENTIFIED, 3)
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/instruments/{version.slug}/answers/")
    with visit.page.expect_download() as loading:
        visit.page.get_by_role("button", name="SPSS").click()
    assert loading.value.suggested_filename == f"{version.slug}.sav"

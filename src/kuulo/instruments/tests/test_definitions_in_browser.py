"""Bringing a definition in, and the sheet on paper, in Chromium: at a desk and on a phone, in each language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kuulo.accounts.rules import LANGUAGES, Role
from kuulo.instruments.queries import list_instruments
from kuulo.instruments.services import create_instrument
from kuulo.instruments.tests.keyboard import NARROW, WIDE
from kuulo.instruments.tests.test_bring_definitions_in import SURVEY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_definition_is_brought_in(visit: Any, tmp_path: Path, width: int, language: str) -> None:
    file = tmp_path / "survey.json"
    file.write_text(json.dumps(SURVEY))
    visit.sign_in(Role.INSIGHT_LEAD, language=language).open("/instruments/import/", width=width).assert_sound()
    visit.page.set_input_files("input[type=file]", file)
    with visit.page.expect_navigation():
        visit.page.click("form.form .button:not(.button-quiet)")
    visit.assert_sound()
    with visit.page.expect_navigation():
        visit.page.click("form.form .button:not(.button-quiet)")
    assert [one.name for one in list_instruments()] == ["Käynti"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_printable_questionnaire_is_sound(visit: Any, width: int) -> None:
    slug = create_instrument(name="Exit", ready_made="exit").slug
    visit.sign_in(Role.READER).open(f"/instruments/{slug}/export/print/?language=sv", width=width).assert_sound()

"""The pages of exchange in Chromium: at a desk and on a phone, in each language, from a file to what came of it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.exchange.models import Upload
from kuulo.exchange.services import take_in
from kuulo.exchange.tests.moving import coded
from kuulo.exchange.tests.test_projects_in import foreign
from kuulo.passages.tests.studies import scene

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_file_comes_in_by_hand(visit: Visit) -> None:
    slug = coded(scene()).study.slug
    here = reverse("exchange:exchange", args=[slug])
    visit.sign_in(Role.RESEARCHER).open(here).assert_sound()
    for language in ("fi", "sv"):
        visit.sign_in(Role.RESEARCHER, language=language).open(here, width=NARROW).assert_sound()
    file = FilePayload(name="maxqda.qdpx", mimeType="application/zip", buffer=foreign())
    visit.page.set_input_files("#id_file", files=[file])
    visit.page.locator("form.card button").click()
    visit.page.wait_for_url("**/exchange/*/")
    visit.assert_sound()
    number = Upload.objects.latest("pk").pk
    visit.page.locator(f'form[action$="/{number}/take/"] button').click()
    visit.page.wait_for_load_state("domcontentloaded")
    take_in(slug=slug, number=number)
    came = reverse("exchange:upload", args=[slug, number])
    visit.open(came, width=WIDE).assert_sound()

"""The pages of matching in a real Chromium: sound at a desk and on a phone, decided by mouse and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from kuulo.accounts.rules import Role
from kuulo.customers.rules import PartyKind
from kuulo.matching import services
from kuulo.matching.models import Proposal
from kuulo.matching.queries import list_runs
from kuulo.matching.rules.proposals import ProposalState
from kuulo.matching.tests.register import add_party, fill_register

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def found(visit: Any) -> None:
    """Customers of whom some are there twice, two firms with one business id, and what a run found."""
    del visit
    fill_register(60, 10)
    add_party("business_id:2077474-0", "Esimerkki Oy", kind=PartyKind.ORGANISATION)
    add_party("vat:FI20774740", "Esimerkki Oy Ab", kind=PartyKind.ORGANISATION)
    services.find_matches(by="Ilona")


def first_open() -> Proposal:
    return Proposal.objects.filter(state=ProposalState.PROPOSED).order_by("-probability", "-weight", "pk")[0]


def test_the_lists_are_sound(visit: Any, found: None, width: int) -> None:
    visit.sign_in(Role.INSIGHT_LEAD, language="fi").open("/matching/", width=width).assert_sound()
    visit.open("/matching/?state=accepted", width=width).assert_sound()


def test_an_empty_list_is_sound(visit: Any, width: int) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open("/matching/", width=width).assert_sound()


def test_a_proposal_is_sound(visit: Any, found: None, width: int, scheme: str) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/matching/{first_open().pk}/", width=width, scheme=scheme).assert_sound()


def test_a_run_is_sound(visit: Any, found: None, width: int) -> None:
    visit.sign_in(Role.INSIGHT_LEAD, language="sv").open("/matching/runs/", width=width).assert_sound()
    visit.open(f"/matching/runs/{list_runs()[0].id}/", width=width)
    visit.page.locator("main details > summary").first.click()
    visit.assert_sound()


def test_the_settings_are_sound(visit: Any, width: int) -> None:
    visit.sign_in(Role.OWNER).open("/matching/settings/", width=width).assert_sound()


def test_deciding_with_mouse_and_keyboard(visit: Any, found: None) -> None:
    row = first_open()
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/matching/{row.pk}/")
    page = visit.page
    page.get_by_role("button", name="Accept: they are one").click()
    expect(page.get_by_text("the two are one customer now")).to_be_visible()
    # The next proposal is open, and the first stop of the keyboard is its decision.
    page.keyboard.press("Tab")
    expect(page.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("two sisters")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Reject: they stay apart")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("the two stay apart")).to_be_visible()
    rejected = Proposal.objects.get(state=ProposalState.REJECTED)
    assert rejected.history[0]["reason"] == "two sisters"
    visit.open(f"/matching/{rejected.pk}/")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("waits for a decision again")).to_be_visible()

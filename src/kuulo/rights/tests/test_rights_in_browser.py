"""The pages of rights in a real browser: sound at a desk and on a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.browser import Visit

from kuulo.accounts.rules import Role
from kuulo.customers.queries import may_use, party_ids_of
from kuulo.customers.rules import Channel, ContactRow, PartyRow, Purpose
from kuulo.customers.services import register_contacts, register_parties
from kuulo.rights.models import PersonalLink, Receipt
from kuulo.rights.rules import RequestKind, Way
from kuulo.rights.services import Asked, begin_erasure, take_request
from kuulo.rights.services.links import make_link

NOW = datetime.now(UTC)


def register() -> int:
    register_parties([PartyRow(identifier="customer_id:7", name="Maija Meikäläinen", attributes={"shop": "Kamppi"})])
    row = ContactRow(identifier="customer_id:7", channel=Channel.EMAIL, value="maija@example.org")
    register_contacts([row], now=NOW - timedelta(days=30))
    return party_ids_of(["customer_id:7"])["customer_id:7"]


@pytest.mark.browser
def test_the_own_page(visit: Visit, width: int) -> None:
    party_id = register()
    token, _code = make_link(party_id, "", NOW)
    assert PersonalLink.objects.exists()
    for address in ("/me/", f"/me/{token}/", f"/me/{token}/erase/", "/me/nothing-known/"):
        visit.open(address, width=width).assert_accessible().assert_no_horizontal_scroll()


@pytest.mark.browser
def test_everything_on_the_own_page_is_reached_by_keyboard_and_done_with_it(visit: Visit, width: int) -> None:
    party_id = register()
    token, _code = make_link(party_id, "", NOW)
    visit.open(f"/me/{token}/?language=en", width=width)
    reached = " ".join(visit.walk_keyboard())
    for name in ('value="give"', 'value="withdraw"', "<summary", "data.json", 'id="field"', 'id="value"', "/erase/"):
        assert name in reached, f"{name} is not reached by keyboard"
    page = visit.page
    page.get_by_role("button", name="Allow: profiling").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**changed=decided")
    assert may_use(party_id, Purpose.PROFILING).allowed
    page.get_by_role("link", name="Erase my data").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/erase/**")
    assert page.get_by_role("checkbox", name="Keep me out from now on").is_checked()
    page.get_by_role("checkbox", name="Keep me out from now on").press("Space")
    page.get_by_role("checkbox", name="I want all of it to be erased").press("Space")
    page.get_by_role("button", name="Erase me").press("Enter")
    page.wait_for_url("**/me/done/**")
    assert not Receipt.objects.get().keeps_out


@pytest.mark.browser
def test_the_pages_of_staff(visit: Visit, width: int) -> None:
    party_id = register()
    visit.sign_in(Role.OWNER)
    reference = take_request(party_id=party_id, asked=Asked(kind=RequestKind.EXPORT, way=Way.PHONE), now=NOW)
    erased = begin_erasure(party_id=party_id, asked=Asked(kind=RequestKind.ERASE, way=Way.LETTER), now=NOW)
    visit.open(f"/customers/{party_id}/", width=width).assert_accessible().assert_no_horizontal_scroll()
    visit.page.get_by_role("link", name="Rights of this customer").click()
    visit.page.wait_for_url(f"**/rights/new/{party_id}/")
    for address in (
        "/rights/",
        f"/rights/new/{party_id}/",
        f"/rights/requests/{reference}/",
        f"/rights/receipts/{erased}/",
        "/rights/periods/",
        "/rights/record/",
        "/rights/texts/",
    ):
        visit.open(address, width=width).assert_accessible().assert_no_horizontal_scroll()

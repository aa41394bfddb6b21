"""The pages of rights in a real browser: sound at a desk and on a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.browser import Visit

from kuulo.accounts.rules import Role
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import Channel, ContactRow, PartyRow
from kuulo.customers.services import register_contacts, register_parties
from kuulo.rights.models import PersonalLink
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
def test_the_pages_of_staff(visit: Visit, width: int) -> None:
    party_id = register()
    visit.sign_in(Role.OWNER)
    reference = take_request(party_id=party_id, asked=Asked(kind=RequestKind.EXPORT, way=Way.PHONE), now=NOW)
    erased = begin_erasure(party_id=party_id, asked=Asked(kind=RequestKind.ERASE, way=Way.LETTER), now=NOW)
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

"""An address that no database could look for is no page."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/research/a%00b/", "/audit/?key=%00", "/join/%00/"])
def test_a_nul_in_an_address_is_no_page(lead: Client, address: str) -> None:
    assert lead.get(address).status_code == 404

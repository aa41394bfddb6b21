"""The log says what was refused, and not to whom."""

from __future__ import annotations

import pytest
from django.test import Client

TOKEN = "A" * 22


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["a", "k", "p", "r", "u"])
def test_no_token_of_a_link_and_no_key_of_a_response_is_logged(place: str, caplog: pytest.LogCaptureFixture) -> None:
    assert Client().get(f"/{place}/{TOKEN}").status_code == 404
    assert f"Not Found: /{place}/…" in caplog.messages
    assert TOKEN not in caplog.text


@pytest.mark.django_db
def test_other_addresses_are_logged_whole(caplog: pytest.LogCaptureFixture, lead: Client) -> None:
    assert lead.get("/nothing/of/the/kind/").status_code == 404
    assert "Not Found: /nothing/of/the/kind/" in caplog.messages

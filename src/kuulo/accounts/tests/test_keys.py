"""An owner makes keys for other programs, sees each once, and revokes them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from kuulo.accounts.models import ApiKey, User
from kuulo.accounts.queries import key_of, list_keys
from kuulo.accounts.rules import Role
from kuulo.accounts.services import make_key, revoke_key
from kuulo.base.errors import InputError, NotFoundError


def shown(page: str) -> str:
    """Return the secret a page shows; empty where it shows none."""
    found = re.search(r"<code>(kuulo_[\w-]{32})</code>", page)
    return found.group(1) if found else ""


def test_the_secret_is_shown_once_and_kept_nowhere(owner: Client) -> None:
    secret = shown(owner.post("/people/keys/", {"name": "Web shop"}).content.decode())
    assert secret
    key = key_of(secret)
    assert key is not None
    assert key.name == "Web shop"
    assert key.made_by == "Outi Omistaja"
    again = owner.get("/people/keys/").content.decode()
    assert "Web shop" in again
    assert secret not in again
    assert secret not in str(ApiKey.objects.values())


def test_a_revoked_key_opens_nothing_and_stays_to_be_seen(owner: Client) -> None:
    secret = shown(owner.post("/people/keys/", {"name": "Till"}).content.decode())
    number = ApiKey.objects.get().pk
    owner.post(f"/people/keys/{number}/revoke/")
    assert key_of(secret) is None
    assert list_keys()[0].revoked_by == "Outi Omistaja"
    assert not revoke_key(key_id=number, by="Outi", now=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "kuulo_", "kuulo_nothing", "something else"])
def test_what_is_no_key_opens_nothing(secret: str) -> None:
    make_key(name="Till", by="Outi", now=timezone.now())
    assert key_of(secret) is None


def test_a_key_without_a_name_is_refused(owner: Client) -> None:
    assert owner.post("/people/keys/", {"name": " "}).status_code == 422
    with pytest.raises(InputError, match="no name"):
        make_key(name=" ", by="Outi", now=timezone.now())


def test_a_key_nobody_made_cannot_be_revoked(owner: Client) -> None:
    assert owner.post("/people/keys/999/revoke/").status_code == 404
    with pytest.raises(NotFoundError, match="no key"):
        revoke_key(key_id=999, by="Outi", now=timezone.now())


def test_only_an_owner_may(lead: Client, cast: dict[Role, User]) -> None:
    del cast
    assert lead.get("/people/keys/").status_code == 403
    assert lead.post("/people/keys/", {"name": "x"}).status_code == 403

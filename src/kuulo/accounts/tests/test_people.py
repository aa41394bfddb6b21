"""An owner adds people and changes their roles."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.accounts import services
from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.base.errors import GuardError, InputError

NEW = {"email": "Uusi@Example.org", "name": "Uusi", "role": "researcher", "password": "pitkä ja outo lause"}


def test_the_owner_adds_a_person_who_can_then_sign_in(owner: Client) -> None:
    response = owner.post("/people/", NEW, follow=True)
    assert "uusi@example.org" in response.content.decode().lower()
    signed_in = Client().post("/accounts/login/", {"login": "uusi@example.org", "password": NEW["password"]})
    assert signed_in.status_code == 302
    assert signed_in["Location"] == "/"
    assert User.objects.get(email="uusi@example.org").role == Role.RESEARCHER


def test_a_weak_password_is_refused_in_the_pages_language(owner: Client, cast: dict[Role, User]) -> None:
    services.choose_language(user_id=cast[Role.OWNER].pk, language="fi")
    response = owner.post("/people/", {**NEW, "password": "salasana"})
    assert response.status_code == 422
    assert "Salasana on liian lyhyt. Siinä on oltava vähintään 12 merkkiä." in response.content.decode()
    assert not User.objects.filter(email="uusi@example.org").exists()


def test_an_address_that_is_taken_is_refused(owner: Client) -> None:
    response = owner.post("/people/", {**NEW, "email": "reijo@example.org"})
    assert response.status_code == 422
    with pytest.raises(InputError, match="can already sign in"):
        services.add_person(email="REIJO@example.org", password="x", role=Role.READER)


def test_the_owner_changes_a_role(owner: Client, cast: dict[Role, User]) -> None:
    reader = cast[Role.READER]
    owner.post(f"/people/{reader.pk}/role/", {"role": "researcher"})
    reader.refresh_from_db()
    assert reader.role == Role.RESEARCHER


def test_the_last_owner_stays_owner(owner: Client, cast: dict[Role, User]) -> None:
    with pytest.raises(GuardError, match="only owner"):
        services.change_role(user_id=cast[Role.OWNER].pk, role=Role.READER)
    response = owner.post(f"/people/{cast[Role.OWNER].pk}/role/", {"role": "reader"})
    assert response.status_code == 409


def test_others_may_not(lead: Client, cast: dict[Role, User]) -> None:
    assert lead.get("/people/").status_code == 403
    assert lead.post("/people/", NEW).status_code == 403
    assert lead.post(f"/people/{cast[Role.READER].pk}/role/", {"role": "owner"}).status_code == 403

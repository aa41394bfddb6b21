"""Signing in, being kept out, and the language of the page."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.accounts import services
from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.base.errors import InputError

pytestmark = pytest.mark.django_db


def test_who_has_not_signed_in_is_sent_to_sign_in_and_back() -> None:
    response = Client().get("/explore/?by=touchpoint")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=%2Fexplore%2F%3Fby%3Dtouchpoint"


def test_nobody_signs_themselves_up() -> None:
    page = Client().get("/accounts/signup/").content.decode()
    assert 'name="password1"' not in page


def test_a_wrong_password_is_refused_in_finnish_on_a_finnish_page(cast: dict[Role, User]) -> None:
    client = Client(headers={"accept-language": "fi"})
    response = client.post("/accounts/login/", {"login": "reijo@example.org", "password": "väärä"})
    page = response.content.decode()
    assert '<html lang="fi">' in page
    assert "Annettu sähköposti tai salasana ei ole oikein." in page


def test_sign_in_never_sends_to_another_site(cast: dict[Role, User]) -> None:
    user = cast[Role.READER]
    user.set_password("pitkä ja outo lause")
    user.save()
    form = {"login": user.email, "password": "pitkä ja outo lause", "next": "https://evil.example/"}
    assert Client().post("/accounts/login/", form)["Location"] == "/"


def test_the_persons_language_wins_over_the_browsers(reader: Client, cast: dict[Role, User]) -> None:
    services.choose_language(user_id=cast[Role.READER].pk, language="sv")
    response = reader.get("/people/", headers={"accept-language": "fi"})
    assert response["Content-Language"] == "sv"


def test_a_language_is_chosen_without_signing_in() -> None:
    client = Client()
    response = client.post("/language/", {"language": "fi", "next": "/accounts/login/"})
    assert response["Location"] == "/accounts/login/"
    assert client.get("/accounts/login/")["Content-Language"] == "fi"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_language_never_leaves_the_site(target: str) -> None:
    assert Client().post("/language/", {"language": "fi", "next": target})["Location"] == "/"


def test_a_language_kuulo_does_not_speak_is_refused(cast: dict[Role, User]) -> None:
    with pytest.raises(InputError, match="no language"):
        services.choose_language(user_id=cast[Role.READER].pk, language="de")
    assert "django_language" not in Client().post("/language/", {"language": "de"}).cookies

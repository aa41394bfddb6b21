"""Beginning an instrument: the list, the choice of what to begin from, the name and touchpoint, removal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kuulo.accounts.rules import Role
from kuulo.instruments.library import READY_MADE
from kuulo.instruments.queries import instrument, list_instruments
from kuulo.instruments.rules.questionnaire import LANGUAGES
from kuulo.instruments.tests.desk import made, published

pytestmark = pytest.mark.django_db
LIST, NEW = "/instruments/", "/instruments/new/"
BEGIN = {"ready_made": "", "languages": ["fi", "en"], "first_language": "fi", "name": "Delivery"}


def test_an_empty_list_shows_the_way_on(lead: Client) -> None:
    html = lead.get(LIST).content.decode()
    assert "Nothing is asked yet" in html
    assert f'href="{NEW}"' in html


def test_the_list_tells_state_and_version(lead: Client) -> None:
    published()
    html = lead.get(LIST).content.decode()
    assert "Open for answers" in html
    assert "version 1," in html


def test_an_empty_instrument_is_begun_in_the_chosen_languages(lead: Client) -> None:
    answer = lead.post(NEW, BEGIN | {"languages": ["fi", "en"], "first_language": "en"})
    assert answer.headers["Location"] == "/instruments/delivery/"
    view = instrument("delivery")
    assert view.draft.languages == ("en", "fi")
    assert view.draft.questions() == ()


@pytest.mark.parametrize("name", READY_MADE)
def test_every_ready_made_one_can_be_begun_from(lead: Client, name: str) -> None:
    assert f'value="{name}"' in lead.get(NEW).content.decode()
    answer = lead.post(NEW, BEGIN | {"ready_made": name, "name": "", "languages": list(LANGUAGES)})
    assert answer.status_code == 302
    (begun,) = list_instruments()
    assert begun.name == READY_MADE[name].title["en"]
    assert begun.questions > 0


def test_an_instrument_without_a_language_is_refused(lead: Client) -> None:
    answer = lead.post(NEW, {**BEGIN, "languages": []})
    assert answer.status_code == 422
    assert list_instruments() == ()


def test_the_first_language_must_be_one_of_the_languages(lead: Client) -> None:
    answer = lead.post(NEW, {**BEGIN, "languages": ["fi"], "first_language": "sv"})
    assert answer.status_code == 422
    assert "Choose one of the languages above." in answer.content.decode()


def test_name_and_touchpoint_are_changed(lead: Client) -> None:
    view = made()
    path = reverse("instruments:settings", args=[view.slug])
    assert lead.post(path, {"name": "Parcel", "touchpoint": "Delivery"}).status_code == 302
    assert (instrument(view.slug).name, instrument(view.slug).touchpoint) == ("Parcel", "Delivery")


def test_an_empty_name_is_refused(lead: Client) -> None:
    view = made()
    answer = lead.post(reverse("instruments:settings", args=[view.slug]), {"name": " "})
    assert answer.status_code == 422
    assert instrument(view.slug).name == "Delivery"


def test_a_draft_is_removed(lead: Client) -> None:
    view = made()
    assert lead.post(reverse("instruments:remove", args=[view.slug])).headers["Location"] == LIST
    assert list_instruments() == ()


def test_a_published_instrument_is_not_removed(lead: Client) -> None:
    view = published()
    answer = lead.post(reverse("instruments:remove", args=[view.slug]))
    assert answer.status_code == 409
    assert len(list_instruments()) == 1


def test_an_unknown_instrument_is_not_found(lead: Client) -> None:
    assert lead.get("/instruments/nothing/").status_code == 404


def test_who_may_only_read_sees_the_questions_and_no_builder(cast: dict[Role, Any]) -> None:
    client = Client()
    client.force_login(cast[Role.SERVICE_PERSON], backend="allauth.account.auth_backends.AuthenticationBackend")
    html = client.get(reverse("instruments:build", args=[made().slug])).content.decode()
    assert "Would you recommend us?" in html
    assert "builder.js" not in html
    assert "New instrument" not in client.get(LIST).content.decode()

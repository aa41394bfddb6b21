"""An insight lead makes a source, copies its key, sees what came and what was refused, and revokes the key."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.browser import Visit

from kuulo.accounts.rules import Role
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.events import queries, services
from kuulo.events.tests.conftest import Api

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = {"name": "Web shop", "channel": "web", "scheme": "customer_id", "group_scheme": "group_id", "traits": ""}


def test_a_new_source_shows_its_key_and_what_to_copy(lead: Client) -> None:
    answer = lead.post(reverse("events:new"), {**FIELDS, "origins": "https://Shop.example/front\n"}, follow=True)
    found = queries.source("web-shop")
    text = answer.content.decode()
    assert found.origins == ("https://shop.example",)
    assert f"data-key=&quot;{found.working_keys[0]}&quot;" in text
    assert "/w/traces.js" in text
    assert "Web shop" in lead.get(reverse("events:sources")).content.decode()


def test_a_new_source_makes_no_customers_unless_that_is_ticked(lead: Client) -> None:
    page = lead.get(reverse("events:new"))
    assert page.context["form"]["creates_parties"].value() is False
    lead.post(reverse("events:new"), {**FIELDS, "name": "Tills", "channel": "shop", "creates_parties": "on"})
    lead.post(reverse("events:new"), FIELDS)
    assert [queries.source(slug).creates_parties for slug in ("tills", "web-shop")] == [True, False]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("origins", "shop", "no address of a website"),
        ("scheme", "Customer Id", "kind of identifier"),
        ("name", "", "required"),
    ],
)
def test_what_cannot_be_used_is_said(lead: Client, field: str, value: str, said: str) -> None:
    answer = lead.post(reverse("events:new"), {**FIELDS, field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert queries.sources() == ()


def test_settings_change_and_the_name_in_the_store_stays(lead: Client, api: Api) -> None:
    address = reverse("events:source", args=[api.source.slug])
    changed = {**FIELDS, "name": "Tills", "scheme": "loyalty_card", "traits": "always", "origins": ""}
    assert lead.post(address, changed).status_code == 302
    found = queries.source(api.source.slug)
    assert (found.name, found.scheme, found.traits, found.creates_parties) == ("Tills", "loyalty_card", "always", False)
    assert lead.post(address, {**changed, "scheme": "?"}).status_code == 422


def test_keys_are_renewed_one_after_the_other(lead: Client, api: Api) -> None:
    slug = api.source.slug
    lead.post(reverse("events:add_key", args=[slug]))
    new, old = queries.source(slug).keys
    assert queries.source_of_key(old.key) is not None
    lead.post(reverse("events:revoke_key", args=[slug, old.id]))
    assert queries.source_of_key(old.key) is None
    assert queries.source_of_key(new.key) is not None
    assert queries.source(slug).working_keys == (new.key,)


def test_a_key_is_revoked_once_and_by_its_own_source_only(api: Api, web: Api) -> None:
    with pytest.raises(GuardError):
        services.revoke_key(web.source.slug, api.source.keys[0].id, now=api.source.keys[0].created_at)
    with pytest.raises(NotFoundError):
        services.add_key("nowhere")
    with pytest.raises(InputError):
        services.create_source(name="A", channel="dance")


def test_what_came_and_what_was_refused_are_shown(lead: Client, api: Api) -> None:
    api.track({"type": "track", "event": "Order Completed", "userId": "1042"}, {"type": "dance", "messageId": "m-7"})
    services.move_events()
    text = lead.get(reverse("events:source", args=[api.source.slug])).content.decode()
    for said in ("Order Completed", "customer_id:1042", "m-7", "things done"):
        assert said in text


def test_closing_and_opening(lead: Client, api: Api) -> None:
    address = reverse("events:turn", args=[api.source.slug])
    lead.post(address)
    assert not queries.source(api.source.slug).open
    lead.post(address)
    assert queries.source(api.source.slug).open


def test_others_may_not(reader: Client, api: Api) -> None:
    assert reader.get(reverse("events:sources")).status_code == 403
    assert reader.get(reverse("events:source", args=[api.source.slug])).status_code == 403


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_pages_stand_in_a_browser(visit: Visit, api: Api, width: int, language: str) -> None:
    api.track({"type": "track", "event": "Order Completed", "userId": "1042"}, {"type": "dance", "messageId": "m-7"})
    services.move_events()
    visit.sign_in(Role.INSIGHT_LEAD, language=language)
    for name, places in (("sources", []), ("new", []), ("source", [api.source.slug])):
        visit.open(reverse(f"events:{name}", args=places), width=width).assert_sound()

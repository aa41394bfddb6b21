"""Who is who: logins, aliases, traits and groups, as far as the source's setting and consent allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kuulo.customers import queries as customers
from kuulo.customers import services as writes
from kuulo.customers.rules import PartyKind, PartyRow, Purpose, RelationKind, Stage
from kuulo.events import queries, services
from kuulo.events.tests.conftest import Api, signals

pytestmark = pytest.mark.django_db(transaction=True)
Stored = Callable[[], list[dict[str, Any]]]
AGREED = {"consent": {"categoryPreferences": {"Profiling": True, "Marketing": False}}}
DENIED = {"consent": {"categoryPreferences": {"Profiling": False}}}


def page(anonymous: str, **more: object) -> dict[str, object]:
    """Return a page view of a browser."""
    return {"type": "page", "name": "Front", "anonymousId": anonymous, **more}


def party_of(identifier: str) -> int | None:
    """Return the party of an identifier."""
    return customers.party_ids_of([identifier]).get(identifier)


def test_earlier_anonymous_events_join_after_a_login_with_consent(api: Api, stored: Stored) -> None:
    api.track(page("an-1", context=AGREED), page("an-2", context=AGREED))
    stored()
    api.track({"type": "identify", "userId": "1042", "anonymousId": "an-1", "context": AGREED})
    assert len(stored()) == 2
    assert party_of("anonymous_id:an-1") == party_of("customer_id:1042") is not None
    assert party_of("anonymous_id:an-2") is None


def test_without_consent_nothing_is_joined(api: Api, stored: Stored) -> None:
    login = {"type": "track", "event": "Logged In", "userId": "1042", "anonymousId": "an-1"}
    api.track(login, {**login, "context": DENIED})
    stored()
    assert party_of("customer_id:1042") is not None
    assert party_of("anonymous_id:an-1") is None


def test_the_partys_own_consent_covers_events_that_say_nothing(api: Api, stored: Stored) -> None:
    writes.register_parties([PartyRow(identifier="customer_id:1042", name="Aino")])
    known = party_of("customer_id:1042")
    assert known is not None
    writes.give_consent(party_id=known, at=timezone.now(), purpose=Purpose.PROFILING)
    api.track({"type": "track", "event": "Logged In", "userId": "1042", "anonymousId": "an-1"})
    stored()
    assert party_of("anonymous_id:an-1") == known


def test_events_that_deny_profiling_are_nobodys_and_stay_so(api: Api, stored: Stored) -> None:
    api.track(page("an-1", context=DENIED))
    (row,) = stored()
    assert row["party"] is None
    assert row["attributes"]["consent"] == "none"


@pytest.mark.parametrize("signal", ["header", "context"])
def test_global_privacy_control_leaves_no_name_of_the_browser(api: Api, stored: Stored, signal: str) -> None:
    context = {"sessionId": 77, **({"gpc": True} if signal == "context" else {})}
    headers = {**api.basic, **({"sec-gpc": "1"} if signal == "header" else {})}
    api.send("/v1/batch", {"batch": [page("an-secret", userId="1042", context=context)]}, headers)
    (row,) = stored()
    assert row["party"] == "customer_id:1042"
    assert "an-secret" not in str(row)
    assert "77" not in (row["response_id"], row["attributes"].get("session_id"))
    assert party_of("anonymous_id:an-secret") is None


def test_who_agreed_in_spite_of_global_privacy_control_is_believed(api: Api, stored: Stored) -> None:
    api.track(page("an-1", context={**AGREED, "gpc": True}))
    (row,) = stored()
    assert row["party"] == "anonymous_id:an-1"


def test_a_shared_device_never_joins_two_customers(api: Api, stored: Stored) -> None:
    for user in ("1", "2"):
        api.track({"type": "identify", "userId": user, "anonymousId": "an-1", "context": AGREED})
        stored()
    first, second = party_of("customer_id:1"), party_of("customer_id:2")
    assert first is not None
    assert second is not None
    assert customers.whole_of([first, second]) == {first: first, second: second}
    assert party_of("anonymous_id:an-1") == first


def test_unknown_users_become_prospects_where_the_source_says_so(api: Api, stored: Stored) -> None:
    api.track({"type": "track", "event": "Seen", "userId": "7"})
    stored()
    number = party_of("customer_id:7")
    assert number is not None
    assert customers.party(number, purpose=Purpose.SERVICE).stage is Stage.PROSPECT
    closed = Api(services.create_source(name="Other", channel="server", creates_parties=False))
    closed.track({"type": "track", "event": "Seen", "userId": "8"})
    assert len(stored()) == 2
    assert party_of("customer_id:8") is None


@pytest.mark.parametrize("channel", ["web", "app"])
def test_who_can_read_the_key_of_a_website_or_an_app_makes_no_customers(channel: str, stored: Stored) -> None:
    client = Api(services.create_source(name="Open to all", channel=channel))
    client.track({"type": "identify", "userId": "7", "traits": {"name": "Invented"}, "context": AGREED})
    client.track({"type": "track", "event": "Seen", "userId": "7"})
    (row,) = stored()
    assert row["party"] == "customer_id:7", "what was done is kept, for when the customer is known"
    assert customers.count_parties() == 0


@pytest.mark.parametrize(("channel", "makes"), [("web", False), ("app", False), ("shop", True), ("server", True)])
@pytest.mark.django_db
def test_only_tills_and_servers_make_prospects_unless_it_is_said(channel: str, *, makes: bool) -> None:
    assert services.create_source(name="One", channel=channel).creates_parties is makes
    assert services.create_source(name="Two", channel=channel, creates_parties=not makes).creates_parties is not makes


def test_traits_are_written_down_where_consent_covers(api: Api, stored: Stored) -> None:
    traits = {"firstName": "Aino", "lastName": "Virta", "email": "Aino@Example.org", "plan": "Gold", "age": 41.0}
    api.track({"type": "identify", "userId": "1", "traits": traits, "context": AGREED})
    api.track({"type": "identify", "userId": "2", "traits": traits, "context": DENIED})
    api.track({"type": "identify", "userId": "3", "traits": traits})
    stored()
    told, denied, unsaid = (
        customers.party(party_of(f"customer_id:{n}") or 0, purpose=Purpose.SERVICE) for n in (1, 2, 3)
    )
    assert (told.name, told.attributes["plan"], told.attributes["age"]) == ("Aino Virta", "Gold", "41")
    assert [contact.value for contact in told.contacts] == ["Aino@example.org"]
    assert (denied.name, unsaid.name) == ("", "")


def test_traits_from_a_website_are_not_believed_unless_the_source_says_so(web: Api, stored: Stored) -> None:
    writes.register_parties([PartyRow(identifier="customer_id:1")])
    said = {"type": "identify", "userId": "1", "traits": {"email": "thief@example.org"}, "context": AGREED}
    web.track(said, {"type": "group", "userId": "1", "groupId": "acme", "context": AGREED})
    stored()
    assert party_of("group_id:acme") is None
    assert customers.party(party_of("customer_id:1") or 0, purpose=Purpose.SERVICE).contacts == ()


def test_an_address_that_is_none_is_told_on_the_sources_page(api: Api, stored: Stored) -> None:
    api.track({"type": "identify", "userId": "1", "traits": {"name": "A", "email": "nobody"}, "context": AGREED})
    stored()
    (refused,) = queries.refused_lately(api.source.id)
    assert "cannot be an e-mail address" in str(refused.found)
    assert "nobody" not in str(refused), "nothing of what was said is kept"
    assert customers.party(party_of("customer_id:1") or 0, purpose=Purpose.SERVICE).name == "A"


def test_groups_become_organisations_people_work_for(api: Api, stored: Stored) -> None:
    group = {"type": "group", "userId": "1", "groupId": "acme", "traits": {"name": "Acme Oy"}, "context": AGREED}
    api.track(group)
    stored()
    person = customers.party(party_of("customer_id:1") or 0, purpose=Purpose.SERVICE)
    (relation,) = person.relations
    assert (relation.kind, relation.outgoing, relation.other_name) == (RelationKind.WORKS_FOR, True, "Acme Oy")
    acme = customers.party(party_of("group_id:acme") or 0, purpose=Purpose.SERVICE)
    assert acme.kind is PartyKind.ORGANISATION


def test_an_alias_of_an_anonymous_id_joins_it(api: Api, stored: Stored) -> None:
    api.track(page("an-9", context=AGREED))
    api.track({"type": "alias", "previousId": "an-9", "userId": "1", "context": AGREED})
    stored()
    assert party_of("anonymous_id:an-9") == party_of("customer_id:1")


def test_an_alias_joins_two_customers_only_from_a_server(api: Api, web: Api, stored: Stored) -> None:
    writes.register_parties([PartyRow(identifier=f"customer_id:{number}") for number in (1, 2)])
    first, second = party_of("customer_id:1") or 0, party_of("customer_id:2") or 0
    alias = {"type": "alias", "previousId": "2", "userId": "1", "context": AGREED}
    web.track(alias)
    stored()
    assert customers.whole_of([second]) == {second: second}
    api.track(alias)
    stored()
    assert customers.whole_of([second]) == {second: first}


def test_the_same_log_again_changes_nobody(api: Api, stored: Stored) -> None:
    said = {"type": "identify", "userId": "1", "traits": {"name": "A"}, "context": AGREED, "anonymousId": "an"}
    for _time in range(2):
        api.track(said)
        stored()
    assert customers.count_parties() == 1
    assert signals() == []

"""The JSON API, spoken to a real server as programs, widgets and tablets speak to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kuulo.customers.rules import Channel
from kuulo.invitations.rules.askings import TriggerPlan
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.services import create_trigger
from kuulo.responses.models import Response
from kuulo.responses.queries import WayInView, counts, response_by_key
from kuulo.responses.rules.forms import new_response_key, new_token
from kuulo.responses.services import close_way_in
from kuulo.responses.tests.answering import link, long, published, short, signals
from kuulo.responses.tests.intake_server import Reply, Server, from_elsewhere, served
from kuulo.responses.tests.invited import PARTY, invite

pytestmark = pytest.mark.slow
ANSWERS = {"recommend": 9, "liked": ["people", "other"], "liked__other": "The smell", "why": "Kind people"}


@pytest.fixture(scope="module")
def running(module_house: dict[str, str]) -> Iterator[Server]:
    """Return the server all tests of this module speak to."""
    with served(module_house) as started:
        yield started


@pytest.fixture
def server(running: Server, shared_house: dict[str, str]) -> Server:
    """Return the running server over an empty database, from an address of the test's own."""
    del shared_house
    return from_elsewhere(running)


def post(server: Server, body: object, path: str = "/v1/answers") -> Reply:
    """Send JSON."""
    return server.ask("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"})


def told(reply: Reply) -> Any:
    """Return the JSON of a reply."""
    return json.loads(reply.body)


def program() -> WayInView:
    """Return a way in for programs to the short questionnaire."""
    return link(published(short()), kind="api")


def test_a_program_sends_an_answer_once_however_often_it_tries(server: Server) -> None:
    way = program()
    sent = {"way": way.token, "response": "order-1042", "answers": ANSWERS, "hidden": {"order": "1042"}}
    first, again = post(server, sent), post(server, sent)
    assert (first.status, again.status) == (201, 200)
    assert told(again)["repeated"]
    assert told(first)["key"] == "order-1042"
    stored = response_by_key(told(first)["response"])
    assert stored is not None
    assert stored.answers == ANSWERS
    assert (stored.state, stored.channel, stored.hidden) == ("complete", "api", {"order": "1042"})
    assert ("liked:other", "answered", 1.0) in signals()
    assert Response.objects.count() == 1


def test_what_is_wrong_is_named_by_question(server: Server) -> None:
    way = program()
    reply = post(server, {"way": way.token, "answers": {"recommend": "nine", "liked": ["weather"], "size": 1}})
    assert (reply.status, reply.headers["content-type"]) == (422, "application/problem+json")
    assert {each["question"] for each in told(reply)["problems"]} == {"recommend", "liked", "size"}
    assert post(server, {"way": way.token, "answers": {"why": "No score"}}).status == 422
    assert server.ask("POST", "/v1/answers", b"{not json").status == 422
    unreadable = (b'{"way": "\xff"}', b'{"answers": ' + b"[" * 60_000, b'{"answers": {"recommend": ' + b"[" * 60_000)
    assert {server.ask("POST", "/v1/answers", body).status for body in unreadable} == {422}
    for beside in (10**400, -(10**400), 9.0000001):
        assert post(server, {"way": way.token, "answers": {"recommend": beside}}).status == 422
    assert post(server, {"answers": ANSWERS}).status == 422
    assert not Response.objects.exists()


def test_unknown_and_closed_ways_in_are_told_alike(server: Server) -> None:
    way = program()
    close_way_in(way.id, slug=way.slug)
    unknown = post(server, {"way": new_token(), "answers": ANSWERS})
    closed = post(server, {"way": way.token, "answers": ANSWERS})
    assert unknown.status == closed.status == 404
    assert unknown.body == closed.body
    assert server.ask("GET", f"/v1/ways/{way.token}").body == unknown.body


def test_a_link_for_people_takes_nothing_from_programs(server: Server) -> None:
    assert post(server, {"way": link(published(short())).token, "answers": ANSWERS}).status == 403


def test_a_tablet_sends_what_waited_each_with_its_time(server: Server) -> None:
    way = link(published(short()), kind="kiosk")
    given = datetime.now(UTC) - timedelta(hours=3)
    items = [
        {"way": way.token, "key": new_response_key(), "answers": {"recommend": score}, "given_at": given.isoformat()}
        for score in range(11)
    ]
    items.append({"way": way.token, "key": new_response_key(), "answers": {"recommend": 12}})
    reply = post(server, {"answers": items})
    assert reply.status == 200
    assert len(told(reply)["stored"]) == 11
    assert [each["key"] for each in told(reply)["refused"]] == [items[-1]["key"]]
    stored = response_by_key(str(items[0]["key"]))
    assert stored is not None
    assert stored.completed_at == given
    assert stored.channel == "kiosk"
    assert told(post(server, items[:3]))["stored"][0]["repeated"]
    assert post(server, {"answers": items * 50}).status == 413


def test_batches_are_slowed_down_like_single_answers(server: Server) -> None:
    way = program()
    batch = [{"way": way.token, "answers": {"recommend": 9}} for _each in range(500)]
    replies = [post(server, batch) for _each in range(20)]
    assert {reply.status for reply in replies} == {200, 429}
    refused = next(reply for reply in replies if reply.status == 429)
    assert int(refused.headers["retry-after"]) >= 1
    assert Response.objects.count() == 500 * sum(reply.status == 200 for reply in replies)


def test_a_widget_shows_asks_the_rest_elsewhere_and_is_dismissed(server: Server) -> None:
    version = published(long())
    way = link(version, kind="widget")
    seen = {"way": way.token, "key": new_response_key(), "version": version.number}
    assert post(server, {**seen, "state": "shown"}, "/v1/seen").status == 201
    assert counts(version.slug)["started"] == 1
    assert signals() == []
    part = post(server, {**seen, "answers": {"recommend": 3}, "complete": False})
    assert (told(part)["state"], told(part)["page"]) == ("partial", "second")
    assert server.ask("GET", f"/r/{seen['key']}").status == 200
    other = {**seen, "key": new_response_key()}
    assert told(post(server, {**other, "state": "dismissed"}, "/v1/seen"))["state"] == "dismissed"
    assert signals() == [("recommend", "dismissed", None), ("satisfied", "not_shown", None)]
    assert post(server, {**seen, "state": "clicked"}, "/v1/seen").status == 422


def test_the_questionnaire_is_sent_again_only_when_it_changed(server: Server) -> None:
    version = published(short())
    way = link(version, kind="widget", language="fi")
    reply = server.ask("GET", f"/v1/ways/{way.token}")
    assert (told(reply)["version"], told(reply)["language"]) == (version.number, "fi")
    assert [page["key"] for page in told(reply)["questionnaire"]["pages"]] == ["only"]
    assert reply.headers["access-control-allow-origin"] == "*"
    known = {"If-None-Match": reply.headers["etag"]}
    assert server.ask("GET", f"/v1/ways/{way.token}", headers=known).status == 304


def test_browsers_may_ask_from_other_sites_without_credentials(server: Server) -> None:
    reply = server.ask("OPTIONS", "/v1/answers", headers={"Origin": "https://shop.example"})
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in reply.headers


def test_addresses_are_what_they_are_and_nothing_longer(server: Server) -> None:
    refused = server.ask("GET", "/v1/answers")
    assert (refused.status, refused.headers["allow"]) == (405, "POST")
    assert post(server, {"way": program().token, "answers": ANSWERS}, "/v1/answersanything").status == 404
    assert Response.objects.count() == 0


def test_nobody_reaches_anothers_response_through_a_link_of_their_own(server: Server) -> None:
    version = published(long())
    mine, theirs = link(version, kind="widget"), link(version, kind="widget", name="Other")
    key = new_response_key()
    post(server, {"way": theirs.token, "key": key, "answers": {"recommend": 3}, "complete": False})
    reply = post(server, {"way": mine.token, "key": key, "answers": {"recommend": 10}, "complete": False})
    assert reply.status == 404
    stored = response_by_key(key)
    assert stored is not None
    assert stored.answers == {"recommend": 3}


def test_other_systems_tell_encounters_and_set_triggers_off_with_a_token(server: Server) -> None:
    version = published(short())
    invite(version)
    plan = TriggerPlan(name="Delivered", slug=version.slug, channel=Channel.EMAIL, kind=TriggerKind.API)
    bearer = {"Authorization": f"Bearer {create_trigger(plan=plan).token}", "Content-Type": "application/json"}
    delivery = json.dumps({"key": "delivery-9", "party": PARTY}).encode()
    assert server.ask("POST", "/v1/triggers", delivery).status == 401
    assert server.ask("POST", "/v1/triggers", delivery, {"Authorization": "Bearer guessed"}).status == 401
    fired = server.ask("POST", "/v1/triggers", delivery, bearer)
    assert fired.status == 202
    assert told(fired)["repeated"] == 0
    assert told(server.ask("POST", "/v1/triggers", delivery, bearer))["repeated"] == 1
    visit = {"id": "visit-1", "party": PARTY, "kind": "visit", "occurred_at": "2026-11-20T12:00:00+02:00"}
    assert server.ask("POST", "/v1/encounters", json.dumps(visit).encode()).status == 401
    visits = json.dumps([visit, visit]).encode()
    assert told(server.ask("POST", "/v1/encounters", visits, bearer)) == {"told": 2, "new": 1}
    assert signals("kind, party, source") == [("visit", PARTY, "encounters")]
    wrong = server.ask("POST", "/v1/encounters", json.dumps({**visit, "party": "1042"}).encode(), bearer)
    assert (wrong.status, wrong.headers["content-type"]) == (422, "application/problem+json")

"""Segment-type clients send events: taken ones are in the store, and what is wrong is said with the mend."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import zlib
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from kuulo.events import services
from kuulo.events.collection.log import Log
from kuulo.events.collection.writer import LOGGER, Writer
from kuulo.events.rules.sent import LARGEST_BATCH, LARGEST_EVENT
from kuulo.events.tests.conftest import Api, basic, signals

pytestmark = pytest.mark.django_db(transaction=True)
Result = TypeVar("Result")
Stored = Callable[[], list[dict[str, Any]]]
TRACK = {"type": "track", "event": "Order Completed", "userId": "1042", "messageId": "m-1"}


def test_a_batch_is_in_the_store_after_it_was_taken(api: Api, stored: Stored) -> None:
    properties = {"revenue": 19.5, "currency": "EUR", "basket": {"items": 3}, "tags": ["a", "b"]}
    page = {"type": "page", "anonymousId": "an-1", "messageId": "m-2", "name": "Front"}
    reply = api.track({**TRACK, "properties": properties}, page)
    assert (reply.status, reply.said) == (200, {"success": True})
    order, front = sorted(stored(), key=lambda row: row["kind"])
    assert (order["kind"], order["question"], order["value"]) == ("event", "Order Completed", 19.5)
    assert (order["party"], order["channel"], order["source"]) == ("customer_id:1042", "server", "shop-server")
    assert order["attributes"]["p.basket.items"] == "3"
    assert order["attributes"]["p.tags"] == '["a","b"]'
    assert (front["kind"], front["question"], front["party"]) == ("page_view", "Front", "anonymous_id:an-1")


@pytest.mark.parametrize(
    ("path", "event", "kind"),
    [
        ("/v1/track", {"event": "Signed Up"}, "event"),
        ("/v1/t", {"event": "Signed Up"}, "event"),
        ("/v1/page", {"properties": {"url": "https://shop.example/a?b=c", "title": "A"}}, "page_view"),
        ("/v1/p", {"name": "A"}, "page_view"),
        ("/v1/screen", {"name": "Basket"}, "screen_view"),
        ("/v1/s", {"name": "Basket"}, "screen_view"),
        ("/v1/track", {"event": "Loyalty Card Read"}, "visit"),
    ],
)
def test_single_events_by_long_and_short_addresses(
    api: Api, stored: Stored, path: str, event: dict[str, object], kind: str
) -> None:
    assert api.send(path, {"userId": "1", **event}).status == 200
    assert [row["kind"] for row in stored()] == [kind]


def test_a_repeat_is_stored_once(api: Api, stored: Stored) -> None:
    assert api.track(TRACK, TRACK).status == 200
    assert api.track(TRACK).status == 200
    assert len(stored()) == 1
    assert api.send("/v1/track", TRACK).status == 200
    assert len(stored()) == 1


def test_without_an_id_the_content_makes_one(api: Api, stored: Stored) -> None:
    bare = {"type": "track", "event": "Seen", "userId": "1", "timestamp": "2026-11-01T10:00:00Z"}
    for _time in range(2):
        api.track(bare, {**bare, "event": "Else"})
    assert len(stored()) == 2


def test_the_senders_wrong_clock_is_corrected(api: Api, stored: Stored) -> None:
    # The sender's clock is a year behind: the event was ten seconds before it was sent.
    api.track({**TRACK, "timestamp": "2025-03-01T12:00:00Z"}, sentAt="2025-03-01T12:00:10Z")
    (row,) = stored()
    assert 10 <= (row["received_at"] - row["occurred_at"]).total_seconds() < 11


def test_without_sent_at_the_senders_time_is_believed_but_never_the_future(api: Api, stored: Stored) -> None:
    past = {**TRACK, "timestamp": "2025-03-01T12:00:00+02:00"}
    api.send("/v1/import", {"batch": [past, {**TRACK, "messageId": "m-3", "timestamp": "2999-01-01T00:00:00Z"}]})
    first, second = stored()
    assert first["occurred_at"].isoformat() == "2025-03-01T10:00:00+00:00"
    assert second["occurred_at"] == second["received_at"]


def test_one_wrong_event_does_not_take_the_others_along(api: Api, stored: Stored) -> None:
    wrong = [
        {"type": "track", "event": "No one"},
        {"type": "track", "userId": "1"},
        {"type": "dance", "userId": "1"},
        {"type": "track", "event": "No object", "userId": "1", "properties": ["a"]},
        {"type": "track", "event": "When", "userId": "1", "timestamp": "yesterday"},
        {"type": "group", "userId": "1"},
        {"type": "alias", "userId": "1"},
        {"type": "track", "event": "x" * 300, "userId": "1"},
        {"type": "track", "event": "Wide", "userId": "1", "properties": {"a": "x" * LARGEST_EVENT}},
        7,
    ]
    reply = api.track(wrong[0], TRACK, *wrong[1:])  # type: ignore[arg-type] # one is no event at all
    assert reply.status == 200
    assert [each["index"] for each in reply.said["refused"]] == [0, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert all(each["detail"] and each["mend"] for each in reply.said["refused"])
    assert [row["question"] for row in stored()] == ["Order Completed"]


BLANK = ["", "   ", "\u0000", " \u0000\t\u00a0"]


@pytest.mark.parametrize("blank", BLANK)
def test_a_blank_id_is_none(api: Api, stored: Stored, blank: str) -> None:
    wrong = [
        {"type": "track", "event": "Seen", "userId": blank},
        {"type": "page", "userId": blank, "anonymousId": blank},
        {"type": "group", "userId": "1", "groupId": blank},
        {"type": "alias", "userId": "1", "previousId": blank},
        {"type": "alias", "userId": blank, "anonymousId": "a", "previousId": "2"},
        {"type": "track", "event": blank, "userId": "1"},
    ]
    for event in wrong:
        assert api.track(event).status == 400
        assert api.send(f"/v1/{event['type']}", event).status == 400
    reply = api.track(*wrong, TRACK, {"type": "page", "userId": blank, "anonymousId": "an-1"})
    assert [each["index"] for each in reply.said["refused"]] == [0, 1, 2, 3, 4, 5]
    assert {row["party"] for row in stored()} == {"customer_id:1042", "anonymous_id:an-1"}


@pytest.mark.parametrize("beside", [[], [{"type": "dance"}]])
def test_an_event_that_is_too_large_is_refused_whatever_else_is_wrong(
    api: Api, stored: Stored, beside: list[dict[str, object]]
) -> None:
    wide = {**TRACK, "messageId": "m-2", "properties": {"a": "x" * LARGEST_EVENT}}
    reply = api.track(TRACK, wide, *beside)
    assert reply.status == 200
    assert [each["messageId"] for each in reply.said["refused"]][:1] == ["m-2"]
    assert len(reply.said["refused"]) == 1 + len(beside)
    assert len(stored()) == 1
    many = [{**TRACK, "messageId": f"m-{number}", "properties": {"a": "x" * 9_000}} for number in range(5)]
    assert api.track(*many).said == {"success": True}


def test_properties_are_kept_few_short_and_shallow(api: Api, stored: Stored) -> None:
    deep: object = 1
    for _level in range(300):
        deep = [deep]
    many = {f"n{number}": "x" * 300 for number in range(90)}
    api.track({**TRACK, "properties": {"deep": deep, "a": {"b": {"c": {"d": 1}}}, **many}})
    (row,) = stored()
    kept = {name: value for name, value in row["attributes"].items() if name.startswith("p.")}
    assert len(kept) == 32
    assert max(map(len, kept.values())) == 256
    assert kept["p.deep"] == "[[[[[[null]]]]]]"
    assert kept["p.a.b.c"] == '{"d":1}'


def test_a_number_no_computer_holds_takes_only_its_own_event_along(api: Api, stored: Stored) -> None:
    body = b'{"batch":[%s,{"type":"track","event":"Huge","userId":"1","properties":{"a":1e999}}]}'
    assert api.send("/v1/batch", body % json.dumps(TRACK).encode()).status == 200
    assert [row["question"] for row in stored()] == ["Order Completed"]


def test_a_request_of_which_nothing_can_be_taken_says_why(api: Api, stored: Stored) -> None:
    reply = api.send("/v1/track", {"event": "Seen"})
    assert reply.status == 400
    assert reply.headers["content-type"] == "application/problem+json"
    assert "userId" in reply.said["detail"]
    assert {"code", "message", "title", "status"} <= reply.said.keys()
    assert stored() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"batch":3}',
        b'{"batch":[]}',
        b'{"batch":[' + b"[" * 5000,
        b"\xff\xfe",
        b"[" * 90_000,
    ],
)
def test_what_is_no_batch_is_refused(api: Api, body: bytes) -> None:
    reply = api.send("/v1/batch", body)
    assert reply.status == 400
    assert reply.said["detail"]


def test_too_large_is_refused_before_and_after_unpacking(api: Api) -> None:
    assert api.send("/v1/batch", b" " * (LARGEST_BATCH + 1)).status == 413
    assert api.send("/v1/track", {**TRACK, "properties": {"a": "x" * LARGEST_EVENT}}).status == 413
    bomb = gzip.compress(b" " * 50_000_000)
    assert api.send("/v1/batch", bomb, {**api.basic, "content-encoding": "gzip"}).status == 413


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_compressed_bodies(api: Api, stored: Stored, pack: Callable[[bytes], bytes]) -> None:
    name = "gzip" if pack is gzip.compress else "deflate"
    body = pack(json.dumps({"batch": [TRACK]}).encode())
    assert api.send("/v1/batch", body, {**api.basic, "content-encoding": name}).status == 200
    assert len(stored()) == 1
    assert api.send("/v1/batch", body[:-9], {**api.basic, "content-encoding": name}).status == 400
    assert api.send("/v1/batch", b"no such thing", {**api.basic, "content-encoding": name}).status == 400
    assert api.send("/v1/batch", body, {**api.basic, "content-encoding": "br"}).status == 400


def test_the_key_may_stand_in_the_body_as_browsers_send_it(web: Api, stored: Stored) -> None:
    key = web.source.working_keys[0]
    said = {"batch": [{"type": "page", "anonymousId": "a", "messageId": "1"}], "writeKey": key}
    plain = {"content-type": "text/plain;charset=UTF-8", "origin": "https://shop.example"}
    reply = web.send("/v1/batch", said, plain)
    assert reply.status == 200
    assert reply.headers["access-control-allow-origin"] == "https://shop.example"
    assert web.send("/v1/p", {"anonymousId": "a", "messageId": "2", "writeKey": key}, plain).status == 200
    assert len(stored()) == 2


def test_other_websites_are_refused(web: Api) -> None:
    reply = web.send("/v1/page", {"anonymousId": "a"}, {**web.basic, "origin": "https://elsewhere.example"})
    assert reply.status == 403
    assert "elsewhere.example" in reply.said["detail"]


def test_unknown_revoked_and_closed_keys_are_refused(api: Api) -> None:
    assert api.send("/v1/batch", {"batch": [TRACK]}, {}).status == 401
    assert api.send("/v1/batch", {"batch": [TRACK]}, basic("0" * 32)).status == 401
    assert api.send("/v1/batch", {"batch": [TRACK]}, {"authorization": "Basic ???"}).status == 401
    assert api.send("/v1/batch", {"batch": [TRACK]}, {"authorization": "Bearer x"}).status == 401
    services.close_source(api.source.slug)
    reply = api.track(TRACK)
    assert reply.status == 401
    assert reply.headers["www-authenticate"].startswith("Basic")


def test_browsers_may_ask_first_and_others_learn_the_method(api: Api) -> None:
    asked = api.send("/v1/batch", b"", {"origin": "https://shop.example"}, method="OPTIONS")
    assert asked.status == 204
    assert "authorization" in asked.headers["access-control-allow-headers"]
    assert api.send("/v1/batch", b"", method="GET").status == 405


def test_a_full_disk_is_said_and_nothing_half_written_stays(
    api: Api, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_log: Log, _records: object) -> None:
        raise OSError(28, "No space left on device")

    assert api.track(TRACK).status == 200
    with monkeypatch.context() as patch:
        patch.setattr(Log, "write", full)
        assert api.track({**TRACK, "messageId": "m-9"}).status == 503
    assert len(stored()) == 1
    assert len(signals()) == 1


def test_a_disk_that_stays_full_is_told_in_one_line_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_records: object) -> None:
        raise OSError(28, "No space left on device")

    async def put(times: int) -> list[bool]:
        taken = [await writer.put(b"head", b"body") for _time in range(times)]
        await writer.drain()
        return taken

    writer = Writer(full, lambda: None)
    # However long the machine is held up: all five fall into one time of complaining.
    monkeypatch.setattr("kuulo.events.collection.writer.COMPLAIN_SECONDS", 3600.0)
    assert finished(put(5)) == [False] * 5
    assert [record.exc_info for record in told(caplog)] == [None]
    assert "1 requests could not be written ([Errno 28] No space left on device)" in told(caplog)[0].getMessage()
    monkeypatch.setattr("kuulo.events.collection.writer.COMPLAIN_SECONDS", 0.0)
    finished(put(1))
    assert "5 requests could not be written" in told(caplog)[1].getMessage(), "those between are counted"


def finished(work: Coroutine[Any, Any, Result]) -> Result:
    """Return what the work comes to, in a thread of its own: a test with a browser has an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def told(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Return what the writer complained of; what others say meanwhile is none of its business."""
    return [record for record in caplog.records if record.name == LOGGER.name]

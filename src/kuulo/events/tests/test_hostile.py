"""Hostile JSON: whatever is sent, it is refused or kept within limits, and what is kept can be moved."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuulo.events.collection.application import UnreadableError, look_at
from kuulo.events.rules.people import attributes_of
from kuulo.events.rules.properties import LONGEST_KEY, LONGEST_VALUE, MOST
from kuulo.events.rules.records import RecordKind, read_records, record_head
from kuulo.events.rules.sent import BATCH, EVENT
from kuulo.events.rules.signals import Arrival, tell
from kuulo.events.rules.sources import Channel, SourceView, Traits
from kuulo.lake.rules import Signal

pytestmark = pytest.mark.pure
SOURCE = SourceView(
    id=1,
    slug="shop",
    name="Shop",
    channel=Channel.SERVER,
    scheme="customer_id",
    group_scheme="group_id",
    origins=(),
    creates_parties=True,
    traits=Traits.CONSENT,
    open=True,
    keys=(),
)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS = st.text(max_size=40)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
ANYTHING = st.recursive(
    SCALARS, lambda inside: st.lists(inside, max_size=5) | st.dictionaries(TEXTS, inside, max_size=5), max_leaves=30
)
FIELDS = (
    *("userId", "anonymousId", "messageId", "event", "name", "properties", "traits", "groupId", "previousId"),
    *("context", "timestamp", "sentAt", "originalTimestamp", "category", "integrations"),
)
TOLD = ("page", "campaign", "consent", "gpc", "library", "locale", "session", "sessionId")
KINDS = st.sampled_from(["track", "page", "screen", "identify", "group", "alias"])
EVENTS = st.fixed_dictionaries(
    {"type": KINDS | ANYTHING},
    optional=dict.fromkeys(FIELDS, ANYTHING),
)
GOOD = st.fixed_dictionaries(
    {"type": KINDS, "userId": TEXTS | st.integers(), "event": TEXTS, "groupId": TEXTS, "previousId": TEXTS},
    optional={
        "properties": st.dictionaries(TEXTS, ANYTHING, max_size=60),
        "traits": st.dictionaries(TEXTS, ANYTHING, max_size=5),
        "context": st.dictionaries(st.sampled_from(TOLD), ANYTHING),
        "timestamp": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
        "sentAt": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
    },
)
SLOWLY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def arrival(context: Any = None) -> Arrival:
    """Return how the events came."""
    return Arrival(source=SOURCE, received_at=NOW, sent_at=None, gpc=False, context=context, index=0)


def assert_within_limits(signal: Signal | None) -> None:
    """Assert that what is kept of an event is what the store takes."""
    if signal is None:
        return
    kept = {name: value for name, value in signal.attributes.items() if name.startswith("p.")}
    assert len(kept) <= MOST
    assert all(len(name) <= LONGEST_KEY for name in kept)
    assert all(len(value) <= LONGEST_VALUE for value in signal.attributes.values())
    assert signal.occurred_at <= signal.received_at
    assert signal.question


@SLOWLY
@given(st.lists(EVENTS | GOOD | ANYTHING, min_size=1, max_size=6))
def test_a_batch_of_anything_is_kept_as_far_as_it_can_be_read(events: list[Any]) -> None:
    looked = look_at(json.dumps({"batch": events}).encode(), None)
    kept = len(BATCH.decode(looked.body).batch) if looked.body else 0
    assert kept + len(looked.wrong) == len(events)
    assert all(str(each.found) and str(each.mend) for each in looked.wrong)
    for event in BATCH.decode(looked.body).batch if looked.body else ():
        assert_within_limits(tell(event, arrival()).signal)


@pytest.mark.parametrize(
    ("timestamp", "sent_at"),
    [("2026-11-22T11:00:00Z", "2099-01-01T00:00:00Z"), ("0001-01-01T00:00:00+14:00", None)],
)
def test_a_time_that_cannot_be_is_the_time_of_receiving(timestamp: str, sent_at: str | None) -> None:
    sent = {"type": "track", "event": "Seen", "userId": "1", "timestamp": timestamp, "sentAt": sent_at}
    assert tell(EVENT.decode(json.dumps(sent).encode()), arrival()).at == NOW


def test_names_hold_no_sign_that_a_database_refuses() -> None:
    sent = {"type": "track", "event": "a\0b", "userId": "1", "properties": {"c\0d": {"e\0": 1}}}
    signal = tell(EVENT.decode(json.dumps(sent).encode()), arrival()).signal
    assert signal is not None
    assert signal.question == "ab"
    assert signal.attributes == {"p.cd.e": "1"}
    assert attributes_of({"\0": "x", "f\0": "y"}) == {"f": "y"}


@SLOWLY
@given(GOOD, KINDS)
def test_a_single_event_is_kept_or_refused_with_the_reason(event: dict[str, Any], kind: Any) -> None:
    looked = look_at(json.dumps(event).encode(), kind)
    assert bool(looked.body) != bool(looked.wrong)
    if looked.body:
        told = tell(EVENT.decode(looked.body), arrival())
        assert told.type == kind
        assert_within_limits(told.signal)


@SLOWLY
@given(st.binary(max_size=200))
def test_what_is_no_json_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        look_at(b"\xff" + body, None)


@SLOWLY
@given(st.lists(st.binary(max_size=100), max_size=5), st.binary(max_size=60), st.integers(0, 40))
def test_whole_records_are_read_and_what_is_torn_ends_them(bodies: list[bytes], noise: bytes, cut: int) -> None:
    us = int(NOW.timestamp()) * 1_000_000
    whole = [record_head(RecordKind.EVENT, gpc=True, source_id=7, received_us=us, body=body) + body for body in bodies]
    content = b"".join(whole)
    assert [each.body for each in read_records(content)] == bodies
    torn = content[: max(len(content) - cut, 0)]
    assert [each.body for each in read_records(torn)] == bodies[: len([*read_records(torn)])]
    assert [each.body for each in read_records(content + noise)][: len(bodies)] == bodies

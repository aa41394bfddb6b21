"""The three promises as the store keeps them: read from the raw tables, the outbox and the sealed lake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from kuulo.instruments.rules.questionnaire import Promise
from kuulo.lake.services import seal
from kuulo.responses.models import Response
from kuulo.responses.queries import response_by_key
from kuulo.responses.rules.forms import address_after, personal_key
from kuulo.responses.services import submit
from kuulo.responses.tests.answering import NOW, form, link, long, published, short, signals, submission
from kuulo.responses.tests.invited import PARTY, invitations, invite

pytestmark = pytest.mark.django_db
OWN_TABLES = ("responses_response", "lake_outboxsignal")
EXACT = ("14:30", "2:30", str(NOW.microsecond))


def cells(tables: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    """Yield every value of the tables, as text."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- names of our own tables
            for row in cursor.fetchall():
                yield from (str(value) for value in row)


def other_tables() -> tuple[str, ...]:
    """Return all tables but those of answers."""
    return tuple(model._meta.db_table for model in apps.get_models() if model._meta.db_table not in OWN_TABLES)


def test_anonymous_answers_cannot_be_led_back_to_a_person() -> None:
    version = published(short(), Promise.ANONYMOUS)
    token = invite(version, segment="a segment of one")
    invitation = invitations(version).get()
    made = form(version, token, personal=True)
    sent = submission(made, "only", q_recommend="3", q_why="Too slow", h_order="order-1042")
    assert submit(sent).state == "complete"
    for value in cells(OWN_TABLES):
        for trace in (token, PARTY, "Elsa", "elsa@example.org", "order-1042", "a segment of one", *EXACT):
            assert trace not in value
    for value in cells(other_tables()):
        assert made.key not in value
        assert "Too slow" not in value
    stored = response_by_key(made.key)
    assert stored is not None
    day = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    assert {stored.started_at, stored.updated_at, stored.completed_at} == {day}
    assert (stored.party, stored.invitation_id, stored.attributes, stored.hidden) == (None, None, {}, {})
    invitation.refresh_from_db()
    assert invitation.outcome == "complete"
    assert invitation.outcome_at == day


def test_anonymous_answers_stay_so_in_the_sealed_lake() -> None:
    version = published(short(), Promise.ANONYMOUS)
    made = form(version, invite(version), personal=True)
    submit(submission(made, "only", q_recommend="3", q_why="Too slow"))
    for _look in range(2):
        told = signals(
            "DISTINCT promise, party, occurred_at = day::TIMESTAMP AT TIME ZONE 'UTC', received_at, attributes"
        )
        assert [(row[0], row[1], row[2], row[4]) for row in told] == [("anonymous", None, True, [])]
        seal()
    files = [path.read_bytes() for path in Path(settings.KUULO_LAKE_URL).rglob("*") if path.is_file()]
    assert not any(b"customer_id" in content or b"Elsa" in content for content in files)


def test_the_order_of_rows_does_not_tell_the_order_of_anonymous_answers() -> None:
    version = published(short(), Promise.ANONYMOUS)
    way = link(version)
    keys = []
    for _each in range(12):
        made = form(version, way.token)
        keys.append(made.key)
        submit(submission(made, "only", q_recommend="3"))
    with connection.cursor() as cursor:
        # As SQLite finds them: where it numbers rows itself, that is the order they came in.
        by_number = "" if connection.vendor == "sqlite" else " ORDER BY id"
        cursor.execute(f"SELECT key, started_at FROM responses_response{by_number}")  # noqa: S608 -- our own words
        stored = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT signal_id, id FROM lake_outboxsignal ORDER BY id")
        waiting = cursor.fetchall()
    assert sorted(stored) == sorted(keys)
    assert stored != keys, "one chance in 479,001,600 that they are alike"
    assert [name.partition(":")[0] for name, _id in waiting] not in (keys, keys[::-1])
    assert all(number < 0 for _name, number in waiting)


def test_an_anonymous_invitation_is_used_up_by_one_answer() -> None:
    version = published(short(), Promise.ANONYMOUS)
    token = invite(version)
    assert submit(submission(form(version, token, personal=True), "only", q_recommend="3")).taken
    assert submit(submission(form(version, token, personal=True), "only", q_recommend="9")).gone
    assert Response.objects.count() == 1


def test_an_anonymous_invitation_does_not_complete_all_that_was_begun_by_it() -> None:
    version = published(long(), Promise.ANONYMOUS)
    token = invite(version)
    one, two = form(version, token, personal=True), form(version, token, personal=True)
    for made in (one, two):
        assert submit(submission(made, "first", q_recommend="9")).taken
    assert submit(submission(replace(two, token="", personal=False), "third", q_satisfied="1")).gone
    assert submit(submission(one, "third", q_satisfied="5")).state == "complete"
    assert submit(submission(two, "third", q_satisfied="1")).gone


def test_the_address_alone_carries_an_anonymous_response_to_its_next_page() -> None:
    version = published(long(), Promise.ANONYMOUS)
    token = invite(version)
    made = form(version, token, personal=True)
    assert submit(submission(made, "first", q_recommend="9")).page == "third"
    assert invitations(version).get().outcome == "partial"
    assert address_after("secret", made, more=True) == f"/r/{made.key}?p={token}"
    assert address_after("secret", made, more=False) == f"/r/{made.key}"
    submit(submission(made, "third", q_satisfied="5"))
    assert invitations(version).get().outcome == "complete"


@pytest.mark.parametrize("promise", [Promise.IDENTIFIED, Promise.CONFIDENTIAL])
def test_other_promises_keep_the_link_and_the_signals_say_which(promise: Promise) -> None:
    version = published(short(), promise)
    token = invite(version, segment="home")
    made = form(version, token, key=personal_key(settings.SECRET_KEY, token), personal=True)
    assert submit(submission(made, "only", q_recommend="3", h_order="1042")).state == "complete"
    stored = response_by_key(made.key)
    assert stored is not None
    assert (stored.party, stored.invitation_id) == (PARTY, invitations(version).get().pk)
    assert (stored.attributes["segment"], stored.hidden, stored.completed_at) == ("home", {"order": "1042"}, NOW)
    told = signals(
        "DISTINCT promise, party, channel, attributes['segment'], attributes['order'], epoch_us(occurred_at)"
    )
    assert told == [(promise.value, PARTY, "email", "home", "1042", int(NOW.timestamp() * 1e6))]
    assert address_after(settings.SECRET_KEY, made, more=True) == f"/r/{made.key}"


def test_nobody_marks_an_answer_as_one_of_a_follow_up_from_outside() -> None:
    version = published(msgspec.structs.replace(short(), hidden=("phase",)))
    open_link = link(version, attributes={"phase": "2", "shop": "Tampere"})  # type: ignore[arg-type] # names and values
    submit(submission(form(version, open_link.token), "only", q_recommend="3", h_phase="2"))
    told = signals("DISTINCT attributes['phase'], attributes['phase (attribute)'], attributes['shop']")
    assert told == [(None, "2", "Tampere")]


def test_a_personal_response_taken_up_by_its_own_address_still_closes_the_invitation() -> None:
    version = published(long())
    token = invite(version)
    made = form(version, token, key=personal_key(settings.SECRET_KEY, token), personal=True)
    submit(submission(made, "first", q_recommend="9"))
    assert submit(submission(replace(made, token="", personal=False), "third", q_satisfied="5")).state == "complete"
    assert invitations(version).get().outcome == "complete"
    assert {party for (party,) in signals("DISTINCT party")} == {PARTY}


def test_an_expired_link_takes_nothing() -> None:
    version = published(short())
    token = invite(version)
    invitations(version).update(expires_at=NOW - timedelta(seconds=1))
    assert submit(submission(form(version, token, personal=True), "only", q_recommend="3")).gone


def test_the_database_itself_refuses_a_link_to_an_anonymous_response() -> None:
    version = published(short(), Promise.ANONYMOUS)
    made = form(version, link(version).token)
    submit(submission(made, "only", q_recommend="3"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(key=made.key).update(party=PARTY)

"""Answers taken from a view: page by page, once, with nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kuulo.responses.models import Response
from kuulo.responses.queries import counts, response_by_key, responses_of
from kuulo.responses.services import close_way_in, submit
from kuulo.responses.tests.answering import NOW, form, link, long, published, short, signals, submission

pytestmark = pytest.mark.django_db


def test_one_page_is_stored_and_its_signals_are_read_at_once() -> None:
    version = published(short())
    made = form(version, link(version).token)
    sent = submission(made, "only", q_recommend="9", q_liked=["people"], q_why="Kind people", h_order="1042")
    outcome = submit(sent)
    assert (outcome.state, outcome.page, outcome.taken, outcome.repeated) == ("complete", None, True, False)
    stored = response_by_key(made.key)
    assert stored is not None
    assert stored.answers == {"recommend": 9, "liked": ["people"], "why": "Kind people"}
    assert (stored.hidden, stored.touchpoint, stored.channel) == ({"order": "1042"}, "Website", "web")
    assert (stored.started_at, stored.completed_at) == (NOW.replace(microsecond=0) - timedelta(minutes=1), NOW)
    assert signals() == [
        ("liked:other", "answered", 0.0),
        ("liked:people", "answered", 1.0),
        ("liked:price", "answered", 0.0),
        ("recommend", "answered", 9.0),
        ("why", "answered", None),
    ]
    assert signals("DISTINCT source, touchpoint, channel, promise, response_id, wording, attributes['order']") == [
        (version.slug, "Website", "web", "identified", made.key, "1", "1042")
    ]


def test_a_sign_that_no_database_takes_is_left_out_of_hidden_fields() -> None:
    version = published(short())
    made = form(version, link(version).token)
    assert submit(submission(made, "only", q_recommend="9", h_order="10\x0042")).taken
    stored = response_by_key(made.key)
    assert stored is not None
    assert stored.hidden == {"order": "1042"}


def test_sent_twice_is_stored_once() -> None:
    version = published(short())
    sent = submission(form(version, link(version).token), "only", q_recommend="9")
    assert not submit(sent).repeated
    assert submit(sent).repeated
    assert Response.objects.count() == 1
    assert len(signals()) == 4


def test_pages_are_kept_one_by_one_and_told_when_all_are_there() -> None:
    version = published(long())
    made = form(version, link(version).token)
    first = submit(submission(made, "first", q_recommend="3"))
    assert (first.state, first.page) == ("partial", "second")
    assert signals() == []
    assert submit(submission(made, "second", q_why="Too slow")).page == "third"
    assert submit(submission(made, "third", q_satisfied="2")).state == "complete"
    stored = response_by_key(made.key)
    assert stored is not None
    assert stored.answers == {"recommend": 3, "why": "Too slow", "satisfied": 2}
    assert signals() == [("recommend", "answered", 3.0), ("satisfied", "answered", 2.0), ("why", "answered", None)]


def test_a_page_sent_again_replaces_its_own_answers_only() -> None:
    version = published(long())
    made = form(version, link(version).token)
    submit(submission(made, "first", q_recommend="3"))
    submit(submission(made, "second", q_why="Too slow"))
    assert submit(submission(made, "second", q_why="Too slow")).repeated
    assert submit(submission(made, "second", go="back", q_why="Much too slow")).page == "first"
    assert submit(submission(made, "first", q_recommend="4")).page == "second"
    stored = response_by_key(made.key)
    assert stored is not None
    assert stored.answers == {"recommend": 4, "why": "Much too slow"}


def test_an_answer_no_longer_on_the_way_does_not_count() -> None:
    version = published(long())
    made = form(version, link(version).token)
    submit(submission(made, "first", q_recommend="3"))
    submit(submission(made, "second", q_why="Too slow"))
    assert submit(submission(made, "first", q_recommend="10")).page == "third"
    submit(submission(made, "third", q_satisfied="5"))
    stored = response_by_key(made.key)
    assert stored is not None
    assert stored.answers == {"recommend": 10, "satisfied": 5}
    assert signals() == [("recommend", "answered", 10.0), ("satisfied", "answered", 5.0)]


def test_whoever_sends_the_last_page_alone_is_led_to_what_is_missing() -> None:
    version = published(long())
    made = form(version, link(version).token)
    outcome = submit(submission(made, "third", q_satisfied="5"))
    assert (outcome.state, outcome.page) == ("partial", "first")
    assert signals() == []


def test_a_dismissal_is_a_state_and_no_answer() -> None:
    version = published(long())
    made = form(version, link(version).token)
    outcome = submit(submission(made, "first", go="dismiss"))
    assert (outcome.state, outcome.taken) == ("dismissed", True)
    assert signals() == [("recommend", "dismissed", None), ("satisfied", "not_shown", None)]
    assert submit(submission(made, "first", q_recommend="3")).repeated
    assert counts(version.slug)["dismissed"] == 1
    assert list(responses_of(version.slug)) == []


def test_what_is_missing_or_wrong_is_said_and_nothing_is_stored() -> None:
    version = published(short())
    made = form(version, link(version).token)
    outcome = submit(submission(made, "only", q_why="No score"))
    assert not outcome.taken
    assert [(problem.key, str(problem.text)) for problem in outcome.problems] == [
        ("recommend", "This question needs an answer.")
    ]
    wrong = submit(submission(made, "only", q_recommend="11", q_liked=["weather"]))
    assert [problem.key for problem in wrong.problems] == ["recommend", "liked"]
    assert submit(submission(made, "elsewhere", q_recommend="9")).problems
    assert not Response.objects.exists()


def test_a_closed_way_in_takes_nothing() -> None:
    version = published(short())
    way = link(version)
    close_way_in(way.id, slug=version.slug)
    assert submit(submission(form(version, way.token), "only", q_recommend="9")).gone
    other = published(short(), name="Other")
    assert submit(submission(form(other, way.token), "only", q_recommend="9")).gone
    assert submit(submission(form(version, ""), "only", q_recommend="9")).gone
    assert not Response.objects.exists()


def test_a_filled_trap_or_a_form_sent_within_a_second_is_kept_apart() -> None:
    version = published(short())
    way = link(version)
    trapped = submission(form(version, way.token), "only", q_recommend="9", website="http://example.org")
    assert submit(trapped).state == "complete"
    fast = replace(form(version, way.token), minted_at=int(NOW.timestamp()))
    assert submit(submission(fast, "only", q_recommend="9")).state == "complete"
    assert signals() == []
    assert counts(version.slug) | {"suspect": 2, "complete": 0} == counts(version.slug)

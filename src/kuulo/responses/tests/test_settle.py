"""Responses that were broken off, and those that were kept apart by mistake."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kuulo.responses.models import Response
from kuulo.responses.queries import counts, response_by_key
from kuulo.responses.services import release_suspects, settle_responses, submit
from kuulo.responses.services.settling import _left
from kuulo.responses.tests.answering import NOW, form, link, long, published, short, signals, submission

pytestmark = pytest.mark.django_db


def test_what_was_answered_before_somebody_left_is_told_and_locked_and_the_rest_may_come() -> None:
    version = published(long())
    made = form(version, link(version).token)
    submit(submission(made, "first", q_recommend="3"))
    assert settle_responses([made.key]) == 1
    assert signals() == [("recommend", "answered", 3.0)]
    assert settle_responses([made.key]) == 0
    submit(submission(made, "first", q_recommend="10"))
    submit(submission(made, "second", q_why="Too slow"))
    assert submit(submission(made, "third", q_satisfied="2")).state == "complete"
    stored = response_by_key(made.key)
    assert stored is not None
    assert stored.answers == {"recommend": 3, "why": "Too slow", "satisfied": 2}
    assert signals() == [("recommend", "answered", 3.0), ("satisfied", "answered", 2.0), ("why", "answered", None)]


def test_what_was_left_out_on_the_way_is_told_as_not_shown() -> None:
    version = published(long())
    made = form(version, link(version).token)
    submit(submission(made, "first", q_recommend="9"))
    settle_responses([made.key])
    assert signals() == [("recommend", "answered", 9.0)]
    submit(submission(made, "third", q_satisfied="5"))
    assert signals() == [("recommend", "answered", 9.0), ("satisfied", "answered", 5.0)]


def test_only_responses_left_for_a_day_are_settled() -> None:
    version = published(long())
    made = form(version, link(version).token)
    submit(submission(made, "first", q_recommend="3"))
    assert list(_left(NOW + timedelta(hours=23))) == []
    assert list(_left(NOW + timedelta(hours=25))) == [[made.key]]
    settle_responses([made.key])
    assert list(_left(NOW + timedelta(hours=25))) == []


def test_one_that_went_on_meanwhile_is_left_alone() -> None:
    version = published(long())
    made = form(version, link(version).token)
    submit(submission(made, "first", q_recommend="3"))
    assert settle_responses([made.key], before=NOW - timedelta(seconds=1)) == 0
    assert signals() == []


def test_one_kept_apart_by_mistake_counts_once_it_is_released() -> None:
    version = published(short())
    made = form(version, link(version).token)
    submit(submission(made, "only", q_recommend="9", website="filled by a browser"))
    assert settle_responses([made.key]) == 0
    assert signals() == []
    assert release_suspects([made.key]) == 1
    assert ("recommend", "answered", 9.0) in signals()
    assert counts(version.slug)["complete"] == 1
    assert release_suspects([made.key]) == 0
    assert Response.objects.count() == 1

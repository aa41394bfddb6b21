"""Sessions: whom they are with, who comes along, and what is to be asked in them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.studies.queries import session, sessions_between, sessions_of, to_ask_by_ref
from kuulo.studies.rules import SessionState, StudyStep
from kuulo.studies.services import (
    SessionWishes,
    add_to_ask,
    change_session,
    mark_asked,
    move_session,
    move_study,
    plan_session,
)
from kuulo.studies.tests.planning import BY, NOW, drafted, joined, running

pytestmark = pytest.mark.django_db
SOON = SessionWishes(
    starts_at=NOW + timedelta(days=2), minutes=45, observers=("Risto@example.org ", "risto@example.org")
)


def test_a_session_knows_its_people_its_observers_and_its_guide() -> None:
    study = running()
    person = joined(study.slug)
    wishes = SessionWishes(starts_at=SOON.starts_at, participants=[person.id], observers=SOON.observers)
    found = plan_session(slug=study.slug, wishes=wishes, by=BY, now=NOW)
    assert (found.number, found.participants, found.labels) == (1, (person.id,), {person.id: "P01"})
    assert found.observers == ("risto@example.org",)
    assert found.guide == "Tell me of the last time you ordered."
    assert sessions_between(NOW, NOW + timedelta(days=3)) == (found,)


def test_a_clarifying_question_is_given_back_with_its_reference() -> None:
    found = plan_session(slug=running().slug, wishes=SOON, by=BY, now=NOW)
    asked = add_to_ask(found.id, "What did you expect?", "claim:C7", by=BY, now=NOW)
    [(where, question)] = to_ask_by_ref("claim:C7")
    assert (where.id, question) == (found.id, asked)
    assert mark_asked(asked.id, by=BY, now=NOW).asked_at == NOW
    assert mark_asked(asked.id, by=BY, now=NOW + timedelta(days=1)).asked_at == NOW


def test_a_session_that_is_over_is_neither_changed_nor_asked_in() -> None:
    found = plan_session(slug=running().slug, wishes=SOON, by=BY, now=NOW)
    assert move_session(found.id, to=SessionState.HELD, by=BY, now=NOW).state == "held"
    with pytest.raises(GuardError, match="over"):
        change_session(found.id, wishes=SOON, by=BY)
    with pytest.raises(GuardError, match="nothing more is asked"):
        add_to_ask(found.id, "Late?", by=BY)
    with pytest.raises(GuardError, match="cannot become"):
        move_session(found.id, to=SessionState.CANCELLED, by=BY)


def test_what_cannot_be_a_session_is_refused() -> None:
    study, other = running(), running(title="Another")
    stranger = joined(other.slug)
    with pytest.raises(InputError, match="not in this study"):
        plan_session(slug=study.slug, wishes=SessionWishes(starts_at=NOW, participants=[stranger.id]), by=BY)
    with pytest.raises(InputError, match="between a minute"):
        plan_session(slug=study.slug, wishes=SessionWishes(starts_at=NOW, minutes=0), by=BY)
    with pytest.raises(InputError, match="no question"):
        add_to_ask(plan_session(slug=study.slug, wishes=SOON, by=BY).id, " ", by=BY)
    with pytest.raises(NotFoundError):
        session(987_654)
    with pytest.raises(NotFoundError):
        mark_asked(987_654, by=BY)


def test_a_study_that_is_over_has_no_more_sessions() -> None:
    found = drafted()
    move_study(found.slug, StudyStep.CANCEL, BY)
    with pytest.raises(GuardError, match="no more meetings"):
        plan_session(slug=found.slug, wishes=SOON, by=BY)
    assert sessions_of(found.slug) == ()

"""Leaving: what was written stays or goes as the participant chooses, what was promised is paid all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kuulo.base.errors import GuardError
from kuulo.diaries.models import Entry, PromptMessage
from kuulo.diaries.queries import entries_of
from kuulo.diaries.rules import PromptState
from kuulo.diaries.services import erase_withdrawn, leave_diary
from kuulo.diaries.services.prompting import write_what_is_due
from kuulo.diaries.tests.desk import NOW, keeper, kept, wrote
from kuulo.sources.queries import sources_of
from kuulo.studies.services import leave, payments_due, withdraw_told

pytestmark = pytest.mark.django_db


def test_who_lets_the_entries_stay_is_still_heard_and_paid() -> None:
    study = kept()
    who = keeper(study)
    wrote(who)
    before = payments_due(study.slug)
    leave_diary(token=who.token, keep=True, now=NOW)
    assert len(entries_of(study.slug)) == 1
    assert [(each.participant_id, each.amount) for each in payments_due(study.slug)] == [
        (each.participant_id, each.amount) for each in before
    ]
    assert before


def test_who_takes_the_entries_back_leaves_nothing_and_is_paid() -> None:
    study = kept()
    who, other = keeper(study), keeper(study)
    wrote(who)
    wrote(other, words="Mine stays")
    leave_diary(token=who.token, keep=False, now=NOW)
    assert [each.participant_id for each in entries_of(study.slug)] == [other.id]
    assert entries_of(study.slug, who.id) == ()
    assert [each.participant_id for each in sources_of(study.slug)] == [other.id]
    assert who.id in {each.participant_id for each in payments_due(study.slug)}


def test_who_left_by_another_door_is_followed_up() -> None:
    study = kept()
    who, other = keeper(study), keeper(study)
    wrote(who)
    wrote(other)
    leave(who.token, keep=True, now=NOW)
    assert erase_withdrawn(now=NOW) == 0
    withdraw_told(who.token, now=NOW)
    assert erase_withdrawn(now=NOW) == 1
    assert erase_withdrawn(now=NOW) == 0
    assert Entry.objects.filter(erased_at=None).count() == 1


def test_nothing_more_is_sent_to_who_has_left() -> None:
    study = kept()
    who = keeper(study)
    due = NOW + timedelta(hours=7)
    write_what_is_due(now=due)
    leave_diary(token=who.token, keep=True, now=due)
    assert {row.state for row in PromptMessage.objects.all()} == {PromptState.DROPPED}
    assert write_what_is_due(now=due + timedelta(days=7)) == 0


def test_nobody_leaves_twice() -> None:
    who = keeper(kept())
    leave_diary(token=who.token, keep=True, now=NOW)
    with pytest.raises(GuardError):
        leave_diary(token=who.token, keep=False, now=NOW)

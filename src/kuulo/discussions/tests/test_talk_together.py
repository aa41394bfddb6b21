"""Participants talk under pseudonyms; words become sources, are changed, removed, and go when their writer leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.discussions import services
from kuulo.discussions.models import Message
from kuulo.discussions.queries import messages_for, messages_of, rooms_of, thread_of_participant
from kuulo.discussions.rules import MessageState, Notice, RoomState, RoomStep, Seeing, Starters, ThreadStep
from kuulo.discussions.services.settling import settle_leavers
from kuulo.discussions.tests.cast import ILONA, NOON, Talk, talk
from kuulo.sources.queries import in_force, source, sources_of
from kuulo.sources.rules import SourceKind
from kuulo.studies.rules import StudyStep
from kuulo.studies.services import leave, move_study

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def at() -> Talk:
    return talk()


def said(at: Talk, who: int, text: str, **more: str) -> str:
    return services.write_message(token=at.people[who].token, thread=at.thread.key, text=text, now=NOON, **more)


def test_words_become_sources_of_their_writer(at: Talk) -> None:
    key = said(at, 0, "Kolmen tunnin odotus 😀\r\nei käy")
    (found,) = sources_of(at.study, kinds=[SourceKind.DISCUSSION])
    assert found.text == "Kolmen tunnin odotus 😀\nei käy"
    assert found.participant_id == at.people[0].id
    assert found.name == "When it came – P01"
    assert source(key).key == found.key


def test_others_see_the_pseudonym_alone(at: Talk) -> None:
    key = said(at, 0, "It came late")
    said(at, 1, "Mine too", reply_to=key)
    first, second = messages_for(at.thread, at.people[1].id)
    assert (first.author, first.text) == ("Kettu", "It came late")
    assert second.answers == "Kettu"


def test_what_is_sent_twice_stands_once(at: Talk) -> None:
    key = "a" * 32
    assert said(at, 0, "It came late", key=key) == said(at, 0, "It came late", key=key) == key
    assert Message.objects.count() == 1
    with pytest.raises(InputError):
        said(at, 1, "Mine", key=key)


def test_one_changes_own_words_within_half_an_hour(at: Talk) -> None:
    key = said(at, 0, "It came lat")
    services.edit_message(token=at.people[0].token, message=key, text="It came late", now=NOON + timedelta(minutes=5))
    (found,) = sources_of(at.study)
    assert (found.text, found.key == key) == ("It came late", False)
    with pytest.raises(GuardError, match="30 minutes"):
        services.edit_message(token=at.people[0].token, message=key, text="It came", now=LATER)
    with pytest.raises(NotFoundError):
        services.edit_message(token=at.people[1].token, message=key, text="Never mind", now=NOON)


def test_one_removes_own_words_whenever(at: Talk) -> None:
    key = said(at, 0, "It came late")
    services.remove_message(token=at.people[0].token, message=key, now=LATER)
    assert sources_of(at.study) == ()
    assert in_force([key])[key] is not None
    assert messages_for(at.thread, at.people[1].id) == ()
    assert [(each.state, each.text) for each in messages_of(at.thread)] == [(MessageState.REMOVED, "")]
    with pytest.raises(GuardError, match="removed"):
        services.remove_message(token=at.people[0].token, message=key, now=LATER)


def test_who_leaves_takes_the_words_along(at: Talk) -> None:
    said(at, 0, "It came late")
    leave(at.people[0].token, keep=False, now=LATER)
    # Nobody sees them from that moment on, before any work in the background has removed them.
    assert messages_of(at.thread)[0].text == ""
    assert settle_leavers(at.study, now=LATER) == 1
    assert settle_leavers(at.study, now=LATER) == 0
    assert Message.objects.get().text == ""
    assert sources_of(at.study) == ()


def test_who_leaves_may_let_the_words_stay(at: Talk) -> None:
    said(at, 0, "It came late")
    leave(at.people[0].token, keep=True, now=LATER)
    assert settle_leavers(at.study, now=LATER) == 0
    assert messages_of(at.thread)[0].text == "It came late"
    with pytest.raises(NotFoundError):
        said(at, 0, "And another thing")


def test_others_are_seen_after_the_own_answer(at: Talk) -> None:
    made = services.start_thread(
        room=at.room.id, title="Price", text="What is it worth?", by=ILONA, seeing=Seeing.AFTER_OWN, now=NOON
    )
    services.write_message(token=at.people[0].token, thread=made.key, text="Five euros", now=NOON)
    assert messages_for(made, at.people[1].id) == ()
    services.write_message(token=at.people[1].token, thread=made.key, text="Nothing", now=NOON)
    assert len(messages_for(made, at.people[1].id)) == 2


def test_participants_begin_topics_where_they_may(at: Talk) -> None:
    begin: dict[str, Any] = {"token": at.people[0].token, "room": at.room.id, "title": "Bags", "text": "Too many"}
    with pytest.raises(GuardError, match="Only moderators"):
        services.start_topic(**begin, now=NOON)
    services.change_room(room=at.room.id, title="Door", welcome="Hello", starters=Starters.EVERYBODY)
    made = services.start_topic(**begin, now=NOON)
    assert thread_of_participant(made.key, study=at.study, participant_id=at.people[1].id).begun_by == at.people[0].id


def test_a_name_is_one_persons(at: Talk) -> None:
    services.choose_name(token=at.people[0].token, pseudonym="Karhu", notice=Notice.NONE)
    with pytest.raises(InputError):
        services.choose_name(token=at.people[1].token, pseudonym="karhu", notice=Notice.NONE)


def test_nothing_is_taken_where_something_stands_against_it(at: Talk) -> None:
    services.move_thread(thread=at.thread.key, step=ThreadStep.CLOSE, by=ILONA, now=NOON)
    with pytest.raises(GuardError, match="thread is closed"):
        said(at, 0, "Late")
    services.move_thread(thread=at.thread.key, step=ThreadStep.REOPEN, by=ILONA, now=NOON)
    services.silence(study=at.study, participant_id=at.people[0].id, why="Please be kind", by=ILONA, now=NOON)
    with pytest.raises(GuardError, match="asked you not to write"):
        said(at, 0, "Late")
    services.silence(study=at.study, participant_id=at.people[0].id, why="", by=ILONA, now=NOON)
    services.move_room(room=at.room.id, step=RoomStep.CLOSE, by=ILONA, now=NOON)
    with pytest.raises(GuardError, match="room is not open"):
        said(at, 0, "Late")
    services.move_room(room=at.room.id, step=RoomStep.REOPEN, by=ILONA, now=NOON)
    move_study(at.study, StudyStep.PAUSE, ILONA, now=NOON)
    with pytest.raises(GuardError, match="not running"):
        said(at, 0, "Late")


def test_empty_too_long_and_too_often_are_refused(at: Talk) -> None:
    with pytest.raises(InputError, match="Nothing was written"):
        said(at, 0, " \n ")
    with pytest.raises(InputError, match="too long"):
        said(at, 0, "a" * 5_001)
    for number in range(20):
        said(at, 0, f"Late {number}")
    with pytest.raises(InputError, match="many messages"):
        said(at, 0, "Late again")


def test_a_foreign_key_opens_nothing(at: Talk) -> None:
    other = talk(["Hauki"])
    with pytest.raises(NotFoundError):
        services.write_message(token="no such key", thread=at.thread.key, text="Hello", now=NOON)
    with pytest.raises(NotFoundError):
        services.write_message(token=other.people[0].token, thread=at.thread.key, text="Hello", now=NOON)


def test_a_room_opens_only_while_the_study_runs(at: Talk) -> None:
    made = services.make_room(study=at.study, title="Later", welcome="", by=ILONA, now=NOON)
    with pytest.raises(GuardError, match="welcome"):
        services.move_room(room=made.id, step=RoomStep.OPEN, by=ILONA, now=NOON)
    services.change_room(room=made.id, title="Later", welcome="Hello", starters=Starters.STAFF)
    move_study(at.study, StudyStep.PAUSE, ILONA, now=NOON)
    with pytest.raises(GuardError, match="study is not running"):
        services.move_room(room=made.id, step=RoomStep.OPEN, by=ILONA, now=NOON)
    assert rooms_of(at.study)[1].state is RoomState.PLANNED

"""Moderators hide with a reason, look at reports, ask one or all, and close; the log knows, without words."""

from __future__ import annotations

import pytest

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.discussions import services
from kuulo.discussions.queries import answers_to, lines_for, messages_for, messages_of, waiting_reports
from kuulo.discussions.rules import HideReason, RoomStep
from kuulo.discussions.tests.cast import ILONA, NOON, Talk, talk
from kuulo.sources.queries import sources_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Talk:
    return talk()


@pytest.fixture
def message(at: Talk) -> str:
    return services.write_message(token=at.people[0].token, thread=at.thread.key, text="Aino was rude", now=NOON)


def test_a_hidden_message_is_its_writers_alone(at: Talk, message: str) -> None:
    services.hide_message(message=message, reason=HideReason.OFF_TOPIC, why="Another thread", by=ILONA, now=NOON)
    assert messages_for(at.thread, at.people[1].id) == ()
    (own,) = messages_for(at.thread, at.people[0].id)
    assert (own.reason, own.why) == (HideReason.OFF_TOPIC, "Another thread")
    assert len(sources_of(at.study)) == 1, "it was said, and stays material"
    services.show_message(message=message, by=ILONA, now=NOON)
    assert len(messages_for(at.thread, at.people[1].id)) == 1


def test_what_tells_of_others_is_no_source(at: Talk, message: str) -> None:
    services.hide_message(message=message, reason=HideReason.PERSONAL, why="", by=ILONA, now=NOON)
    assert sources_of(at.study) == ()
    services.show_message(message=message, by=ILONA, now=NOON)
    (found,) = sources_of(at.study)
    assert (found.text, found.key == message) == ("Aino was rude", False)


def test_illegal_steps_are_refused_by_name(message: str) -> None:
    with pytest.raises(GuardError, match=r"“showing” is refused.*“visible”"):
        services.show_message(message=message, by=ILONA, now=NOON)
    services.hide_message(message=message, reason=HideReason.HURTS, why="", by=ILONA, now=NOON)
    with pytest.raises(GuardError, match=r"“hiding” is refused.*“hidden”"):
        services.hide_message(message=message, reason=HideReason.HURTS, why="", by=ILONA, now=NOON)


def test_a_report_waits_until_somebody_looked(at: Talk, message: str) -> None:
    for _again in (1, 2):
        services.report_message(token=at.people[1].token, message=message, why="A name", now=NOON)
    (found,) = waiting_reports(at.study)
    assert (found.why, found.message.key) == ("A name", message)
    services.settle_report(report=found.id, by=ILONA, now=NOON)
    assert waiting_reports(at.study) == ()
    with pytest.raises(NotFoundError):
        services.settle_report(report=found.id, by=ILONA, now=NOON)
    with pytest.raises(InputError, match="your own"):
        services.report_message(token=at.people[0].token, message=message, why="", now=NOON)


def test_hiding_settles_the_reports(at: Talk, message: str) -> None:
    services.report_message(token=at.people[1].token, message=message, why="", now=NOON)
    services.hide_message(message=message, reason=HideReason.PERSONAL, why="", by=ILONA, now=NOON)
    assert waiting_reports(at.study) == ()


def test_a_probe_to_one_is_seen_by_nobody_else(at: Talk) -> None:
    made = services.probe(
        study=at.study, text="How did that feel?", to=at.people[0].id, by=ILONA, ref="claims:7", now=NOON
    )
    assert made.key in {line.thread.key for line in lines_for(at.study, at.people[0].id)}
    assert made.key not in {line.thread.key for line in lines_for(at.study, at.people[1].id)}
    with pytest.raises(NotFoundError):
        services.write_message(token=at.people[1].token, thread=made.key, text="Me too", now=NOON)
    key = services.write_message(token=at.people[0].token, thread=made.key, text="Bad", now=NOON)
    (answer,) = answers_to("claims:7")
    assert (answer.participant_id, answer.source, answer.ref) == (at.people[0].id, key, "claims:7")


def test_a_probe_to_all_is_answered_by_each(at: Talk) -> None:
    made = services.probe(study=at.study, text="What would mend it?", to=None, by=ILONA, ref="claims:8", now=NOON)
    for who in at.people:
        services.write_message(token=who.token, thread=made.key, text="A call before", now=NOON)
    assert [each.participant_id for each in answers_to("claims:8")] == [who.id for who in at.people]
    assert answers_to("") == answers_to("claims:9") == ()


def test_removed_and_hidden_words_are_no_answer(at: Talk) -> None:
    made = services.probe(study=at.study, text="What would mend it?", to=None, by=ILONA, ref="claims:8", now=NOON)
    keys = [services.write_message(token=who.token, thread=made.key, text="A call", now=NOON) for who in at.people]
    services.remove_message(token=at.people[0].token, message=keys[0], now=NOON)
    services.hide_message(message=keys[1], reason=HideReason.HURTS, why="", by=ILONA, now=NOON)
    assert answers_to("claims:8") == ()


def test_a_probe_needs_an_open_room_and_somebody_of_the_study(at: Talk) -> None:
    other = talk(["Hauki"])
    with pytest.raises(InputError, match="another study"):
        services.probe(study=at.study, text="How?", to=other.people[0].id, by=ILONA, now=NOON)
    services.move_room(room=at.room.id, step=RoomStep.CLOSE, by=ILONA, now=NOON)
    with pytest.raises(GuardError, match="no open room"):
        services.probe(study=at.study, text="How?", to=None, by=ILONA, now=NOON)


def test_moderators_words_are_no_source(at: Talk) -> None:
    services.answer_as_moderator(thread=at.thread.key, text="Thank you all", by=ILONA, now=NOON)
    (found,) = messages_for(at.thread, at.people[0].id)
    assert (found.author, found.is_staff) == ("Moderator", True)
    assert sources_of(at.study) == ()


def test_the_log_knows_without_words(at: Talk, message: str) -> None:
    services.hide_message(message=message, reason=HideReason.HURTS, why="Aino is named", by=ILONA, now=NOON)
    steps = [step for step in steps_of(Subject("study", at.study)) if step.verb == "message_hide"]
    assert [dict(step.details) for step in steps] == [{"message": message, "reason": "hurts"}]
    assert "Aino" not in repr(steps)
    assert len(messages_of(at.thread)) == 1

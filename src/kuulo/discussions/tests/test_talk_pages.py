"""Participants' pages: by the key alone, without a cookie or a script, kept out of caches; and what they refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kuulo.discussions import services
from kuulo.discussions.models import Member, Message, Report
from kuulo.discussions.rules import HideReason
from kuulo.discussions.services import PollWishes
from kuulo.discussions.tests.cast import ILONA, NAMES, NOON, Talk, talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Talk:
    return talk()


@pytest.fixture
def visitor() -> Client:
    """Return a browser that keeps no cookie and must send every form as the page gives it."""
    return Client(enforce_csrf_checks=True)


def page(visitor: Client, path: str, status: int = 200) -> str:
    answer = visitor.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_shows_rooms_and_threads(at: Talk, visitor: Client) -> None:
    answer = visitor.get(f"/talk/{at.people[0].token}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "At the door" in text
    assert "When it came" in text
    assert "Kettu" in text
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert not Member.objects.exists(), "opening an address writes nothing"


def test_pages_speak_the_participants_language(at: Talk, visitor: Client) -> None:
    path = f"/talk/{at.people[0].token}/"
    assert "Verkkokeskustelu" in page(visitor, f"{path}?language=fi")
    assert "Nätdiskussion" in page(visitor, f"{path}?language=sv")


def test_writing_needs_no_script(at: Talk, visitor: Client) -> None:
    path = f"/talk/{at.people[0].token}/{at.thread.key}/"
    told = {"text": "It came late <b>", "key": "b" * 32, "language": "en"}
    answers = [visitor.post(path, told) for _again in (1, 2)]
    assert [each.status_code for each in answers] == [303, 303]
    assert Message.objects.count() == 1
    text = page(visitor, answers[0].headers["Location"])
    assert "Your words are there." in text
    assert "It came late &lt;b&gt;" in text


def test_what_is_refused_stays_in_the_field(at: Talk, visitor: Client) -> None:
    path = f"/talk/{at.people[0].token}/{at.thread.key}/"
    answer = visitor.post(path, {"text": "a" * 5_001, "language": "en"})
    assert answer.status_code == 422
    assert "too long" in answer.content.decode()
    assert "a" * 5_001 in answer.content.decode()


def test_news_come_as_a_piece_of_the_page(at: Talk, visitor: Client) -> None:
    first = services.write_message(token=at.people[0].token, thread=at.thread.key, text="First", now=NOON)
    services.write_message(token=at.people[1].token, thread=at.thread.key, text="Second", now=NOON)
    text = page(visitor, f"/talk/{at.people[0].token}/{at.thread.key}/new/?after={first}&language=en")
    assert "Second" in text
    assert "First" not in text
    assert 'hx-trigger="every 10s"' in text
    assert "<html" not in text


def test_news_after_a_message_that_is_gone_bring_nothing_twice(at: Talk, visitor: Client) -> None:
    services.write_message(token=at.people[0].token, thread=at.thread.key, text="First", now=NOON)
    text = page(visitor, f"/talk/{at.people[0].token}/{at.thread.key}/new/?after={'c' * 32}&language=en")
    assert "First" not in text


def test_one_changes_removes_and_points_out(at: Talk, visitor: Client) -> None:
    own = services.write_message(token=at.people[0].token, thread=at.thread.key, text="Lat")
    theirs = services.write_message(token=at.people[1].token, thread=at.thread.key, text="Rude words")
    path = f"/talk/{at.people[0].token}/message/"
    assert "Lat" in page(visitor, f"{path}{own}/")
    assert visitor.post(f"{path}{own}/", {"go": "edit", "text": "Late"}).status_code == 303
    assert Message.objects.get(key=own).text == "Late"
    assert visitor.post(f"{path}{theirs}/", {"go": "report", "text": "Rude"}).status_code == 303
    assert Report.objects.get().why == "Rude"
    assert visitor.post(f"{path}{theirs}/", {"go": "remove"}).status_code == 404
    assert visitor.post(f"{path}{own}/", {"go": "remove"}).status_code == 303
    page(visitor, f"{path}{own}/", status=404)


def test_old_words_can_be_removed_alone(at: Talk, visitor: Client) -> None:
    own = services.write_message(token=at.people[0].token, thread=at.thread.key, text="Late", now=NOON)
    path = f"/talk/{at.people[0].token}/message/{own}/?language=en"
    assert "can no longer be changed" in page(visitor, path)
    assert visitor.post(path, {"go": "edit", "text": "Early"}).status_code == 409


def test_hidden_words_come_with_their_reason_to_their_writer(at: Talk, visitor: Client) -> None:
    own = services.write_message(token=at.people[0].token, thread=at.thread.key, text="Buy mine", now=NOON)
    services.hide_message(message=own, reason=HideReason.ADVERTISING, why="Not here", by=ILONA, now=NOON)
    mine = page(visitor, f"/talk/{at.people[0].token}/{at.thread.key}/?language=en")
    assert "It is advertising." in mine
    assert "Not here" in mine
    assert "Buy mine" not in page(visitor, f"/talk/{at.people[1].token}/{at.thread.key}/?language=en")


def test_a_poll_is_voted_and_seen_when_closed(visitor: Client) -> None:
    at = talk(NAMES)
    wishes = PollWishes(question="When?", options=("Evening", "Morning"))
    poll = services.ask_poll(thread=at.thread.key, wishes=wishes, by=ILONA, now=NOON)
    for who in at.people:
        answer = visitor.post(f"/talk/{who.token}/vote/{poll}/", {"picked": "0", "language": "en"})
        assert answer.status_code == 303
    path = f"/talk/{at.people[0].token}/{at.thread.key}/?language=en"
    assert "You took: Evening." in page(visitor, path)
    assert visitor.post(f"/talk/{who.token}/vote/{poll}/", {"picked": "1"}).status_code == 409
    services.close_poll(poll=poll, by=ILONA, now=timezone.now())
    assert "<svg" in page(visitor, path)


def test_the_script_notes_that_one_has_looked(at: Talk, visitor: Client) -> None:
    services.write_message(
        token=at.people[1].token, thread=at.thread.key, text="Late", now=timezone.now() - timedelta(minutes=1)
    )
    path = f"/talk/{at.people[0].token}/"
    assert "mark-new" in page(visitor, path)
    assert visitor.post(f"{path}seen/").status_code == 204
    assert "mark-new" not in page(visitor, path)


def test_a_wrong_key_opens_nothing(visitor: Client, at: Talk) -> None:
    for path in ("/talk/nothing/", f"/talk/nothing/{at.thread.key}/", f"/talk/{at.people[0].token}/nothing/"):
        assert "No room" not in page(visitor, path, status=404)
    assert visitor.post("/talk/nothing/seen/").status_code == 404
    assert visitor.post(f"/talk/{at.people[0].token}/topic/", {"room": "x"}).status_code == 404


def test_a_name_is_chosen(at: Talk, visitor: Client) -> None:
    path = f"/talk/{at.people[0].token}/name/"
    assert visitor.post(path, {"pseudonym": "Karhu", "language": "en"}).status_code == 303
    assert "Here you are Karhu" in page(visitor, f"/talk/{at.people[0].token}/?language=en")
    assert visitor.post(path, {"pseudonym": "ILVES", "language": "en"}).status_code == 422

"""Moderators' pages: rooms, threads and who takes part; who may not read, sees masked words or none."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.discussions import services
from kuulo.discussions.models import Message, Poll, Room, Thread
from kuulo.discussions.queries import waiting_reports
from kuulo.discussions.tests.cast import ILONA, NAMES, NOON, Talk, talk

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORDS = "Call me at 040 123 4567, it came late"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def at(cast: dict[Role, User]) -> Talk:
    del cast
    found = talk(NAMES)
    services.write_message(token=found.people[0].token, thread=found.thread.key, text=WORDS, now=NOON)
    return found


def base(at: Talk) -> str:
    return f"/research/{at.study}/discussion/"


def test_rooms_show_who_wrote_with_an_interval(at: Talk, lead: Client) -> None:
    text = lead.get(base(at)).content.decode()
    assert "At the door" in text
    assert "Kettu" in text
    told = lead.get(f"{base(at)}rooms.json").json()
    share = told["share_who_wrote"]
    assert (share["n"], round(share["value"], 3), share["method"]) == (7, 0.143, "wilson")
    assert told["rooms"][0]["threads"][0]["messages"] == 1


def test_the_team_reads_words_as_they_are(at: Talk, lead: Client) -> None:
    assert WORDS in lead.get(f"{base(at)}{at.thread.key}/").content.decode()


def test_a_colleague_outside_the_team_reads_no_words(at: Talk, cast: dict[Role, User]) -> None:
    client = signed_in(cast[Role.RESEARCHER])
    assert "it came late" not in client.get(f"{base(at)}{at.thread.key}/").content.decode()
    assert client.get(f"{base(at)}{at.thread.key}/thread.json").json()["messages"][0]["text"] == ""


def test_shared_words_are_masked_outside_the_team(cast: dict[Role, User]) -> None:
    at = talk(shares_words=True)
    services.write_message(token=at.people[0].token, thread=at.thread.key, text=WORDS, now=NOON)
    text = signed_in(cast[Role.RESEARCHER]).get(f"{base(at)}{at.thread.key}/").content.decode()
    assert "it came late" in text
    assert "123 4567" not in text


def test_a_confidential_study_is_not_there_for_others(cast: dict[Role, User]) -> None:
    at = talk(confidential=True)
    for role, status in ((Role.OWNER, 404), (Role.RESEARCHER, 404), (Role.INSIGHT_LEAD, 200)):
        client = signed_in(cast[role])
        assert client.get(base(at)).status_code == status
        assert client.get(f"{base(at)}{at.thread.key}/").status_code == status


def test_another_studys_thread_is_not_there(at: Talk, lead: Client) -> None:
    other = talk(["Hauki"])
    assert lead.get(f"{base(other)}{at.thread.key}/").status_code == 404
    assert lead.post(f"{base(other)}rooms/{at.room.id}/step/", {"step": "close"}).status_code == 404
    message = Message.objects.get()
    assert lead.post(f"{base(other)}messages/{message.key}/", {"reason": "hurts"}).status_code == 404


def test_a_discussion_is_led_on_pages(at: Talk, lead: Client) -> None:
    told = {"title": "Second room", "welcome": "Hello", "starters": "everybody"}
    assert lead.post(f"{base(at)}new/", told).status_code == 302
    room = Room.objects.get(title="Second room")
    assert lead.post(f"{base(at)}rooms/{room.pk}/", told | {"title": "Room two"}).status_code == 302
    assert lead.post(f"{base(at)}rooms/{room.pk}/step/", {"step": "open"}).status_code == 302
    new = {"title": "Bags", "text": "How many?", "seeing": "after_own"}
    assert lead.post(f"{base(at)}rooms/{room.pk}/thread/", new).status_code == 302
    thread = Thread.objects.get(title="Bags")
    poll = {"question": "When?", "options": "Evening\nMorning\n", "choice": "one"}
    assert lead.post(f"{base(at)}{thread.key}/poll/", poll).status_code == 302
    assert lead.post(f"{base(at)}polls/{Poll.objects.get().key}/close/").status_code == 302
    assert lead.post(f"{base(at)}{thread.key}/write/", {"text": "Welcome"}).status_code == 302
    assert lead.post(f"{base(at)}{thread.key}/step/", {"step": "close"}).status_code == 302
    probe = {"probe-to": str(at.people[1].id), "probe-text": "And you?"}
    assert lead.post(f"{base(at)}probe/", probe).status_code == 302
    assert lead.get(base(at)).status_code == lead.get(f"{base(at)}{thread.key}/").status_code == 200


def test_words_are_judged_on_pages(at: Talk, lead: Client) -> None:
    message = Message.objects.get()
    services.report_message(token=at.people[1].token, message=message.key, why="A number", now=NOON)
    assert "A number" in lead.get(base(at)).content.decode()
    (report,) = waiting_reports(at.study)
    assert lead.post(f"{base(at)}reports/{report.id}/").status_code == 302
    assert lead.post(f"{base(at)}messages/{message.key}/", {"reason": "personal", "why": "A number"}).status_code == 302
    assert "It tells of somebody else." in lead.get(f"{base(at)}{at.thread.key}/").content.decode()
    assert lead.post(f"{base(at)}messages/{message.key}/").status_code == 302
    assert lead.post(f"{base(at)}people/{at.people[0].id}/", {"why": "Be kind"}).status_code == 302
    assert "Be kind" in lead.get(base(at)).content.decode()


def test_forms_that_say_nothing_are_shown_again(at: Talk, lead: Client) -> None:
    assert lead.post(f"{base(at)}new/", {"title": ""}).status_code == 422
    assert lead.post(f"{base(at)}{at.thread.key}/write/", {"text": ""}).status_code == 422
    told = {"question": "When?", "options": "One", "choice": "one"}
    assert lead.post(f"{base(at)}{at.thread.key}/poll/", told).status_code == 422
    assert lead.post(f"{base(at)}rooms/{at.room.id}/step/", {"step": "burn"}).status_code == 422
    assert lead.post(f"{base(at)}probe/", {"probe-text": ""}).status_code == 422


def test_who_may_not_moderate_changes_nothing(at: Talk, cast: dict[Role, User]) -> None:
    client = signed_in(cast[Role.SERVICE_PERSON])
    assert client.get(base(at)).status_code == 200
    assert client.get(f"{base(at)}new/").status_code == 403
    assert client.post(f"{base(at)}{at.thread.key}/write/", {"text": "Hello"}).status_code == 403
    assert signed_in(cast[Role.READER]).get(base(at)).status_code == 403


def test_many_threads_ask_the_database_no_more_often(
    at: Talk, lead: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        made = services.start_thread(room=at.room.id, title=f"Thread {number}", text="?", by=ILONA, now=NOON)
        services.write_message(token=at.people[number % 7].token, thread=made.key, text="Late", now=NOON)
    with CaptureQueriesContext(connection) as asked:
        lead.get(base(at))
    assert len(asked) < 45

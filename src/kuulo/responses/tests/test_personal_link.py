"""Answering by a personal link: once, from where it was left, with one click from a message; or saying not now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.instruments.services import close_instrument
from kuulo.responses.models import Response
from kuulo.responses.queries import response_by_key
from kuulo.responses.tests.answering import published
from kuulo.responses.tests.invited import PARTY, invitations, invite
from kuulo.responses.tests.public_forms import Person
from kuulo.responses.tests.questionnaires import BRANCHING, EVERYTHING, SHORT

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> VersionView:
    return published(EVERYTHING, Promise.CONFIDENTIAL)


@pytest.fixture
def token(version: VersionView) -> str:
    return invite(version)


def outcome_of(version: VersionView) -> str:
    return str(invitations(version).get().outcome)


def test_the_answer_is_tied_to_the_person_who_was_asked(version: VersionView, token: str) -> None:
    person = Person().open(f"/p/{token}")
    assert "Hello Elsa!" in person.text
    assert "Confidential." in person.text
    person.send(q_nps="9")
    stored = Response.objects.get()
    assert (stored.party, stored.state, stored.page) == (PARTY, "partial", "choices")
    assert outcome_of(version) == "partial"
    person.send(q_where="home", q_agree__again="yes", q_agree__tell="yes").send()
    assert "Thank you for your time!" in person.text
    assert outcome_of(version) == "complete"


def test_it_is_taken_up_where_it_was_left(token: str) -> None:
    Person().open(f"/p/{token}").send(q_nps="9")
    later = Person().open(f"/p/{token}")
    assert "Where did you get it?" in later.text
    later.send("back")
    assert later.form.fields["q_nps"] == ["9"]
    assert Response.objects.count() == 1


def test_it_is_taken_up_by_the_address_of_the_response_too(token: str) -> None:
    Person().open(f"/p/{token}").send(q_nps="9")
    key = Response.objects.get().key
    assert "Where did you get it?" in Person().open(f"/r/{key}").text


def test_going_back_keeps_what_was_given(token: str) -> None:
    person = Person().open(f"/p/{token}").send(q_nps="9").send("back", q_where="shop")
    person.send()
    assert person.form.fields["q_where"] == ["shop"]


def test_what_was_cleared_on_going_back_is_no_longer_there(token: str) -> None:
    person = Person().open(f"/p/{token}").send(q_nps="3").send(q_easier="Speed")
    person.send("back").send(q_nps="9", q_easier="")
    stored = response_by_key(Response.objects.get().key)
    assert stored is not None
    assert stored.answers == {"nps": 9}


def test_a_used_link_says_so_kindly(token: str) -> None:
    answer_all(token)
    person = Person().open(f"/p/{token}")
    assert person.answer.status_code == 200
    assert "You have already answered" in person.text
    assert Response.objects.count() == 1


def answer_all(token: str) -> None:
    person = Person().open(f"/p/{token}").send(q_nps="9")
    person.send(q_where="home", q_agree__again="yes", q_agree__tell="yes").send()


def test_an_expired_link_says_so(version: VersionView, token: str) -> None:
    invitations(version).update(outcome="sent", expires_at=datetime.now(UTC) - timedelta(days=1))
    person = Person().open(f"/p/{token}")
    assert person.answer.status_code == 410
    assert "This link is no longer in use" in person.text


def test_a_link_that_was_never_sent_leads_nowhere(version: VersionView, token: str) -> None:
    invitations(version).update(outcome="drawn")
    assert Person().open(f"/p/{token}").answer.status_code == 404


def test_a_closed_questionnaire_says_so(version: VersionView, token: str) -> None:
    Person().open(f"/p/{token}").send(q_nps="9")
    close_instrument(slug=version.slug)
    assert Person().open(f"/p/{token}").answer.status_code == 410
    assert Person().open(f"/r/{Response.objects.get().key}").answer.status_code == 410


def test_not_now_is_a_state_and_no_answer(version: VersionView, token: str) -> None:
    person = Person().open(f"/p/{token}").send("dismiss")
    assert "That is quite all right" in person.text
    stored = Response.objects.get()
    assert (stored.state, stored.answers) == ("dismissed", {})
    assert "That is quite all right" in Person().open(f"/p/{token}").text


def test_not_now_and_never_again_are_offered_to_the_invited_only(token: str) -> None:
    person = Person().open(f"/p/{token}")
    assert "dismiss" in person.form.buttons
    assert f'href="/u/{token}"' in person.text


def test_one_click_chooses_and_stores_nothing(token: str) -> None:
    person = Person().open(f"/p/{token}?nps=9")
    assert person.form.fields["q_nps"] == ["9"]
    assert 'data-one-click="save"' in person.text
    assert Response.objects.count() == 0, "scanners of mail follow every link"


def test_what_the_click_chose_is_saved_beside_the_rest(version: VersionView, token: str) -> None:
    person = Person().open(f"/p/{token}?nps=4")
    form = person.form
    answer = person.browser.post(form.action, {**form.fields, "_go": "save"})
    assert answer.status_code == 204
    stored = Response.objects.get()
    assert (stored.state, stored.answers, stored.page) == ("partial", {"nps": 4}, "scores")
    assert outcome_of(version) == "partial"
    person.send(q_easier="Speed", q_csat="2")
    assert Response.objects.get().answers == {"nps": 4, "easier": "Speed", "csat": 2}


def test_a_click_on_another_score_replaces_the_first(token: str) -> None:
    Person().open(f"/p/{token}?nps=9").send()
    person = Person().open(f"/p/{token}?nps=2")
    assert person.form.fields["q_nps"] == ["2"]
    person.send().send()
    assert Response.objects.get().answers["nps"] == 2


def test_a_page_of_one_question_is_sent_whole() -> None:
    token = invite(published(BRANCHING, name="Contract"))
    assert 'data-one-click="next"' in Person().open(f"/p/{token}?stay=no").text


@pytest.mark.parametrize("query", ["nps=11", "nps=", "unknown=3", "easier=slow", "nps=3&csat=2"])
def test_only_one_score_that_can_be_taken_is_sent_by_itself(token: str, query: str) -> None:
    assert "data-one-click" not in Person().open(f"/p/{token}?{query}").text


def test_attributes_of_the_invited_decide_what_is_asked() -> None:
    token = invite(published(BRANCHING, Promise.IDENTIFIED, name="Contract"), segment="vip")
    person = Person().open(f"/p/{token}").send(q_stay="no").send(q_reason="Price")
    assert "May we call you?" in person.text


def test_an_anonymous_answer_keeps_no_link_and_the_link_works_once() -> None:
    version = published(EVERYTHING, Promise.ANONYMOUS, name="Open words")
    token = invite(version)
    answer_all(token)
    stored = Response.objects.get()
    assert (stored.party, stored.invitation_id, stored.attributes) == (None, None, {})
    assert stored.state == "complete"
    assert outcome_of(version) == "complete"
    assert "You have already answered" in Person().open(f"/p/{token}").text


def test_a_second_click_on_an_anonymous_link_does_not_answer_by_itself_again() -> None:
    version = published(EVERYTHING, Promise.ANONYMOUS)
    token = invite(version)
    person = Person().open(f"/p/{token}?nps=9")
    assert 'data-one-click="save"' in person.text
    person.browser.post(person.form.action, {**person.form.fields, "_go": "save"})
    assert Response.objects.get().answers == {"nps": 9}
    again = Person().open(f"/p/{token}?nps=2")
    assert again.form.fields["q_nps"] == ["2"]
    assert "data-one-click" not in again.text


def test_answers_to_a_short_one_end_on_its_closing_page() -> None:
    token = invite(published(SHORT, name="Visit"))
    person = Person().open(f"/p/{token}").send(q_nps="10")
    assert "Your answers are received" in person.text
    assert "Your answers are received" in person.open(f"/r/{Response.objects.get().key}").text, (
        "reloading changes nothing"
    )

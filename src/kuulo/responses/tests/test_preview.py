"""Previewing a draft: every page can be walked, in each language, and nothing is stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.instruments.queries import InstrumentView
from kuulo.instruments.services import create_instrument
from kuulo.responses.models import Response
from kuulo.responses.tests.public_forms import Person
from kuulo.responses.tests.questionnaires import BRANCHING, EVERYTHING, SHORT

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> InstrumentView:
    return create_instrument(name="Delivery", questionnaire=EVERYTHING)


@pytest.fixture
def person(lead: Client) -> Person:
    return Person(browser=lead)


def page_of(slug: str) -> str:
    return f"/instruments/{slug}/preview/page/"


def test_the_frame_is_shown_among_the_instrument_s_pages(draft: InstrumentView, lead: Client) -> None:
    text = lead.get(f"/instruments/{draft.slug}/preview/").content.decode()
    assert f'src="{page_of(draft.slug)}?language=en"' in text
    assert 'aria-current="page"' in text


def test_every_page_can_be_walked_and_nothing_is_stored(draft: InstrumentView, person: Person) -> None:
    person.open(page_of(draft.slug) + "?order=77")
    assert "Preview: nothing is stored." in person.text
    assert "Your order 77 has arrived" in person.text
    person.send(q_nps="9", q_csat="5")
    person.send(q_where="home", q_agree__again="yes", q_agree__tell="no")
    assert "Which matters most?" in person.text
    person.send("back").send("back")
    assert person.form.fields["q_nps"] == ["9"], "what was given is still there"
    person.send().send().send()
    assert "Thank you for your time!" in person.text
    assert "Begin again" in person.text
    assert Response.objects.count() == 0


def test_it_follows_the_same_logic_as_the_real_thing(person: Person) -> None:
    short = create_instrument(name="Visit", questionnaire=SHORT)
    person.open(page_of(short.slug)).send(q_nps="2")
    assert "Your answer opened one more question below." in person.text
    assert "We will look into it." in person.send().text
    branching = create_instrument(name="Contract", questionnaire=BRANCHING)
    assert "Thank you!" in person.open(page_of(branching.slug)).send(q_stay="yes").text


def test_it_refuses_what_the_real_thing_refuses(draft: InstrumentView, person: Person) -> None:
    person.open(page_of(draft.slug)).send(q_csat="4")
    assert person.answer.status_code == 422
    assert "This question needs an answer." in person.text
    assert person.form.fields["q_csat"] == ["4"]


def test_each_language_is_shown(draft: InstrumentView, person: Person) -> None:
    person.open(page_of(draft.slug) + "?language=fi")
    assert "Kerro toimituksestasi" in person.text
    person.send("language-sv", q_nps="9")
    assert "Berätta om din leverans" in person.text
    assert "Var fick du det?" in person.send().text


def test_a_draft_without_questions_says_so(person: Person) -> None:
    empty = create_instrument(name="Empty", languages=("en",))
    assert "Nothing is asked yet" in person.open(page_of(empty.slug)).text


def test_only_kuulo_s_own_page_may_frame_it(draft: InstrumentView, person: Person) -> None:
    answer = person.open(page_of(draft.slug)).answer
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    outer = person.open(f"/instruments/{draft.slug}/preview/").answer
    assert outer["X-Frame-Options"] == "DENY"
    assert "frame-src 'self'" in outer["Content-Security-Policy"]


def test_there_is_no_preview_of_what_does_not_exist(lead: Client) -> None:
    assert lead.get("/instruments/nothing/preview/").status_code == 404


def test_strangers_are_sent_to_sign_in(draft: InstrumentView) -> None:
    assert Client().get(page_of(draft.slug)).status_code == 302


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_is_walked_in_its_frame(visit: Any, cast: dict[Role, User], draft: InstrumentView) -> None:
    visit.sign_in(Role.INSIGHT_LEAD).open(f"/instruments/{draft.slug}/preview/")
    visit.assert_accessible().assert_no_horizontal_scroll()
    frame = visit.page.frame_locator(".phone iframe")
    frame.locator("#q_nps_3").check(force=True)
    frame.locator("#q_easier_field").fill("Speed")
    frame.locator(".buttons .send").click()
    frame.locator("#q_where").wait_for()
    assert Response.objects.count() == 0

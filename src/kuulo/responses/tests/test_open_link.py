"""Answering through an open link, in a browser without script and with no intake in front."""

from __future__ import annotations

import re

import pytest

from kuulo.instruments.queries import VersionView, instrument
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.instruments.services import close_instrument, publish, save_draft
from kuulo.responses.models import Response
from kuulo.responses.queries import WayInView, responses_of
from kuulo.responses.services import close_way_in, open_way_in
from kuulo.responses.tests.answering import published
from kuulo.responses.tests.public_forms import Person
from kuulo.responses.tests.questionnaires import BRANCHING, EVERYTHING, SHORT

pytestmark = pytest.mark.django_db
PAGES = (
    {"q_nps": "9", "q_csat": "4", "q_ces": "6"},
    {
        "q_where": "other",
        "q_where__other": "At work",
        "q_went_well": ["time", "care"],
        "q_parts__speed": "5",
        "q_agree__again": "yes",
        "q_agree__tell": "no",
    },
    {
        "q_first__green": "1",
        "q_first__price": "2",
        "q_first__speed": "3",
        "q_orders": "12",
        "q_day": "2026-11-20",
        "q_nickname": "Elsa",
        "q_words": "Thank you <all>",
    },
)


@pytest.fixture
def short() -> VersionView:
    return published(SHORT)


@pytest.fixture
def link(short: VersionView) -> WayInView:
    return open_way_in(slug=short.slug, kind="link", name="Website")


def everything(promise: Promise = Promise.IDENTIFIED) -> str:
    version = published(EVERYTHING, promise, name="Delivery")
    return "/a/" + open_way_in(slug=version.slug, kind="link", name="Website").token


def test_every_kind_of_question_is_answered_page_by_page() -> None:
    person = Person().open(everything() + "?order=1042")
    assert "Page 1 of 3" in person.text
    for fields in PAGES:
        person.send(**fields)
    assert "Thank you for your time!" in person.text
    (stored,) = responses_of("delivery", with_suspect=True)
    assert stored.state == "complete"
    assert stored.hidden == {"order": "1042"}
    assert stored.answers == {
        "nps": 9,
        "csat": 4,
        "ces": 6,
        "where": "other",
        "where__other": "At work",
        "went_well": ["time", "care"],
        "parts": {"speed": 5},
        "agree": {"again": "yes", "tell": "no"},
        "first": ["green", "price", "speed"],
        "orders": 12,
        "day": "2026-11-20",
        "nickname": "Elsa",
        "words": "Thank you <all>",
    }


def test_opening_a_page_stores_nothing_and_sets_no_cookie(link: WayInView) -> None:
    person = Person().open(f"/a/{link.token}?nps=9")
    assert person.answer.status_code == 200
    assert not person.answer.cookies
    assert person.form.fields["q_nps"] == ["9"], "the address fills in"
    assert person.answer["X-Robots-Tag"] == "noindex, nofollow"
    assert person.answer["Cache-Control"] == "no-store"
    assert "script-src 'self'" in person.answer["Content-Security-Policy"]
    assert Response.objects.count() == 0


def test_what_is_missing_is_named_and_nothing_is_lost(link: WayInView) -> None:
    person = Person().open(f"/a/{link.token}").send(q_easier="Faster")
    assert person.answer.status_code == 422
    assert "<title>Error: " in person.text
    assert '<a href="#q_nps_0">' in person.text, "the summary leads to the question"
    assert "q_nps_0" in person.form.ids
    assert re.search(
        r'<fieldset class="question[^>]*aria-invalid="true"[^>]*aria-describedby="q_nps_error"', person.text
    )
    assert person.form.fields["q_easier"] == ["Faster"]
    assert Response.objects.count() == 0


def test_a_question_opened_by_the_same_page_is_shown_before_anything_is_stored(link: WayInView) -> None:
    person = Person().open(f"/a/{link.token}").send(q_nps="3")
    assert person.answer.status_code == 200
    assert "Your answer opened one more question below." in person.text
    assert Response.objects.count() == 0
    person.send(q_easier="Shorter queues")
    assert "We will look into it." in person.text, "the closing follows the score"
    assert Response.objects.get().answers == {"nps": 3, "easier": "Shorter queues"}


def test_an_opened_question_may_be_left_empty(link: WayInView) -> None:
    Person().open(f"/a/{link.token}").send(q_nps="3").send()
    assert Response.objects.get().answers == {"nps": 3}


def test_a_page_that_opens_nothing_is_taken_at_once(link: WayInView) -> None:
    person = Person().open(f"/a/{link.token}").send(q_nps="10")
    assert "Thank you for your time!" in person.text
    assert Response.objects.get().state == "complete"


def test_sent_twice_is_stored_once_and_ends_on_the_same_page(link: WayInView) -> None:
    person = Person().open(f"/a/{link.token}")
    form = person.form
    sent = {**form.fields, "q_nps": "10", "_go": "next"}
    first = person.browser.post(form.action, sent)
    second = person.browser.post(form.action, sent)
    assert first["Location"] == second["Location"]
    assert Response.objects.count() == 1


def test_a_skip_leads_to_the_end() -> None:
    version = published(BRANCHING)
    token = open_way_in(slug=version.slug, kind="link", name="Website").token
    person = Person().open(f"/a/{token}")
    assert "Page 1 of about 2" in person.text
    assert "Thank you!" in person.send(q_stay="yes").text
    assert "Why do you leave?" in Person().open(f"/a/{token}").send(q_stay="no").text


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        (Promise.IDENTIFIED, "sees your answers one by one"),
        (Promise.CONFIDENTIAL, "in groups of at least 5 people"),
        (Promise.ANONYMOUS, "Nothing that leads to you is stored"),
    ],
)
def test_the_promise_is_said_before_the_first_question(promise: Promise, said: str) -> None:
    assert said in Person().open(everything(promise)).text


def test_a_form_made_from_an_earlier_version_is_taken_as_that_version(short: VersionView, link: WayInView) -> None:
    person = Person().open(f"/a/{link.token}")
    changed = instrument(short.slug)
    save_draft(slug=short.slug, questionnaire=BRANCHING, revision=changed.revision)
    assert publish(slug=short.slug, by="Ilona").number == 2
    person.send(q_nps="10")
    assert Response.objects.get().version == 1


@pytest.mark.parametrize("spoilt", ["", "a.b.c", "x" * 400])
def test_a_form_that_is_not_ours_is_shown_again_with_its_answers(link: WayInView, spoilt: str) -> None:
    person = Person().open(f"/a/{link.token}").send(q_nps="8", _form=spoilt)
    assert person.answer.status_code == 403
    assert person.form.fields["q_nps"] == ["8"]
    assert Response.objects.count() == 0
    assert "Thank you for your time!" in person.send().text, "the new form is taken"


def test_a_form_of_another_link_is_not_taken_here(link: WayInView) -> None:
    other = Person().open(everything())
    person = Person().open(f"/a/{link.token}").send(q_nps="8", _form=other.form.fields["_form"][0])
    assert person.answer.status_code == 403
    assert Response.objects.count() == 0


def test_a_form_sent_from_another_site_is_not_taken(link: WayInView) -> None:
    person = Person().open(f"/a/{link.token}")
    form = person.form
    sent = {**form.fields, "q_nps": "9", "_go": "next"}
    answer = person.browser.post(form.action, sent, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert Response.objects.count() == 0


def test_a_closed_link_and_a_closed_instrument_say_so(short: VersionView, link: WayInView) -> None:
    other = open_way_in(slug=short.slug, kind="link", name="Letter")
    close_way_in(link.id, slug=short.slug)
    assert Person().open(f"/a/{link.token}").answer.status_code == 410
    opened = Person().open(f"/a/{other.token}")
    close_instrument(slug=short.slug)
    assert "This questionnaire is closed" in opened.send(q_nps="9").text
    assert Person().open(f"/a/{other.token}").answer.status_code == 410
    assert Response.objects.count() == 0


def test_addresses_that_lead_nowhere_look_all_the_same(link: WayInView) -> None:
    pages = [Person().open(path) for path in (f"/a/{'x' * 22}", "/a/short", f"/p/{'x' * 22}", f"/r/{'x' * 22}")]
    assert {page.answer.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1


def test_what_is_filled_in_is_shown_as_it_is_and_never_run(link: WayInView) -> None:
    version = published(EVERYTHING, name="Delivery")
    token = open_way_in(slug=version.slug, kind="link", name="Website").token
    person = Person().open(f"/a/{token}?easier=<script>alert(1)</script>&order=<b>&nps=3")
    assert "<script>alert" not in person.text
    assert "Your order &lt;b&gt; has arrived" in person.text

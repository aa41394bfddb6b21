"""Participants' own pages in three languages: no sign-in, no cookie, never cached; joining, leaving, erasing."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.studies.queries import participant, participants_of
from kuulo.studies.rules import ParticipantState, StudyStep
from kuulo.studies.services import HandWishes, add_by_hand, move_study, open_link
from kuulo.studies.tests.planning import BY, NOW, joined, running

pytestmark = pytest.mark.django_db
JOINS = {"agrees": "yes", "version": "1"}


@pytest.fixture
def phone() -> Client:
    """Return a browser that has never been here."""
    return Client()


def test_the_page_says_what_it_is_and_who_agrees_joins(phone: Client) -> None:
    study = running()
    invited = add_by_hand(slug=study.slug, wishes=HandWishes(language="fi"), by=BY, now=NOW)
    shown = phone.get(f"/join/{invited.token}/")
    for said in ("Miten tilaus sujuu?", "Käsittelemme, mitä kerrot.", "Suostun.", 'lang="fi"'):
        assert said in shown.content.decode()
    answer = phone.post(f"/join/{invited.token}/", JOINS | {"pseudonym": "Kuu", "may_record": "yes"}, follow=True)
    assert "Kuu" in answer.content.decode()
    found = participant(invited.id)
    assert (found.state, found.may_record, found.language) == (ParticipantState.JOINED, True, "fi")


def test_no_cookie_is_set_and_nothing_is_cached_or_told_to_others(phone: Client) -> None:
    token = joined(running().slug).token
    for path in (f"/join/{token}/mine/", f"/join/{token}/leave/", "/join/nothing/"):
        answer = phone.get(path)
        assert not answer.cookies, path
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize(("language", "said"), [("fi", "Suostun."), ("sv", "Ja."), ("en", "I agree.")])
def test_the_page_is_read_in_the_language_chosen(phone: Client, language: str, said: str) -> None:
    invited = add_by_hand(slug=running().slug, wishes=HandWishes(), by=BY, now=NOW)
    answer = phone.get(f"/join/{invited.token}/?language={language}")
    assert answer.headers["Content-Language"] == language
    assert said in answer.content.decode()


def test_who_does_not_tick_does_not_join(phone: Client) -> None:
    invited = add_by_hand(slug=running().slug, wishes=HandWishes(), by=BY, now=NOW)
    answer = phone.post(f"/join/{invited.token}/", {"version": "1", "language": "en"})
    assert answer.status_code == 422
    assert "Consent: it was not given." in answer.content.decode()
    assert participant(invited.id).state is ParticipantState.INVITED


def test_the_open_link_gives_everybody_a_key_of_their_own(phone: Client) -> None:
    study = running()
    link = open_link(slug=study.slug, by=BY, now=NOW)
    for name in ("Yksi", "Kaksi"):
        answer = phone.post(f"/join/{link}/", JOINS | {"pseudonym": name, "address": f"{name}@example.org"})
        assert answer.status_code == 303
        assert link not in answer.headers["Location"]
    assert [each.pseudonym for each in participants_of(study.slug)] == ["Yksi", "Kaksi"]
    assert phone.post(f"/join/{link}/", JOINS | {"address": "nobody@"}).status_code == 422


def test_leaving_asks_what_becomes_of_what_was_told(phone: Client) -> None:
    found = joined(running().slug)
    path = f"/join/{found.token}/leave/"
    phone.get(path)
    assert participant(found.id).state is ParticipantState.JOINED, "opening the page does nothing"
    assert phone.post(path, {}).status_code == 422
    answer = phone.post(path, {"told": "stays", "language": "en"}, follow=True)
    assert "30 € is on its way to you" in answer.content.decode()
    answer = phone.post(f"/join/{found.token}/do/", {"wish": "erase", "language": "en"}, follow=True)
    assert "is being erased" in answer.content.decode()
    assert participant(found.id).keeps_told is False


def test_one_click_in_a_mail_program_says_no(phone: Client) -> None:
    invited = add_by_hand(slug=running().slug, wishes=HandWishes(), by=BY, now=NOW)
    phone.post(f"/join/{invited.token}/leave/", {"List-Unsubscribe": "One-Click"})
    assert participant(invited.id).state is ParticipantState.LEFT
    assert "You said no" in phone.get(f"/join/{invited.token}/mine/?language=en").content.decode()


def test_one_click_takes_nobody_out_who_has_joined(phone: Client) -> None:
    found = joined(running().slug)
    phone.post(f"/join/{found.token}/leave/", {"List-Unsubscribe": "One-Click"})
    assert participant(found.id).state is ParticipantState.JOINED


def test_nobody_joins_while_the_study_rests(phone: Client) -> None:
    study = running()
    invited = add_by_hand(slug=study.slug, wishes=HandWishes(), by=BY, now=NOW)
    move_study(study.slug, StudyStep.PAUSE, BY, now=NOW)
    assert "takes no participants now" in phone.get(f"/join/{invited.token}/?language=en").content.decode()
    assert phone.post(f"/join/{invited.token}/", JOINS).status_code == 422


def test_a_name_is_changed_on_the_own_page(phone: Client) -> None:
    found = joined(running().slug)
    phone.post(f"/join/{found.token}/do/", {"wish": "name", "pseudonym": "Uusi \N{SEEDLING}"})
    assert participant(found.id).pseudonym == "Uusi \N{SEEDLING}"


@pytest.mark.parametrize("path", ["/join/nothing/", "/join/nothing/mine/", "/join/nothing/leave/"])
def test_an_unknown_key_leads_nowhere(phone: Client, path: str) -> None:
    answer = phone.get(path)
    assert answer.status_code == 404
    assert "This link leads nowhere" in answer.content.decode()

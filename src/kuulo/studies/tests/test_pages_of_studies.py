"""Pages of staff: planning, starting, amending, the result beside the plan, participants, sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.studies.models import Participant, Study
from kuulo.studies.queries import participants_of, seen_studies, sessions_of, study
from kuulo.studies.rules import Method, Recruited, StudyState, StudyStep
from kuulo.studies.services import SessionWishes, add_to_ask, move_study, note_result, plan_session
from kuulo.studies.tests.planning import BY, NOW, WISHES, drafted, joined, registered, running

pytestmark = pytest.mark.django_db
FILLED = {
    "title": "Why orders are left unfinished",
    "question": WISHES.question,
    "changes": WISHES.changes,
    "method": "diary",
    "planned": "12",
    "languages": ["fi", "en"],
    "minutes": "60",
    "budget": "2500",
    "incentive": "30",
    "legal_basis": "consent",
    "notice_fi": "Käsittelemme.",
    "notice_en": "We handle.",
    "consent_fi": "Suostun.",
    "consent_en": "I agree.",
    **{f"applies_{each}": "no" for each in ("children", "health", "homes", "recordings", "incentives")},
}


def text_of(client: Client, path: str, status: int = 200) -> str:
    """Return what a page says."""
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:600]
    return str(answer.content.decode())


def test_a_study_is_planned_started_amended_and_reported(lead: Client) -> None:
    assert "Words of consent in Finnish" in text_of(lead, "/research/new/")
    made = lead.post("/research/new/", FILLED, follow=True)
    assert "Start fieldwork" not in made.content.decode()
    path = "/research/why-orders-are-left-unfinished/"
    for step in ("ready", "start"):
        assert lead.post(f"{path}step/", {"step": step}).status_code == 302
    assert "The plan as it was frozen" in text_of(lead, path)
    assert lead.post(f"{path}change/", FILLED | {"planned": "8"}).status_code == 422
    amended = lead.post(f"{path}change/", FILLED | {"planned": "8", "why": "Too few answered the phone"}, follow=True)
    assert "Too few answered the phone" in amended.content.decode()
    assert "<del>12</del>" in amended.content.decode()
    lead.post(f"{path}step/", {"step": "analyse"})
    refused = lead.post(f"{path}step/", {"step": "report"})
    assert refused.status_code == 422
    assert "Result: it is not written." in refused.content.decode()
    lead.post(f"{path}result/", {"found": "Delivery days come too late.", "answer": "Show them first."})
    lead.post(f"{path}step/", {"step": "report"})
    shown = text_of(lead, path)
    assert "Show them first." in shown
    assert study("why-orders-are-left-unfinished").state is StudyState.REPORTED
    assert lead.get(f"{path}study.json").json()["amendments"][0]["why"] == "Too few answered the phone"


def test_what_is_missing_is_said_before_a_step_and_when_it_is_tried(lead: Client) -> None:
    found = drafted(question="")
    assert "Decision question: the study has none." in text_of(lead, f"/research/{found.slug}/")
    refused = lead.post(f"/research/{found.slug}/step/", {"step": "ready"})
    assert refused.status_code == 422
    assert study(found.slug).state is StudyState.DRAFT


def test_the_list_shows_what_is_running_first(lead: Client) -> None:
    running(title="In the field study")
    drafted(title="A draft study")
    shown = text_of(lead, "/research/")
    assert shown.index("In the field study") < shown.index("A draft study")
    assert [each["state"] for each in lead.get("/research/studies.json").json()["studies"]] == ["draft", "running"]


def test_an_empty_list_says_how_to_begin(lead: Client) -> None:
    assert "Begin with the decision" in text_of(lead, "/research/")


def test_participants_are_drawn_added_and_let_in_by_a_link(lead: Client) -> None:
    registered(8)
    found = running()
    path = f"/research/{found.slug}/participants/"
    lead.post(f"{path}draw/", {"count": "3", "segment": "", "channel": "email"})
    lead.post(f"{path}add/", {"pseudonym": "Kuu", "language": "sv"})
    lead.post(f"{path}link/", {"wish": "open"})
    people = participants_of(found.slug)
    assert [each.how for each in people] == ["customers"] * 3 + ["hand"]
    shown = text_of(lead, path)
    assert f"/join/{study(found.slug).open_link}/" in shown
    assert "Aino" in shown, "the team sees who it is"
    lead.post(f"{path}{people[3].id}/", {"wish": "paper"})
    lead.post(f"{path}{people[3].id}/", {"wish": "remove", "why": "Moved abroad"})
    lead.post(f"{path}{people[3].id}/", {"wish": "paid"})
    last = participants_of(found.slug)[3]
    assert (last.state, last.payment) == ("removed", "paid")
    refused = lead.post(f"{path}{people[3].id}/", {"wish": "paid"})
    assert "nothing is owed" in refused.content.decode()


def test_many_participants_are_turned_over_a_hundred_at_a_time(lead: Client) -> None:
    found = running()
    row = Study.objects.get(slug=found.slug)
    Participant.objects.bulk_create(
        Participant(study=row, number=number, language="fi", token=f"key-{number}", how=Recruited.HAND)
        for number in range(1, 104)
    )
    path = f"/research/{found.slug}/participants/"
    assert "P101" not in text_of(lead, path)
    assert "P101" in text_of(lead, f"{path}?page=2")


def test_who_is_not_in_the_team_sees_no_names(cast: dict[Role, User]) -> None:
    [party_id] = registered()
    found = running()
    joined(found.slug, party_id=party_id)
    client = Client()
    client.force_login(cast[Role.OWNER], backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = text_of(client, f"/research/{found.slug}/participants/")
    assert "P01" in shown
    assert "Aino" not in shown
    assert "token" not in client.get(f"/research/{found.slug}/participants.json").content.decode()


def test_a_session_is_agreed_asked_in_and_held(lead: Client) -> None:
    found = running()
    person = joined(found.slug)
    path = f"/research/{found.slug}/sessions/"
    told = {"starts_at": "2026-03-10T10:00", "minutes": "45", "place": "Kallio", "participants": [str(person.id)]}
    lead.post(f"{path}new/", told | {"observers": ["risto@example.org"]})
    [agreed] = sessions_of(found.slug)
    add_to_ask(agreed.id, "What did you expect to see?", "claim:C7", by=BY)
    shown = text_of(lead, f"{path}1/")
    assert "What did you expect to see?" in shown
    assert "Tell me of the last time you ordered." in shown
    lead.post(f"{path}1/do/", {"wish": f"asked-{sessions_of(found.slug)[0].to_ask[0].id}"})
    lead.post(f"{path}1/change/", told | {"title": "Kitchen talk"})
    lead.post(f"{path}1/do/", {"wish": "held"})
    [held] = sessions_of(found.slug)
    assert (held.state, held.title, held.to_ask[0].asked_at is not None) == ("held", "Kitchen talk", True)
    assert "Kitchen talk" in text_of(lead, path)
    assert lead.get(f"{path}1/session.json").json()["participants"] == ["P01"]
    assert lead.post(f"{path}1/do/", {"wish": "held"}).status_code == 422


def test_every_version_of_the_words_is_shown(lead: Client) -> None:
    found = running()
    joined(found.slug)
    lead.post(f"/research/{found.slug}/change/", FILLED | {"method": "interview", "why": "Clearer words"})
    shown = text_of(lead, f"/research/{found.slug}/texts/")
    assert "Version 2" in shown
    assert "1 participant agreed to it" in shown
    told = lead.get(f"/research/{found.slug}/texts.json").json()["texts"]
    assert {(each["version"], each["agreed"]) for each in told} == {(1, 1), (2, 0)}


@pytest.mark.parametrize("method", list(Method))
def test_a_study_of_every_method_has_its_pages(lead: Client, method: Method) -> None:
    found = drafted(method=method, title=f"Study by {method}")
    for page in ("", "participants/", "sessions/", "texts/", "change/", "result/"):
        text_of(lead, f"/research/{found.slug}/{page}")


def test_a_reader_sees_no_studies_and_a_service_person_changes_none(cast: dict[Role, User], reader: Client) -> None:
    found = running()
    assert reader.get("/research/").status_code == 403
    client = Client()
    client.force_login(cast[Role.SERVICE_PERSON], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/research/{found.slug}/").status_code == 200
    assert client.post(f"/research/{found.slug}/step/", {"step": "pause"}).status_code == 403


def test_two_hundred_studies_are_listed_in_few_queries(
    cast: dict[Role, User], django_assert_max_num_queries: object
) -> None:
    for number in range(25):
        drafted(title=f"Study {number}")
    with django_assert_max_num_queries(5):  # type: ignore[operator] # a fixture
        assert len(seen_studies(cast[Role.INSIGHT_LEAD])) == 25


def test_the_result_is_written_beside_the_plan(lead: Client) -> None:
    found = running()
    plan_session(slug=found.slug, wishes=SessionWishes(starts_at=NOW + timedelta(days=1)), by=BY, now=NOW)
    joined(found.slug)
    note_result(slug=found.slug, found="Found", answer="Answer", limits="Fewer than planned", by=BY, now=NOW)
    move_study(found.slug, StudyStep.ANALYSE, BY, now=NOW)
    shown = text_of(lead, f"/research/{found.slug}/result/")
    assert "Planned and got" in shown
    assert "Fewer than planned" in shown

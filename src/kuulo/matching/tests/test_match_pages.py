"""The pages of matching: proposals, deciding, runs and settings."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kuulo.customers.queries import whole_of
from kuulo.customers.rules import PartyKind, PartyView, Stage
from kuulo.jobs.models import Job
from kuulo.matching import services
from kuulo.matching.models import MatchSettings, Proposal, Run
from kuulo.matching.queries import list_runs, proposal, wishes_in_force
from kuulo.matching.rules.beside import side_by_side
from kuulo.matching.rules.proposals import ProposalState
from kuulo.matching.tests.register import fill_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> None:
    """A register of which some customers are there twice, and what a run found in it."""
    fill_register(80, 12)
    services.find_matches(by="Ilona")


def plain(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def first_open() -> Proposal:
    return Proposal.objects.filter(state=ProposalState.PROPOSED).order_by("-probability", "-weight", "pk")[0]


def test_the_list_shows_whom_to_decide_on(lead: Client, found: None) -> None:
    answer = lead.get("/matching/")
    row = first_open()
    assert f"{row.first} – {row.second}" in plain(answer)
    assert answer.context["counts"]["proposed"] == Proposal.objects.count()


def test_a_proposal_shows_both_sides_and_the_weights(lead: Client, found: None) -> None:
    answer = lead.get(f"/matching/{first_open().pk}/")
    said = plain(answer)
    for words in ("Side by side", "What speaks for it", "By chance", "Phone", "bits"):
        assert words in said
    assert answer.content.count(b"<rect") == len(first_open().weights) + 2
    assert f'href="/customers/{first_open().first_id}/"' in answer.content.decode()
    assert "Customer number" in said
    assert "customer_id:" not in said
    assert "≠" not in said


def test_accepting_goes_on_to_the_next_and_undo_takes_it_back(lead: Client, found: None) -> None:
    row = first_open()
    answer = lead.post(f"/matching/{row.pk}/decide/", {"decision": "accept", "reason": "known at the counter"})
    assert answer.status_code == 302
    assert answer["Location"].endswith("#decide")
    assert whole_of([row.second_id]) == {row.second_id: row.first_id}
    said = plain(lead.get(f"/matching/{row.pk}/"))
    assert "known at the counter" in said
    lead.post(f"/matching/{row.pk}/decide/", {"decision": "undo"})
    assert whole_of([row.second_id]) == {row.second_id: row.second_id}


def test_rejecting_from_the_list_stays_there(lead: Client, found: None) -> None:
    row = first_open()
    answer = lead.post(f"/matching/{row.pk}/decide/", {"decision": "reject", "from": "list"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/matching/?state=proposed"
    assert "they stay apart" not in plain(lead.get("/matching/?state=accepted"))
    assert str(row.first) in plain(lead.get("/matching/?state=rejected"))


def test_deciding_twice_is_told(lead: Client, found: None) -> None:
    row = first_open()
    lead.post(f"/matching/{row.pk}/decide/", {"decision": "reject"})
    answer = lead.post(f"/matching/{row.pk}/decide/", {"decision": "accept"})
    assert answer.status_code == 409
    assert "A proposal that is rejected already cannot be accepted" in plain(answer)
    assert lead.post(f"/matching/{row.pk}/decide/", {"decision": "guess"}).status_code == 404
    assert lead.post("/matching/999999/decide/", {"decision": "accept"}).status_code == 404


def test_a_run_shows_curve_rules_and_model(lead: Client, found: None) -> None:
    number = list_runs()[0].id
    assert "Ilona" in plain(lead.get("/matching/runs/"))
    answer = lead.get(f"/matching/runs/{number}/")
    said = plain(answer)
    for words in ("Expected precision", "Which pairs were looked at", "Persons compared", "Download the model"):
        assert words in said
    assert "what the model itself expects" in said
    assert "100.00%" not in said.replace("99.99%", "")
    assert "over 99.9%" in said
    file = lead.get(f"/matching/runs/{number}/model/person/")
    assert "attachment" in file["Content-Disposition"]
    assert json.loads(file.content)["comparisons"]
    assert lead.get(f"/matching/runs/{number}/model/household/").status_code == 404
    lead.post(f"/matching/runs/{number}/keep/", {"kind": "person"})
    assert "kept as the organisation’s own" in plain(lead.get(f"/matching/runs/{number}/"))


def test_a_look_for_matches_is_asked_for_once(lead: Client) -> None:
    lead.post("/matching/runs/start/", {"engine": "duckdb"})
    lead.post("/matching/runs/start/", {"engine": "spark"})
    assert Job.objects.filter(kind="matching.find").count() == 1
    assert lead.post("/matching/runs/start/", {"engine": "abacus"}).status_code == 404


def test_settings_are_put_in_force(lead: Client, found: None) -> None:
    model = lead.get(f"/matching/runs/{list_runs()[0].id}/model/person/").content
    told = {
        "propose_at": "85",
        "accept_at": "99.5",
        "link_certain": "on",
        "person_model": SimpleUploadedFile("model.json", model),
    }
    assert lead.post("/matching/settings/", told).status_code == 302
    wishes = wishes_in_force()
    assert (wishes.propose_at, wishes.accept_at, wishes.personal_ids) == (0.85, 0.995, False)
    assert wishes.models["person"] == model.decode()
    anew = {"propose_at": "85", "accept_at": "", "person_anew": "on"}
    assert lead.post("/matching/settings/", anew).status_code == 302
    assert (wishes_in_force().models, wishes_in_force().accept_at) == ({}, None)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"propose_at": "20"}, "greater than or equal to 50"),
        ({"propose_at": "90", "accept_at": "60"}, "Proposals are accepted by themselves from"),
        ({"propose_at": "90", "person_model": SimpleUploadedFile("m.json", b"{}")}, "not a model"),
        ({"propose_at": "90", "person_model": SimpleUploadedFile("m.json", b"\xff\xfe")}, "not a text file"),
    ],
)
def test_settings_that_make_no_sense_are_refused(lead: Client, told: dict[str, object], words: str) -> None:
    answer = lead.post("/matching/settings/", told)
    assert answer.status_code == 422
    assert words in plain(answer)
    assert not MatchSettings.objects.exists()


def test_a_reader_sees_nothing_of_it(reader: Client) -> None:
    assert {reader.get(path).status_code for path in ("/matching/", "/matching/runs/", "/matching/settings/")} == {403}


def test_a_threshold_that_no_pair_reaches_promises_nothing(lead: Client, found: None) -> None:
    row = Run.objects.get()
    row.curve = {"person": [[0.5, 0.98, 0.97, 12], [0.9, 0.99, 0.9], [0.9999, 1.0, 0.0, 0]]}
    row.save()
    said = plain(lead.get(f"/matching/runs/{row.pk}/"))
    assert "50.00% 12 98.0% 97.0%" in said
    assert "90.00% – 99.0% 90.0%" in said
    assert "99.99% 0 – –" in said


def test_side_by_side_marks_only_what_is_equal() -> None:
    known: Any = {"kind": PartyKind.PERSON, "language": "", "stage": Stage.ACTIVE}
    left = PartyView(party_id=1, name="Aino  Aalto", attributes={"town": "turku", "born": "1"}, **known)
    right = PartyView(party_id=2, name="Aalto Aino", attributes={"Town": " Turku", "born": "2"}, **known)
    lines = {str(each.name): each for each in side_by_side(left, right)}
    assert {name: each.same for name, each in lines.items()} == {"Name": False, "town": True, "born": False}
    assert (lines["town"].left, lines["town"].right) == (("turku",), (" Turku",))


def test_a_link_undone_on_the_customers_page_opens_the_proposal(lead: Client, found: None) -> None:
    row = first_open()
    link = services.accept_proposal(proposal_id=row.pk, by="Ilona").link_id
    lead.post(f"/customers/{row.first_id}/undo-link/", {"link": link})
    shown = proposal(row.pk)
    assert (shown.state, shown.link_id) == (ProposalState.PROPOSED, None)
    assert [each.step.value for each in shown.history] == ["accept", "undo"]
    assert shown.history[-1].by
    assert "undone" in plain(lead.get(f"/matching/{row.pk}/"))

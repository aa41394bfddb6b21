"""The pages of decisions: the list, the meeting that shows evidence first, the check, the loops, the learning log."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kuulo.claims.rules import Stance, Weight
from kuulo.claims.services import attach, cut_figure, mark_stale
from kuulo.decisions.queries import decision
from kuulo.decisions.rules import DecisionState, Verdict
from kuulo.decisions.services import compute_check
from kuulo.decisions.tests.conftest import LATER, LEAD, checked, in_effect, new_claim, proposed
from kuulo.decisions.tests.worlds import NORTH, record_world
from kuulo.jobs.models import Job

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(f"decisions:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def with_figure(claim: str) -> None:
    """Attach a frozen figure to a claim, against it."""
    record_world()
    fragment = cut_figure(address="/explore/?measure=nps%401&period=all", by=LEAD, now=LATER)
    attach(claim=claim, fragment=fragment, stance=Stance.OPPOSE, weight=Weight.HEAVY, why="Luku on matala.", by=LEAD)


def test_the_list_is_empty_at_first(lead: Client) -> None:
    assert "No decision yet" in page(lead, "decisions")
    assert "No decision has been checked yet" in page(lead, "learning")


def test_a_proposal_is_written_and_changed(lead: Client, claim: str) -> None:
    record_world()
    form = {
        "question": "Avataanko ilta-asiointi?",
        "claims": claim.lower(),
        "option_1": "Avataan",
        "option_2": "Ei avata",
        "among": NORTH,
        "measure": "nps@1",
        "change": "5",
        "due": "2030-03-01",
        "beside": "others",
        "span": "91",
    }
    answer = lead.post(reverse("decisions:new"), form)
    assert answer.status_code == 302
    made = decision(answer["Location"].rstrip("/").rpartition("/")[2])
    assert made.claims == (claim,)
    assert made.effect is not None
    assert made.effect.among == "a.region=North"
    assert [one.key for one in made.options] == ["1", "2"]
    shown = page(lead, "change", made.number)
    assert "Avataanko ilta-asiointi?" in shown
    changed = form | {"question": "Avataanko aamuasiointi?", "key_1": "1", "key_2": "2"}
    assert lead.post(reverse("decisions:change", args=[made.number]), changed).status_code == 302
    assert decision(made.number).question == "Avataanko aamuasiointi?"


def test_a_claim_nobody_has_is_told(lead: Client) -> None:
    answer = lead.post(reverse("decisions:new"), {"question": "Mitä?", "claims": "C99"})
    assert answer.status_code == 422
    assert "There is no claim C99" in answer.content.decode()


def test_the_meeting_shows_the_evidence_before_the_form(lead: Client, claim: str) -> None:
    with_figure(claim)
    made = proposed(claim)
    shown = page(lead, "meeting", made.number)
    assert (
        shown.index("What speaks against it") < shown.index("Luku on matala.") < shown.index('<form class="card form"')
    )
    assert "n&nbsp;=" in shown or "n = " in shown or "n\u00a0=" in shown


def test_a_decision_is_made_in_the_meeting(lead: Client, claim: str) -> None:
    made, today = proposed(claim), timezone.localdate()
    url = reverse("decisions:meeting", args=[made.number])
    form = {
        "chosen": "1",
        "measure": "nps@1",
        "change": "5",
        "due": (today + timedelta(days=60)).isoformat(),
        "check_on": (today + timedelta(days=70)).isoformat(),
        "owner": LEAD,
        "span": "28",
        "beside": "",
    }
    refused = lead.post(url, form)
    assert refused.status_code == 422
    assert "certainty of 50–99 per cent" in refused.content.decode()
    assert lead.post(url, form | {"measure": "", "certainty": "70"}).status_code == 422
    assert lead.post(url, form | {"certainty": "70"}).status_code == 302
    found = decision(made.number)
    assert found.state is DecisionState.DECIDED
    assert found.certainty == 70
    assert "It is decided already" in page(lead, "meeting", made.number)
    assert lead.post(url, form).status_code == 302
    begun = lead.post(reverse("decisions:begin", args=[made.number]), {"on": today.isoformat()})
    assert begun.status_code == 302
    assert decision(made.number).state is DecisionState.IN_EFFECT


def test_who_proposes_does_not_decide(researcher: Client, reader: Client, claim: str) -> None:
    made = proposed(claim)
    assert "An owner or an insight lead decides here." in page(researcher, "meeting", made.number)
    assert researcher.post(reverse("decisions:meeting", args=[made.number]), {}).status_code == 403
    assert "What is expected" in page(reader, "decision", made.number)
    assert reader.post(reverse("decisions:begin", args=[made.number]), {}).status_code == 403


def test_the_check_is_drawn_and_confirmed(lead: Client, claim: str) -> None:
    record_world({"North": (0.4, 0.4), "South": (0.4, 0.4)}, weekly=30)
    made = in_effect(claim)
    assert "Check due" in page(lead, "decisions")
    assert lead.post(reverse("decisions:compute", args=[made.number])).status_code == 302
    assert Job.objects.filter(kind="decisions.check_one").exists()
    compute_check(number=made.number, now=LATER)
    shown = page(lead, "decision", made.number)
    assert "chart-change" in shown
    assert "Proposed verdict:" in shown
    url = reverse("decisions:confirm", args=[made.number])
    refused = lead.post(url, {"verdict": "held"})
    assert refused.status_code == 409
    assert "or a reason for another" in refused.content.decode()
    assert lead.post(url, {}).status_code == 409
    assert lead.post(url, {"verdict": "failed"}).status_code == 302
    assert decision(made.number).verdict is Verdict.FAILED


def test_a_failed_decision_is_learnt_from(lead: Client, claim: str) -> None:
    failed = checked(claim)
    assert "What do we learn?" in page(lead, "decision", failed.number)
    double = reverse("decisions:double", args=[failed.number])
    assert lead.post(double, {"claims": [claim]}).status_code == 409
    answer = lead.post(double, {"claims": [claim], "lesson": "Odotus ei ollut syy."})
    assert answer.status_code == 302
    successor = decision(failed.number).superseded_by
    assert answer["Location"].endswith(f"{successor}/")
    assert "Double loop" in page(lead, "decision", failed.number)
    shown = page(lead, "learning")
    assert "chart-calibration" in shown
    assert "Odotus ei ollut syy." in shown
    assert lead.get(reverse("decisions:learning_json")).json()["fallen"][0]["claim"] == claim


def test_a_decision_on_a_fallen_claim_is_flagged_everywhere(lead: Client, claim: str) -> None:
    made = in_effect(claim)
    mark_stale(number=claim, by=LEAD, reason="Suostumus peruttiin.", now=LATER)
    assert "Rest on claims that fell" in page(lead, "decisions")
    assert "Rests on claims that fell" in page(lead, "decision", made.number)
    told = lead.get(reverse("decisions:decision_json", args=[made.number])).json()
    assert told["flags"] == [{"claim": claim, "state": "stale"}]


def test_dossiers_hold_all_of_it_and_print(lead: Client, claim: str) -> None:
    with_figure(claim)
    made = checked(claim)
    for name, number in (("dossier", made.number), ("claim_dossier", claim)):
        shown = page(lead, name, number)
        assert "Luku on matala." in shown
        assert "What speaks against it" in shown
        answer = lead.get(reverse(f"decisions:{name}_pdf", args=[number]))
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "private, no-store"
        words = "\n".join(one.extract_text() for one in PdfReader(BytesIO(answer.content)).pages)
        assert "Luku on matala." in words
        assert "n =" in words.replace("\u00a0", " ")


def test_the_list_is_read_by_programs_and_filtered(reader: Client, claim: str) -> None:
    first, second = proposed(claim), in_effect(claim)
    told = reader.get(reverse("decisions:decisions_json")).json()
    assert [one["number"] for one in told["decisions"]] == [second.number, first.number]
    shown = reader.get(reverse("decisions:decisions"), {"state": "in_effect"}).content.decode()
    assert f"{second.number} " in shown
    assert f"{first.number} " not in shown
    assert reader.get(reverse("decisions:decision", args=["D999"])).status_code == 404


def test_many_decisions_are_listed_in_a_handful_of_looks(
    lead: Client, claim: str, django_assert_max_num_queries: object
) -> None:
    other = new_claim("Toinen väite.")
    for _number in range(12):
        in_effect(claim, other)
    with django_assert_max_num_queries(40):  # type: ignore[operator] # pytest-django's own
        page(lead, "decisions")
    with django_assert_max_num_queries(40):  # type: ignore[operator] # as above
        page(lead, "learning")

"""The log as a page: who may see it, what it shows, what it says of a chain that is broken."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.audit.models import Step as StepRow
from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.audit.tests.test_noting import noted, without_guards
from kuulo.base.texts import say


@pytest.mark.django_db
def test_a_lead_sees_the_steps_and_that_the_chain_holds(lead: Client) -> None:
    noted(3)
    shown = lead.get("/audit/").content.decode()
    assert "Study moved to ready." in shown
    assert "The chain holds" in shown


@pytest.mark.django_db
def test_only_steps_of_what_was_asked_are_shown(lead: Client) -> None:
    noted()
    note(actor="risto@example.org", verb="make", subject=Subject("claim", "C7"), text=say("Claim made."))
    for query in ("kind=claim", "key=C7", "actor=risto@example.org"):
        told = lead.get(f"/audit/log.json?{query}").json()
        assert [step["key"] for step in told["steps"]] == ["C7"], query


@pytest.mark.django_db
def test_more_steps_than_a_page_holds_are_turned_over(lead: Client) -> None:
    noted(53, Subject("study", "long-one"))
    told = lead.get("/audit/log.json?key=long-one&page=2").json()
    assert [step["details"]["n"] for step in told["steps"]] == [2, 1, 0]
    assert "Older" in lead.get("/audit/?key=long-one").content.decode()


@pytest.mark.django_db
def test_a_broken_chain_is_said(lead: Client) -> None:
    noted(3)
    without_guards()
    StepRow.objects.filter(subject_key="why-they-leave").update(actor="somebody")
    assert "The chain is broken" in lead.get("/audit/").content.decode()
    assert lead.get("/audit/log.json").json()["chain"]["first_broken"] is not None


@pytest.mark.django_db
def test_a_reader_does_not_see_the_log(reader: Client) -> None:
    assert reader.get("/audit/").status_code == 403
    assert reader.get("/audit/log.json").status_code == 403

"""Two who work on one decision at a time, days nobody can mean, forms filled in by half, checks computed too early."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError
from kuulo.decisions.models import Check, Decision
from kuulo.decisions.queries import decision, decisions
from kuulo.decisions.rules import DecisionState, Effect, Verdict
from kuulo.decisions.rules.effects import checked_effect
from kuulo.decisions.rules.views import Option
from kuulo.decisions.services import Proposing, change, compute_check, confirm_verdict, decide, put_in_effect
from kuulo.decisions.services.checks import DAILY_KIND, check_due
from kuulo.decisions.tests.conftest import BEFORE, LATER, LEAD, in_effect, proposed, settled
from kuulo.decisions.tests.worlds import DUE, START, record_world
from kuulo.jobs.services import JobContext, enqueue
from kuulo.jobs.services.claims import claim_job

pytestmark = pytest.mark.django_db


def other_options(number: str, claim: str) -> None:
    """Put another option in the place of the first one."""
    options = (Option(key="", title="Jotain muuta"), Option(key="2", title="Ei oteta"))
    wishes = Proposing(question="Otammeko käyttöön soittopyynnön?", options=options, claims=(claim,), owner=LEAD)
    change(number=number, wishes=wishes, by=LEAD, now=BEFORE + timedelta(minutes=1))


def test_what_was_not_looked_at_is_not_decided(claim: str) -> None:
    made = proposed(claim)
    other_options(made.number, claim)
    with pytest.raises(GuardError, match="Somebody has changed D"):
        decide(number=made.number, settled=settled(), by=LEAD, seen=made.edition, now=BEFORE)
    assert decision(made.number).state is DecisionState.PROPOSED
    seen = decision(made.number).edition
    assert decide(number=made.number, settled=settled(), by=LEAD, seen=seen, now=BEFORE).chosen == "1"


def test_a_meeting_left_open_does_not_choose_another_option(lead: Client, claim: str) -> None:
    made, today = proposed(claim), timezone.localdate()
    url = reverse("decisions:meeting", args=[made.number])
    form = {
        "chosen": "1",
        "measure": "nps@1",
        "change": "5",
        "due": (today + timedelta(days=60)).isoformat(),
        "check_on": (today + timedelta(days=70)).isoformat(),
        "owner": LEAD,
        "certainty": "70",
        "seen": made.edition,
    }
    assert made.edition in lead.get(url).content.decode().replace("&#x2B;", "+")
    other_options(made.number, claim)
    refused = lead.post(url, form)
    assert refused.status_code == 422
    assert "since this page was opened" in refused.content.decode()
    assert decision(made.number).state is DecisionState.PROPOSED


def test_a_change_does_not_undo_the_change_of_somebody_else(lead: Client, claim: str) -> None:
    made = proposed(claim)
    other_options(made.number, claim)
    form = {"question": "Vanha?", "claims": claim, "option_1": "Vanha", "seen": made.edition}
    assert lead.post(reverse("decisions:change", args=[made.number]), form).status_code == 422
    assert decision(made.number).options[0].title == "Jotain muuta"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"measure": "nps@1", "change": "5"}, "An expected effect needs a measure, a change and a day."),
        ({"due": "2030-03-01"}, "An expected effect needs a measure, a change and a day."),
        ({"beside": "group", "beside_address": " "}, "Name the group compared with by its address."),
    ],
)
def test_half_an_effect_is_not_forgotten(lead: Client, claim: str, told: dict[str, str], words: str) -> None:
    record_world(weekly=6)
    answer = lead.post(reverse("decisions:new"), {"question": "Mitä?", "claims": claim} | told)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_change_too_small_to_be_told_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be checked"):
        checked_effect(Effect(definition="nps@1", change=1e-300, due=DUE))


def test_a_decision_does_not_begin_before_it_is_made(claim: str) -> None:
    made = proposed(claim)
    decide(number=made.number, settled=settled(), by=LEAD, now=BEFORE)
    for day in (BEFORE.date() - timedelta(days=1), BEFORE.date().min):
        with pytest.raises(GuardError, match="begins on the day of the decision or later"):
            put_in_effect(number=made.number, on=day, by=LEAD, now=BEFORE)
    assert put_in_effect(number=made.number, on=BEFORE.date(), by=LEAD, now=BEFORE).in_effect_on == BEFORE.date()


def test_a_check_computed_too_early_is_computed_again(claim: str) -> None:
    record_world()
    made = in_effect(claim)
    compute_check(number=made.number, now=datetime.combine(START + timedelta(days=20), time(9), UTC))
    with pytest.raises(GuardError, match="computed after the effect is due"):
        confirm_verdict(number=made.number, verdict=Verdict.HELD, why="Näkyy jo", by=LEAD, now=LATER)
    compute_check(number=made.number, now=LATER)
    found = confirm_verdict(number=made.number, verdict=Verdict.HELD, why="Näkyy", by=LEAD, now=LATER)
    assert found.verdict is Verdict.HELD


def test_a_day_without_new_answers_adds_no_check(claim: str) -> None:
    record_world()
    made = in_effect(claim)
    enqueue(DAILY_KIND, {})
    held = claim_job([DAILY_KIND], now=timezone.now() + timedelta(seconds=1), lease=timedelta(minutes=1))
    assert held is not None
    context = JobContext(held, threading.Event())
    check_due(context)
    check_due(context)
    assert Check.objects.filter(decision=made.id).count() == 1


def test_a_list_reads_one_check_a_decision(claim: str) -> None:
    record_world(weekly=6)
    made = in_effect(claim)
    for days in range(3):
        compute_check(number=made.number, now=LATER + timedelta(days=days))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = decisions()
    assert found[0].check is not None
    assert found[0].check.computed_at == LATER + timedelta(days=2)
    assert len(asked) <= 5

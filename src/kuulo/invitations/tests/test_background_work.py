"""The work each minute: whoever is due is asked, what ran out is settled, and a repeat does nothing twice."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from kuulo.customers.rules import Channel
from kuulo.invitations.models import Invitation
from kuulo.invitations.queries import round_view
from kuulo.invitations.rules.askings import TriggerPlan
from kuulo.invitations.rules.events import Encounter
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.services import (
    JOB_HANDLERS,
    SCHEDULE,
    create_round,
    create_trigger,
    draw_round,
    notice_encounter,
    start_round,
)
from kuulo.invitations.tests.cast import customers, plan, published
from kuulo.jobs.queries import get_job
from kuulo.jobs.services import JobContext, enqueue
from kuulo.jobs.services.claims import claim_job

pytestmark = pytest.mark.django_db


def work(kind: str) -> str:
    """Do one job of the kind as the worker would; return what it told."""
    job_id = enqueue(kind, {})
    claim = claim_job([kind], now=timezone.now() + timedelta(seconds=1), lease=timedelta(minutes=1))
    assert claim is not None
    context = JobContext(claim, threading.Event())
    JOB_HANDLERS[kind](context)
    assert get_job(job_id) is not None
    return str(context.latest.note)


def test_what_comes_back_has_a_handler() -> None:
    assert {kind for kind, _every, _title in SCHEDULE} <= set(JOB_HANDLERS)


def test_a_started_round_is_sent_by_the_worker(settings: object, tmp_path: Path) -> None:
    customers(3)
    made = create_round(plan=plan(published().slug))
    draw_round(round_id=made.id)
    start_round(round_id=made.id)
    assert work("invitations.send_due") == "3 messages sent, 0 refused."
    assert round_view(made.id).outcomes == {"sent": 3}
    assert len([path for path in (tmp_path / "sent" / "email").rglob("*") if path.is_file()]) == 3
    work("invitations.send_due")
    assert len([path for path in (tmp_path / "sent" / "email").rglob("*") if path.is_file()]) == 3


def test_a_trigger_is_looked_after_by_the_worker() -> None:
    customers(1)
    trigger = TriggerPlan(name="After", slug=published().slug, channel=Channel.EMAIL, kind=TriggerKind.AFTER_ENCOUNTER)
    create_trigger(plan=trigger)
    notice_encounter(Encounter(id="1", party="customer_id:1", occurred_at=timezone.now()))
    assert work("invitations.evaluate_triggers") == "1 asked, 0 left out."
    assert work("invitations.evaluate_triggers") == "0 asked, 0 left out."
    assert Invitation.objects.count() == 1

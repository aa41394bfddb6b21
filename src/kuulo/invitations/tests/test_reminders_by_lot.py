"""Use case: a round with reminders at moments of chance tells, by the lot, of those whom only a reminder brings."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from kuulo.correction.queries import MEMORY, Heard, more_methods
from kuulo.correction.services import JOB_HANDLERS, ask_for_comparison
from kuulo.invitations.models import Invitation, Mailing
from kuulo.invitations.rules.reminders import ReminderPlan
from kuulo.invitations.services import admit_drawn, send_due, set_budget
from kuulo.invitations.tests.cast import NOON, FakeChannel, answered, customers, published, started
from kuulo.jobs.services import JobContext
from kuulo.jobs.services.claims import claim_job
from kuulo.lake.queries import open_snapshot
from kuulo.measures.correction import Method
from kuulo.measures.definitions import DEFINITIONS

pytestmark = pytest.mark.django_db
KIND = "correction.compare"
DAYS = ReminderPlan(count=1, after_days=2, window_days=4)


def heard() -> Heard:
    return Heard(
        key="test",
        definition=DEFINITIONS["nps@1"],
        recorded=("nps@1",),
        start=NOON - timedelta(days=1),
        end=NOON + timedelta(days=30),
    )


def send(at: datetime) -> None:
    send_due(now=at, clock=lambda: at, opened=FakeChannel().opened)


def a_round() -> None:
    """Ask 400 customers: of ten two answer 10 at once, two 10 and two 0 an hour after a reminder, the others never."""
    customers(400)
    set_budget(limits=[])
    slug = published().slug
    view = started(slug, reminders=DAYS)
    admit_drawn(now=NOON)
    send(NOON)
    found = list(Invitation.objects.filter(round_id=view.id).order_by("pk"))
    answered(slug, dict.fromkeys(found[::5], NOON + timedelta(days=1)), 10.0)
    moments = dict(Mailing.objects.filter(number=1, invitation__in=found).values_list("invitation_id", "due_at"))
    send(NOON + timedelta(days=20))
    for place, score in ((1, 10.0), (2, 0.0)):
        answered(slug, {each: moments[each.pk] + timedelta(hours=1) for each in found[place::5]}, score)


@pytest.mark.slow
def test_reminders_by_lot_are_among_the_methods_compared() -> None:
    a_round()
    MEMORY.forget()
    ask_for_comparison(heard())
    claim = claim_job([KIND], now=timezone.now() + timedelta(seconds=1), lease=timedelta(minutes=1))
    assert claim is not None
    JOB_HANDLERS[KIND](JobContext(claim, threading.Event()))
    with open_snapshot() as snapshot:
        found = more_methods(snapshot, heard())[Method.REMINDERS]
    # Half were reminded by the middle of the window. Not reminded: a fifth answered, 100 points. Reminded: three
    # fifths, 33 points. The line through (0.2, 100) and (0.6, 33) is at −33 where all answer; the lot of 400 sways.
    assert found.invited == 400
    assert found.answered == pytest.approx(80 + 80, abs=20)
    assert found.low is not None
    assert found.high is not None
    assert found.low < -100 / 3 < found.high


def test_rounds_asked_before_the_ledger_kept_moments_have_them_noted() -> None:
    customers(3)
    started(published().slug, reminders=DAYS)
    admit_drawn(now=NOON)
    send(NOON)
    askings = apps.get_model("correction", "Asking").objects.order_by("pk")
    told = list(askings.values_list("moments", flat=True))
    assert [len(each) for each in told] == [1, 1, 1]
    askings.update(moments=[])
    import_module("kuulo.invitations.migrations.0003_moments_of_reminders").note_moments(apps, None)
    assert list(askings.values_list("moments", flat=True)) == told

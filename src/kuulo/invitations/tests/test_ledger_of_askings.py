"""Use case: rounds tell the ledger who was asked; figures know frame, invited, reached and answered right through."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuulo.correction.queries import MEMORY, Heard, corrected_groups, listen
from kuulo.customers.rules import Channel
from kuulo.invitations.models import Invitation
from kuulo.invitations.rules.messages import Delivery, Receipt
from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.rules.reminders import ReminderPlan
from kuulo.invitations.rules.samples import Method, SampleSpec
from kuulo.invitations.rules.second_phase import QuietSpec
from kuulo.invitations.services import (
    QuietPlan,
    admit_drawn,
    draw_second_phase,
    expire_invitations,
    record_outcomes,
    send_due,
    set_budget,
    start_round,
)
from kuulo.invitations.tests.cast import NOON, FakeChannel, answered, customers, published, started
from kuulo.lake.queries import open_snapshot
from kuulo.measures.definitions import DEFINITIONS
from kuulo.measures.representativeness import Turnout

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=10)
BOTH = (Channel.EMAIL, Channel.SMS)


def heard(**more: object) -> Heard:
    fields: dict[str, object] = {
        "key": "test",
        "definition": DEFINITIONS["nps@1"],
        "recorded": ("nps@1",),
        "start": NOON - timedelta(days=1),
        "end": NOON + timedelta(days=60),
    }
    return Heard(**(fields | more))  # type: ignore[arg-type] # a test says only what matters to it


def turnout() -> Turnout | None:
    MEMORY.forget()
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard()).representation
    return found.turnout if found else None


def ledger() -> list[dict[str, object]]:
    rows = apps.get_model("correction", "Asking").objects.order_by("pk")
    found = rows.values("identifier", "phase", "chance", "probability", "reminders", "reached", "outcome", "source")
    return [dict(row) for row in found]


def answers(slug: str, invitations: list[Invitation], score: float, *, days: float = 2) -> None:
    """Record what some invited people answered, all on one day."""
    answered(slug, dict.fromkeys(invitations, NOON + timedelta(days=days)), score)


def test_a_round_from_frame_to_answers() -> None:
    customers(120)
    slug = published().slug
    view = started(slug, spec=SampleSpec(method=Method.SIMPLE, size=80))
    assert ledger() == []
    admit_drawn(now=NOON)
    assert ledger() == []
    bounced = [Receipt(delivery=Delivery.PERMANENT, reference="", detail="no such address")] * 5
    send_due(now=NOON, clock=lambda: NOON, opened=FakeChannel(receipts=bounced).opened)
    told = ledger()
    assert len(told) == 80
    assert sum(not row["reached"] for row in told) == sum(row["outcome"] == "bounced" for row in told) == 5
    assert {(row["source"], row["phase"]) for row in told} == {(slug, 1)}
    assert [row["chance"] for row in told] == pytest.approx([80 / 120] * 80)
    sent = list(Invitation.objects.filter(round_id=view.id, outcome=Outcome.SENT))
    answers(slug, sent[:50], 10.0)
    expire_invitations(now=NOON + timedelta(days=40))
    found = turnout()
    assert found is not None
    assert (found.frame, found.invited, found.reached, found.answered) == (120, 80, 75, 50)


def test_reminders_are_counted() -> None:
    customers(3)
    slug = published().slug
    started(slug, reminders=ReminderPlan(count=1, after_days=2, window_days=2))
    admit_drawn(now=NOON)
    channel = FakeChannel()
    send_due(now=NOON, clock=lambda: NOON, opened=channel.opened)
    assert {row["reminders"] for row in ledger()} == {0}
    later = NOON + timedelta(days=9)
    send_due(now=later, clock=lambda: later, opened=channel.opened)
    assert {row["reminders"] for row in ledger()} == {1}


def test_the_ledger_is_told_last_when_several_things_happened() -> None:
    customers(3)
    slug = published().slug
    view = started(slug)
    admit_drawn(now=NOON)
    send_due(now=NOON, clock=lambda: NOON, opened=FakeChannel().opened)
    first, second, third = Invitation.objects.filter(round_id=view.id).order_by("pk")
    happened = ((first, Outcome.COMPLETE), (second, Outcome.REFUSED), (third, Outcome.OPENED))
    with CaptureQueriesContext(connection) as asked:
        moved = record_outcomes(
            OutcomeEvent(invitation_id=each.pk, outcome=outcome, at=NOON) for each, outcome in happened
        )
    assert moved == 3
    assert [row["outcome"] for row in ledger()] == ["answered", "refused", "silent"]
    writes = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))]
    places = ["correction_" in sql for sql in writes]
    assert places == sorted(places)
    assert sum("correction_askingledger" in sql for sql in writes) == 1


def test_who_refuses_is_no_silent_one() -> None:
    customers(2)
    view = started(published().slug)
    admit_drawn(now=NOON)
    send_due(now=NOON, clock=lambda: NOON, opened=FakeChannel().opened)
    first = Invitation.objects.filter(round_id=view.id).order_by("pk").first()
    assert first is not None
    record_outcomes([OutcomeEvent(invitation_id=first.pk, outcome=Outcome.REFUSED, at=NOON)])
    assert sorted(str(row["outcome"]) for row in ledger()) == ["refused", "silent"]


def test_a_second_phase_speaks_for_the_silent() -> None:
    customers(300, channels=BOTH)
    slug = published().slug
    view = started(slug, spec=SampleSpec(method=Method.SIMPLE, size=240))
    admit_drawn(now=NOON)
    send_due(now=NOON, clock=lambda: NOON, opened=FakeChannel().opened)
    answers(slug, list(Invitation.objects.filter(round_id=view.id).order_by("pk")[:80]), 10.0)
    quiet = QuietPlan(
        name="The quiet ones",
        slug=slug,
        channel=Channel.SMS,
        parent_id=view.id,
        quiet=QuietSpec(silent=100, unheard=0),
        seed=5,
    )
    second = draw_second_phase(plan=quiet, now=LATER)
    start_round(round_id=second.id, now=LATER)
    set_budget(limits=[])
    admit_drawn(now=LATER)
    day = LATER + timedelta(days=1)
    send_due(now=day, clock=lambda: day, opened=FakeChannel().opened)
    later = [row for row in ledger() if row["phase"] == 2]
    assert len(later) == 100
    assert [row["chance"] for row in later] == pytest.approx([100 / 160] * 100)
    called = list(Invitation.objects.filter(round_id=second.id).order_by("pk"))
    answers(slug, called[:60], 0.0, days=12)
    found = turnout()
    assert found is not None
    assert (found.frame, found.invited, found.answered) == (300, 240, 80)
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
    # A third of those asked answered at once, all 10; two thirds stand with the follow-up, all 0.
    assert figure.raw == pytest.approx(100.0)
    assert figure.method.startswith("two-phase")
    assert figure.value == pytest.approx(100 / 3 - 200 / 3, abs=3)

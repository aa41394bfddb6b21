"""Work that comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kuulo.base.texts import say
from kuulo.jobs import queries, services
from kuulo.jobs.models import Job
from kuulo.jobs.services.claims import Progress, claim_job, finish_job
from kuulo.jobs.services.schedule import enqueue_due, prune_jobs

pytestmark = pytest.mark.django_db


def test_recurring_work_is_asked_for_each_time_it_is_due() -> None:
    services.ensure_recurring("seal", timedelta(seconds=30), title=say("Seal the lake"))
    now = timezone.now()
    assert enqueue_due(now=now) == 1
    assert enqueue_due(now=now + timedelta(seconds=29)) == 0
    claim = claim_job(["seal"], now=timezone.now(), lease=timedelta(seconds=60), recurring_only=True)
    assert claim is not None
    finish_job(claim, Progress(), now=now)
    assert enqueue_due(now=now + timedelta(seconds=31)) == 1
    assert Job.objects.count() == 2
    (seal,) = queries.list_recurring()
    assert str(seal.title) == "Seal the lake"
    assert str(seal.every_words) == "every 30 s"
    assert seal.last is not None
    assert seal.last.state == "queued"


def test_a_slow_one_is_not_asked_for_twice() -> None:
    services.ensure_recurring("seal", timedelta(seconds=1))
    now = timezone.now()
    for second in range(5):
        enqueue_due(now=now + timedelta(seconds=2 * second))
    assert Job.objects.count() == 1


def test_the_interval_can_be_changed() -> None:
    services.ensure_recurring("seal", timedelta(seconds=30))
    services.ensure_recurring("seal", timedelta(hours=2))
    (seal,) = queries.list_recurring()
    assert str(seal.every_words) == "every 2 h"


def test_what_nobody_looks_at_any_more_is_deleted() -> None:
    now = timezone.now()
    fields = {"not_before": now, "created_at": now, "state": "done", "finished_at": now - timedelta(hours=2)}
    Job.objects.create(kind="seal", recurring=True, **fields)
    kept = Job.objects.create(kind="import", **fields)
    Job.objects.create(kind="old", **(fields | {"finished_at": now - timedelta(days=100)}))
    assert prune_jobs(now=now) == 2
    assert [job.pk for job in Job.objects.all()] == [kept.pk]

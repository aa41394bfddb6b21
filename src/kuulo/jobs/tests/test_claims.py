"""A worker's hold on a job: conditional updates, leases that end, attempts that are counted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from kuulo.base.texts import say
from kuulo.jobs import services
from kuulo.jobs.models import Job
from kuulo.jobs.services.claims import (
    Claim,
    Progress,
    claim_job,
    fail_job,
    finish_job,
    reap_jobs,
    release_job,
    renew_lease,
    write_progress,
)
from kuulo.jobs.tests.conftest import seen

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=60)


def claim(now: datetime | None = None) -> Claim:
    found = claim_job(["work"], now=now or timezone.now(), lease=LEASE)
    assert found is not None
    return found


def test_a_job_is_claimed_once() -> None:
    services.enqueue("work", {})
    claim()
    assert claim_job(["work"], now=timezone.now(), lease=LEASE) is None


def test_the_longest_waiting_job_comes_first() -> None:
    first, second = services.enqueue("work", {}), services.enqueue("work", {})
    assert [claim().job_id, claim().job_id] == [first, second]


def test_a_lease_that_ended_gives_the_job_to_another() -> None:
    now = timezone.now()
    job_id = services.enqueue("work", {})
    former = claim(now + timedelta(seconds=1))
    assert reap_jobs(now=now + timedelta(seconds=30)) == 0
    assert reap_jobs(now=now + timedelta(seconds=62)) == 1
    assert seen(job_id).state == "queued"
    assert "without a word" in str(seen(job_id).error[0])
    later = claim(now + timedelta(seconds=63))
    assert later.attempt == 2
    assert not renew_lease(former, now=now, lease=LEASE)
    assert not write_progress(former, Progress(1, 2))
    assert not finish_job(former, Progress(), now=now)
    assert not release_job(former)
    assert not fail_job(former, [say("no")], now=now, hopeless=False)
    assert finish_job(later, Progress(2, 2), now=now)
    assert (seen(job_id).state, seen(job_id).done) == ("done", 2)


def test_a_renewed_lease_is_not_taken_back() -> None:
    now = timezone.now() + timedelta(seconds=1)
    services.enqueue("work", {})
    held = claim(now)
    assert renew_lease(held, now=now + timedelta(seconds=50), lease=LEASE)
    assert reap_jobs(now=now + timedelta(seconds=61)) == 0


def test_a_job_that_takes_every_worker_down_is_given_up() -> None:
    now = timezone.now()
    job_id = services.enqueue("work", {})
    Job.objects.update(max_attempts=2)
    for attempt in (1, 2):
        now += timedelta(minutes=5)
        assert claim(now).attempt == attempt
        assert reap_jobs(now=now + timedelta(minutes=2)) == 1
    assert seen(job_id).state == "failed"
    assert seen(job_id).finished_at is not None


def test_failures_wait_longer_each_time_and_end() -> None:
    now = timezone.now() + timedelta(seconds=1)
    job_id = services.enqueue("work", {})
    Job.objects.update(max_attempts=3)
    pauses = []
    while seen(job_id).state == "queued":
        assert fail_job(claim(now), [say("{n} times", n=1)], now=now, hopeless=False)
        pauses.append((seen(job_id).not_before - now).total_seconds())
        now = seen(job_id).not_before
    assert pauses == [5, 10, 20]
    assert seen(job_id).state == "failed"
    assert str(seen(job_id).error[0]) == "1 times"


def test_a_released_job_has_lost_no_attempt() -> None:
    job_id = services.enqueue("work", {})
    assert release_job(claim())
    assert (seen(job_id).state, seen(job_id).attempts) == ("queued", 0)

"""Asking for work, repeating and cancelling it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kuulo.base.errors import GuardError
from kuulo.base.texts import say
from kuulo.jobs import queries, services
from kuulo.jobs.models import Job
from kuulo.jobs.services.claims import Progress, claim_job, finish_job
from kuulo.jobs.tests.conftest import seen

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=60)


def finish_next() -> None:
    claim = claim_job(["import"], now=timezone.now(), lease=LEASE)
    assert claim is not None
    assert finish_job(claim, Progress(3, 3), now=timezone.now())


def test_a_job_waits_with_its_title_and_payload() -> None:
    job_id = services.enqueue("import", {"file": "a.csv"}, title=say("Import of {file}", file="a.csv"))
    job = seen(job_id)
    assert job.state == "queued"
    assert str(job.title) == "Import of a.csv"
    assert job.progress is None
    claim = claim_job(["import"], now=timezone.now(), lease=LEASE)
    assert claim is not None
    assert claim.payload == {"file": "a.csv"}


def test_the_same_key_is_enqueued_once_while_unfinished() -> None:
    first = services.enqueue("import", {}, key="a.csv")
    assert services.enqueue("import", {}, key="a.csv") == first
    assert services.enqueue("import", {}, key="b.csv") != first
    assert services.enqueue("other", {}, key="a.csv") != first
    finish_next()
    assert services.enqueue("import", {}, key="a.csv") != first


def test_jobs_without_a_key_are_all_kept() -> None:
    assert services.enqueue("import", {}) != services.enqueue("import", {})


def test_a_job_waits_for_its_time() -> None:
    services.enqueue("import", {}, not_before=timezone.now() + timedelta(hours=1))
    assert claim_job(["import"], now=timezone.now(), lease=LEASE) is None
    assert claim_job(["import"], now=timezone.now() + timedelta(hours=2), lease=LEASE) is not None


def test_a_kind_nobody_here_knows_is_left_alone() -> None:
    services.enqueue("import", {})
    assert claim_job(["other"], now=timezone.now(), lease=LEASE) is None


def test_a_finished_job_is_repeated() -> None:
    job_id = services.enqueue("import", {})
    finish_next()
    assert seen(job_id).state == "done"
    services.retry_job(job_id)
    assert seen(job_id).state == "queued"
    assert seen(job_id).attempts == 0
    finish_next()
    assert seen(job_id).state == "done"


def test_an_unfinished_job_is_not_repeated() -> None:
    with pytest.raises(GuardError, match="waiting"):
        services.retry_job(services.enqueue("import", {}))


def test_a_job_is_not_repeated_beside_another_of_its_key() -> None:
    first = services.enqueue("import", {}, key="a.csv")
    finish_next()
    services.enqueue("import", {}, key="a.csv")
    with pytest.raises(GuardError, match="already waits"):
        services.retry_job(first)
    assert seen(first).state == "done"


def test_a_waiting_job_is_cancelled_and_a_finished_one_is_not() -> None:
    job_id = services.enqueue("import", {})
    services.cancel_job(job_id)
    assert seen(job_id).state == "cancelled"
    with pytest.raises(GuardError, match="cancelled"):
        services.cancel_job(job_id)


@pytest.mark.parametrize("verb", [services.retry_job, services.cancel_job])
def test_a_job_that_is_not_there_is_named(verb: object) -> None:
    assert callable(verb)
    with pytest.raises(GuardError, match="number 4711"):
        verb(4711)


def test_the_list_leaves_recurring_work_out() -> None:
    job_id = services.enqueue("import", {})
    services.enqueue("seal", {}, recurring=True)
    assert [job.id for job in queries.list_jobs()] == [job_id]
    assert Job.objects.count() == 2
    assert queries.count_by_state()["queued"] == 1

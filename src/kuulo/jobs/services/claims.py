"""A worker's hold on a job: every step is one conditional update, so that two workers cannot take the same one.

The holder of a job is a random word given out at its claim. Once the lease has run out and another took the job, the
former holder's updates change nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.models import Job
from kuulo.jobs.rules import State, Step, after, pause_before, step_after_failure
from kuulo.jobs.wording import JSON, to_json

TRIES: Final = 5
LOST: Final = say(_("The worker that did this ended without a word."))


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this process holds."""

    job_id: int
    kind: str
    payload: Mapping[str, JSON]
    attempt: int
    max_attempts: int
    holder: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come."""

    done: int = 0
    total: int = 0
    note: Text | None = None


def claim_job(kinds: Collection[str], *, now: datetime, lease: timedelta, recurring_only: bool = False) -> Claim | None:
    """Take the job that has waited longest among those due; nothing where none waits."""
    due = Job.objects.filter(state=State.QUEUED, not_before__lte=now, kind__in=kinds)
    if recurring_only:
        due = due.filter(recurring=True)
    for job in due.order_by("not_before", "id")[:TRIES]:
        holder = secrets.token_hex(16)
        taken = Job.objects.filter(id=job.pk, state=State.QUEUED).update(
            state=after(State.QUEUED, Step.CLAIM),
            leased_by=holder,
            lease_until=now + lease,
            attempts=F("attempts") + 1,
            started_at=now,
            finished_at=None,
        )
        if taken:
            return Claim(job.pk, job.kind, job.payload, job.attempts + 1, job.max_attempts, holder)
    return None


def renew_lease(claim: Claim, *, now: datetime, lease: timedelta) -> bool:
    """Hold the job for longer; return whether it is still held."""
    return bool(_held(claim).update(lease_until=now + lease))


def write_progress(claim: Claim, progress: Progress) -> bool:
    """Let people see how far the job has come; return whether it is still held."""
    return bool(_held(claim).update(**_progress_fields(progress)))


def finish_job(claim: Claim, progress: Progress, *, now: datetime) -> bool:
    """End the job as done; return whether it was still held."""
    return _leave(claim, Step.FINISH, finished_at=now, error=None, **_progress_fields(progress))


def release_job(claim: Claim) -> bool:
    """Put the job back for another worker, its attempt not counted; return whether it was still held."""
    return _leave(claim, Step.RELEASE, attempts=F("attempts") - 1)


def fail_job(claim: Claim, error: Collection[Text], *, now: datetime, hopeless: bool) -> bool:
    """Say why the job failed, and let it wait for its next attempt or give it up; return whether it was still held."""
    step = Step.GIVE_UP if hopeless else step_after_failure(claim.attempt, claim.max_attempts)
    return _leave(
        claim,
        step,
        error=[to_json(text) for text in error],
        not_before=now + pause_before(claim.attempt),
        finished_at=now if step is Step.GIVE_UP else None,
    )


def reap_jobs(*, now: datetime) -> int:
    """Take jobs back from workers that no longer renew their lease; return how many."""
    lost = Job.objects.filter(state=State.RUNNING, lease_until__lt=now)
    if not lost.exists():
        # The look is a read; an update that finds nothing would still queue for the right to write.
        return 0
    given_up = lost.filter(attempts__gte=F("max_attempts")).update(
        state=after(State.RUNNING, Step.GIVE_UP), error=[to_json(LOST)], finished_at=now, leased_by="", lease_until=None
    )
    queued = lost.filter(Q(attempts__lt=F("max_attempts"))).update(
        state=after(State.RUNNING, Step.FAIL), error=[to_json(LOST)], not_before=now, leased_by="", lease_until=None
    )
    return given_up + queued


def _held(claim: Claim) -> QuerySet[Job]:
    return Job.objects.filter(id=claim.job_id, state=State.RUNNING, leased_by=claim.holder)


def _leave(claim: Claim, step: Step, **fields: object) -> bool:
    state = after(State.RUNNING, step)
    return bool(_held(claim).update(state=state, leased_by="", lease_until=None, **fields))


def _progress_fields(progress: Progress) -> dict[str, object]:
    note = to_json(progress.note) if progress.note else None
    return {"done": progress.done, "total": progress.total, "note": note}

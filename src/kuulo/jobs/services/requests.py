"""Asking for work: enqueue, repeat, cancel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from kuulo.base.errors import GuardError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.jobs.models import Job
from kuulo.jobs.rules import UNFINISHED, State, Step, after, sources_of
from kuulo.jobs.wording import JSON, to_json


def enqueue(
    kind: str,
    payload: Mapping[str, JSON],
    *,
    key: str = "",
    not_before: datetime | None = None,
    title: Text | None = None,
    recurring: bool = False,
) -> int:
    """Ask for a piece of work and return the job's number; part of the caller's transaction.

    With a ``key``, an unfinished job of the same kind and key is returned instead of a second one being made. ``title``
    is what people read in the list; ``recurring`` marks work that came from the schedule, listed apart.
    """
    now = timezone.now()
    fields = {
        "payload": dict(payload),
        "not_before": not_before or now,
        "title": to_json(title) if title else None,
        "recurring": recurring,
        "created_at": now,
    }
    while True:
        unfinished = Job.objects.filter(kind=kind, key=key, state__in=UNFINISHED).values_list("id", flat=True).first()
        if key and unfinished is not None:
            return unfinished
        try:
            with transaction.atomic():
                return int(Job.objects.create(kind=kind, key=key, **fields).pk)
        except IntegrityError:
            # Somebody else enqueued the same key between the look and the insert: the next look finds it.
            if not key:
                raise


def retry_job(job_id: int) -> None:
    """Let a finished job run once more, from its first attempt.

    Raises:
        GuardError: There is no such job, it is not finished, or one with its key already waits.
    """
    job = _job(job_id)
    after(State(job.state), Step.REPEAT)
    try:
        with transaction.atomic():
            Job.objects.filter(id=job_id, state__in=sources_of(Step.REPEAT)).update(
                state=State.QUEUED,
                not_before=timezone.now(),
                attempts=0,
                done=0,
                total=0,
                note=None,
                error=None,
                started_at=None,
                finished_at=None,
            )
    except IntegrityError as error:
        raise GuardError(
            _("The same work already waits or runs under another number."), _("Look at that job instead.")
        ) from error


def cancel_job(job_id: int) -> None:
    """Cancel a job that waits or runs; one that runs is told to stop and its result is not kept.

    Raises:
        GuardError: There is no such job, or it is finished.
    """
    after(State(_job(job_id).state), Step.CANCEL)
    Job.objects.filter(id=job_id, state__in=sources_of(Step.CANCEL)).update(
        state=State.CANCELLED, finished_at=timezone.now(), leased_by="", lease_until=None
    )


def _job(job_id: int) -> Job:
    job = Job.objects.filter(id=job_id).first()
    if job is None:
        raise GuardError(_("There is no job number {job_id}."), job_id=job_id)
    return job

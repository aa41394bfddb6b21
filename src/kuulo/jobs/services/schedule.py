"""Work that comes back by itself, and the clearing of what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.texts import Text
from kuulo.jobs.models import Job, Schedule
from kuulo.jobs.rules import State
from kuulo.jobs.services.requests import enqueue
from kuulo.jobs.wording import JSON, to_json

KEY: Final = "recurring"
KEEP_RECURRING: Final = timedelta(hours=1)
KEEP_FINISHED: Final = timedelta(days=90)


def ensure_recurring(
    kind: str, every: timedelta, payload: Mapping[str, JSON] | None = None, *, title: Text | None = None
) -> None:
    """Let a job of the kind be enqueued every so often from now on; repeating the call changes the interval.

    While a job of the schedule is unfinished no second one is made.
    """
    seconds = max(1, round(every.total_seconds()))
    now = timezone.now()
    Schedule.objects.update_or_create(
        kind=kind,
        defaults={"every_seconds": seconds, "payload": dict(payload or {}), "title": to_json(title) if title else None},
        create_defaults={
            "every_seconds": seconds,
            "payload": dict(payload or {}),
            "title": to_json(title) if title else None,
            "next_at": now,
        },
    )


def enqueue_due(*, now: datetime) -> int:
    """Enqueue the recurring work that is due; return how many jobs were asked for.

    Each due time is taken by a conditional update, so that several workers ask once.
    """
    asked = 0
    for due in Schedule.objects.filter(next_at__lte=now):
        with transaction.atomic():
            following = now + timedelta(seconds=due.every_seconds)
            if Schedule.objects.filter(id=due.pk, next_at=due.next_at).update(next_at=following):
                job_id = enqueue(due.kind, due.payload, key=KEY, recurring=True)
                Job.objects.filter(id=job_id).update(title=due.title)
                asked += 1
    return asked


def prune_jobs(*, now: datetime) -> int:
    """Delete finished jobs: recurring ones soon, others after three months; return how many."""
    recurring, _ = Job.objects.filter(
        recurring=True, state__in=[State.DONE, State.CANCELLED], finished_at__lt=now - KEEP_RECURRING
    ).delete()
    others, _ = Job.objects.filter(
        state__in=[State.DONE, State.CANCELLED, State.FAILED], finished_at__lt=now - KEEP_FINISHED
    ).delete()
    return recurring + others

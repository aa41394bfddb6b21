"""Reading background work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.models import Job, Schedule
from kuulo.jobs.rules import UNFINISHED, State, Step, sources_of
from kuulo.jobs.wording import from_json


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job as others see it.

    ``done`` of ``total`` pieces are done; ``total`` is 0 while nobody knows. ``error``: why the last attempt failed.
    """

    id: int
    kind: str
    title: Text | None
    state: str
    done: int
    total: int
    note: Text | None
    attempts: int
    max_attempts: int
    error: tuple[Text, ...]
    not_before: datetime
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def unfinished(self) -> bool:
        """Whether the job waits or runs."""
        return self.state in UNFINISHED

    @property
    def progress(self) -> float | None:
        """How far the job has come, 0–1; nothing while nobody knows."""
        return min(self.done / self.total, 1.0) if self.total > 0 else None

    @property
    def repeatable(self) -> bool:
        """Whether the job can be run once more."""
        return self.state in sources_of(Step.REPEAT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringView:
    """Work that comes back: how often, when next, and the last job it made."""

    kind: str
    title: Text | None
    every: timedelta
    next_at: datetime
    last: JobView | None

    @property
    def every_words(self) -> Text:
        """How often, in the largest unit that divides it."""
        seconds = round(self.every.total_seconds())
        if seconds % 3600 == 0:
            return say(_("every {count} h"), count=seconds // 3600)
        if seconds % 60 == 0:
            return say(_("every {count} min"), count=seconds // 60)
        return say(_("every {count} s"), count=seconds)


def list_jobs(*, limit: int = 100) -> Sequence[JobView]:
    """Return the newest jobs people asked for, newest first; recurring work is listed by `list_recurring`."""
    return [_view(job) for job in Job.objects.filter(recurring=False).order_by("-id")[:limit]]


def get_job(job_id: int) -> JobView | None:
    """Return one job; nothing where there is none of that number."""
    job = Job.objects.filter(id=job_id).first()
    return _view(job) if job else None


def list_recurring() -> Sequence[RecurringView]:
    """Return the work that comes back, by kind."""
    return [
        RecurringView(
            kind=each.kind,
            title=from_json(each.title) if each.title else None,
            every=timedelta(seconds=each.every_seconds),
            next_at=each.next_at,
            last=_last_of(each.kind),
        )
        for each in Schedule.objects.order_by("kind")
    ]


def count_by_state() -> dict[str, int]:
    """Return how many jobs people asked for stand in each state."""
    states = Job.objects.filter(recurring=False).values_list("state", flat=True)
    return {state.value: states.filter(state=state).count() for state in State}


def _last_of(kind: str) -> JobView | None:
    job = Job.objects.filter(kind=kind, recurring=True).order_by("-id").first()
    return _view(job) if job else None


def _view(job: Job) -> JobView:
    return JobView(
        id=job.pk,
        kind=job.kind,
        title=from_json(job.title) if job.title else None,
        state=job.state,
        done=job.done,
        total=job.total,
        note=from_json(job.note) if job.note else None,
        attempts=job.attempts,
        max_attempts=job.max_attempts,
        error=tuple(from_json(text) for text in job.error or ()),
        not_before=job.not_before,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )

"""Jobs in which a person stands: in what they were asked with, what they said, or why they failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from kuulo.jobs.models import Job
from kuulo.jobs.rules import State

WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "jobs.Schedule": "What comes back and how often; its titles are Kuulo's own words.",
}
Stands = Callable[[object], bool]
TELLING: Final = ("payload", "title", "note", "error")


def jobs_about(stands: Stands) -> Iterator[Mapping[str, object]]:
    """Yield the jobs in which the person stands: kind, words and times."""
    for job in Job.objects.order_by("pk").iterator():
        if any(stands(getattr(job, name)) for name in TELLING):
            told = {name: getattr(job, name) for name in TELLING if getattr(job, name)}
            yield {"kind": job.kind, "state": job.state, "created_at": job.created_at, **told}


def erase_jobs(stands: Stands) -> tuple[int, int]:
    """Delete the jobs in which the person stands; return how many went and how many run at this moment and stayed."""
    about = [job for job in Job.objects.iterator() if any(stands(getattr(job, name)) for name in TELLING)]
    running = sum(job.state == State.RUNNING for job in about)
    doomed = Job.objects.filter(pk__in=[job.pk for job in about]).exclude(state=State.RUNNING)
    return doomed.delete()[0], running

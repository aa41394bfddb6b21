"""Asking for work, doing it, and letting it come back: what other rooms use of background work."""

from __future__ import annotations

from kuulo.jobs.services.context import Handler, JobContext, StoppedError
from kuulo.jobs.services.persons import WITHOUT_PERSONS, erase_jobs, jobs_about
from kuulo.jobs.services.requests import cancel_job, enqueue, retry_job
from kuulo.jobs.services.schedule import ensure_recurring
from kuulo.jobs.services.worker import Pace, run_worker

__all__ = [
    "WITHOUT_PERSONS",
    "Handler",
    "JobContext",
    "Pace",
    "StoppedError",
    "cancel_job",
    "enqueue",
    "ensure_recurring",
    "erase_jobs",
    "jobs_about",
    "retry_job",
    "run_worker",
]

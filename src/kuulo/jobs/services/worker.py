"""The worker: threads that claim jobs and do them, and one that keeps their leases and takes back what others lost."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone

from kuulo.base.errors import InputError, KuuloError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.jobs.rules import LEASE
from kuulo.jobs.services.claims import claim_job, fail_job, finish_job, reap_jobs, release_job, renew_lease
from kuulo.jobs.services.context import Handler, JobContext, StoppedError
from kuulo.jobs.services.schedule import enqueue_due, prune_jobs

logger = logging.getLogger(__name__)

PRUNE_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a worker works, in seconds: looks for jobs, holds them, and waits for them at its end."""

    poll: float = 0.5
    lease: float = LEASE.total_seconds()
    grace: float = 10.0


@dataclass(slots=True)
class Desk:
    """What the threads of one worker share: the handlers, the wish to stop, and the jobs being done."""

    handlers: Mapping[str, Handler]
    stop: threading.Event
    pace: Pace
    lock: threading.Lock = field(default_factory=threading.Lock)
    at_hand: dict[str, JobContext] = field(default_factory=dict)
    renewed_at: float = field(default_factory=time.monotonic)
    pruned_at: float = field(default=0.0)

    @property
    def lease(self) -> timedelta:
        """How long a job is held without renewal."""
        return timedelta(seconds=self.pace.lease)


def run_worker(
    handlers: Mapping[str, Handler], *, stop: threading.Event, threads: int = 2, pace: Pace | None = None
) -> None:
    """Do jobs of the handlers' kinds until ``stop`` is set; then tell running handlers to stop and wait for a moment.

    With two threads or more the last one does recurring work only, so that a long import does not hold up the sealing.
    A handler that does not end in time is left behind: its lease runs out and another worker does the job again.
    """
    desk = Desk(handlers, stop, pace or Pace())
    runners = [
        threading.Thread(
            target=_look_for_jobs,
            args=(desk,),
            kwargs={"recurring_only": threads > 1 and number == threads - 1},
            name=f"kuulo-worker-{number}",
            daemon=True,
        )
        for number in range(threads)
    ]
    for runner in runners:
        runner.start()
    while not stop.wait(desk.pace.poll):
        _guarded(lambda: _keep_house(desk))
    deadline = time.monotonic() + desk.pace.grace
    while any(runner.is_alive() for runner in runners) and time.monotonic() < deadline:
        _guarded(lambda: _renew_leases(desk))
        runners[0].join(0.02)


def _look_for_jobs(desk: Desk, *, recurring_only: bool) -> None:
    try:
        while not desk.stop.is_set():
            if not _guarded(lambda: _do_next(desk, recurring_only=recurring_only)):
                desk.stop.wait(desk.pace.poll)
    finally:
        connection.close()


def _do_next(desk: Desk, *, recurring_only: bool) -> bool:
    """Do the next job that is due; return whether there was one."""
    claim = claim_job(desk.handlers.keys(), now=timezone.now(), lease=desk.lease, recurring_only=recurring_only)
    if claim is None:
        return False
    context = JobContext(claim, desk.stop)
    with desk.lock:
        desk.at_hand[claim.holder] = context
    try:
        _do(context, desk.handlers[claim.kind])
    finally:
        with desk.lock:
            del desk.at_hand[claim.holder]
    return True


def _do(context: JobContext, handler: Handler) -> None:
    claim = context.claim
    try:
        handler(context)
    except StoppedError:
        release_job(claim)
    except KuuloError as error:
        logger.warning("Job %s (%s) failed: %s", claim.job_id, claim.kind, error)
        texts = [text for text in (error.found, error.mend) if text.template]
        # Input does not get better by being read again.
        fail_job(claim, texts, now=timezone.now(), hopeless=isinstance(error, InputError))
    except Exception as error:
        logger.exception("Job %s (%s) broke off", claim.job_id, claim.kind)
        words = say(_("It broke off: {error}"), error=f"{type(error).__name__}: {error}")
        fail_job(claim, [words], now=timezone.now(), hopeless=False)
    else:
        if context.was_told_to_stop:
            release_job(claim)
        else:
            finish_job(claim, context.latest, now=timezone.now())


def _keep_house(desk: Desk) -> bool:
    """Renew this worker's leases first, then take back what others lost and ask for what is due."""
    _renew_leases(desk)
    now = timezone.now()
    reaped = reap_jobs(now=now)
    if reaped:
        logger.warning("%s jobs were taken back from workers that ended", reaped)
    enqueue_due(now=now)
    if time.monotonic() - desk.pruned_at > PRUNE_SECONDS:
        desk.pruned_at = time.monotonic()
        prune_jobs(now=now)
    return True


def _renew_leases(desk: Desk) -> bool:
    started = time.monotonic()
    if started - desk.renewed_at < desk.pace.lease / 4:
        return True
    with desk.lock:
        contexts = list(desk.at_hand.values())
    for context in contexts:
        if not renew_lease(context.claim, now=timezone.now(), lease=desk.lease):
            context.lose()
    desk.renewed_at = started
    return True


def _guarded(work: Callable[[], bool]) -> bool:
    """Do the work; when the database does not answer, say so in the log and go on at the next look."""
    close_old_connections()
    try:
        return work()
    except DatabaseError:
        logger.exception("The database did not answer")
        connection.close()
        return False

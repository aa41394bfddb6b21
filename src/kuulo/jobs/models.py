"""Jobs and what makes them come back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kuulo.jobs.rules import MAX_ATTEMPTS, UNFINISHED, State


class Job(models.Model):
    """One piece of work, claimed by a worker through a conditional update and held under a lease.

    ``title``, ``note`` and ``error`` hold texts as template and values, so that each reader gets their own language.
    """

    kind = models.CharField(max_length=64)
    title = models.JSONField(null=True)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, default=State.QUEUED, choices=[(state, state) for state in State])
    not_before = models.DateTimeField()
    leased_by = models.CharField(max_length=64, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=MAX_ATTEMPTS)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    note = models.JSONField(null=True)
    error = models.JSONField(null=True)
    recurring = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=sorted(UNFINISHED)) & ~Q(key=""),
                name="jobs_one_unfinished_by_key",
            ),
        )
        indexes = (
            models.Index(fields=["state", "not_before", "id"], name="jobs_waiting"),
            models.Index(fields=["recurring", "-id"], name="jobs_newest"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"


class Schedule(models.Model):
    """Work that comes back: every so many seconds a job of the kind is enqueued, unless one is unfinished."""

    kind = models.CharField(max_length=64, unique=True)
    title = models.JSONField(null=True)
    payload = models.JSONField(default=dict)
    every_seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} every {self.every_seconds} s"

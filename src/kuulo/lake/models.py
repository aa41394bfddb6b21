"""Rows of the operational database that lead to the lake."""

from __future__ import annotations

from django.db import models


class OutboxSignal(models.Model):
    """A signal, or a bundle of them, that was acknowledged and waits to be sealed into the lake.

    Anonymous bundles have a row number of chance below zero, so that their order does not tell when they came.
    """

    signal_id = models.CharField(max_length=128, unique=True)
    kind = models.CharField(max_length=64)
    payload = models.TextField()
    signals = models.PositiveIntegerField(default=1, db_default=1)
    batch = models.BigIntegerField(null=True, db_index=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.signal_id}"


class SealingState(models.Model):
    """The one row that says how far sealing has come and who is sealing now.

    ``assigned_to`` is the last batch number given out, ``cleared_to`` the last batch whose rows have left the outbox:
    rows of batches up to ``cleared_to`` are to be found in the lake and nowhere else.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    assigned_to = models.BigIntegerField(default=0)
    cleared_to = models.BigIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=64, default="", blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="lake_one_sealing_state"),)

    def __str__(self) -> str:
        return f"cleared to {self.cleared_to} of {self.assigned_to}"


class SourceName(models.Model):
    """A name that signals come under; whoever takes it has it alone, so that no two sources are pooled by chance."""

    slug = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.slug

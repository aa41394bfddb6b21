"""Tables of the room: what was asked of a model, and the drafts that were kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.drafting.rules.calls import Outcome
from kuulo.drafting.rules.port import Task

TASKS = [(task.value, task.value) for task in Task]
OUTCOMES = [(outcome.value, outcome.value) for outcome in Outcome]


class DraftCall(models.Model):
    """A call of a model's server; embeddings of an hour are one row. Numbers and names of machines, never words.

    Attributes:
        made_by: E-mail address of the member of staff who asked; empty for the worker.
        calls: How many calls the row stands for.
        texts: Comments that were sent.
        characters: Characters of these.
        received: Characters that came back; of embeddings, vectors.
    """

    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254, blank=True)
    task = models.CharField(max_length=12, choices=TASKS)
    host = models.CharField(max_length=253)
    model = models.CharField(max_length=120)
    calls = models.PositiveIntegerField(default=1)
    texts = models.PositiveIntegerField()
    characters = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0.0)
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    detail = models.CharField(max_length=80, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-made_at"], name="drafting_calls_newest")]

    def __str__(self) -> str:
        return f"{self.task} {self.host} {self.outcome}"


class KeptDraft(models.Model):
    """The newest draft of a key; ``sentences`` hold masked quotes of comments, ``sources`` the ids of their signals."""

    key = models.CharField(max_length=200, unique=True)
    task = models.CharField(max_length=12, choices=TASKS)
    language = models.CharField(max_length=5)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254, blank=True)
    model = models.CharField(max_length=400)
    sentences = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    left_out = models.PositiveIntegerField(default=0)
    data_version = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.key

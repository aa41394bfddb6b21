"""The table of the log, which rows are only ever added to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Step(models.Model):
    """One step; see `rules.Step`.

    The migration makes the table itself (``managed`` is false), so that nothing that empties tables empties this one;
    triggers of the database refuse to change or delete a row. ``text`` and ``details`` are JSON as plain text: the
    digest is made of these very letters.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=250)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=200)
    text = models.TextField()
    details = models.TextField()
    before = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        """The log is read by subject and by actor, the newest first."""

        managed = False
        db_table = "audit_step"
        ordering: ClassVar[list[str]] = ["-number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_kind", "subject_key", "-number"], name="audit_by_subject"),
            models.Index(fields=["actor", "-number"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject_kind} {self.subject_key}"
